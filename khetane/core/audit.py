"""Who read and who wrote: one event beside the work, in the same transaction (DESIGN rule 7).

Events hold ids and field names, never values; fields that are declared special are marked. The database fills in who, when and the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import orjson
from django.db import connection

from khetane.core.exchange import exchange
from khetane.core.sensitivity import Sensitivity, level_of, model_of
from khetane.core.viewer import current

SPECIAL = "special:"  # stands before the name of a field that was declared special when it was written

_INSERT = """
    insert into access_auditevent (action, kind, subjects, fields, unit, device, override)
    values (%s, %s, %s, %s, %s, %s, %s)
"""


def record(
    action: str,
    kind: str = "",
    subjects: Iterable[UUID] = (),
    *,
    fields: Iterable[str] = (),
    unit_id: UUID | None = None,
    override_id: UUID | None = None,
) -> None:
    """Add one event for the viewer of this transaction.

    `action` is verb-like and stable (`read`, `wrote`, `exported`, `decided`, …), `kind` names the record.
    """
    _run(
        _INSERT,
        [action, kind, list(subjects), _marked(kind, fields), unit_id, current().device_id, override_id],
    )


def marked(name: str) -> str:
    """The name of a special field as events hold it."""
    return f"{SPECIAL}{name}"


def _marked(kind: str, fields: Iterable[str]) -> list[str]:
    model = model_of(kind)
    if model is None:
        return sorted(set(fields))
    special = {name for name in fields if level_of(model, name) is Sensitivity.SPECIAL}
    return sorted(marked(name) if name in special else name for name in set(fields))


def read(kind: str, subjects: Iterable[UUID], *, unit_id: UUID | None = None) -> None:
    """The ids that one page or answer showed: one event, none when nothing was shown."""
    shown = list(subjects)
    if shown:
        record("read", kind, shown, unit_id=unit_id)


@dataclass(frozen=True, slots=True)
class Event:
    """One of several events that are added together; whoever adds them marks special fields."""

    action: str
    kind: str
    subjects: Sequence[UUID]
    fields: Sequence[str] = field(default_factory=list)
    unit: UUID | None = None

    def row(self) -> dict[str, object]:
        """Its columns. By hand: `asdict` copies every list, and records come in by the hundred a second."""
        return {
            "action": self.action,
            "kind": self.kind,
            "subjects": self.subjects,
            "fields": self.fields,
            "unit": self.unit,
        }


_INSERT_MANY = """
    insert into access_auditevent (action, kind, subjects, fields, unit, device)
    select action, kind, subjects, fields, unit, %s
    from jsonb_populate_recordset(null::access_auditevent, %s::jsonb)
"""


def add(events: Sequence[Event]) -> None:
    """Add several events in one statement."""
    _run(*statement(events))


def statement(events: Sequence[Event]) -> tuple[str, list[object]]:
    """One statement and its parameters that add all these events, for whoever sends statements together."""
    return _INSERT_MANY, [current().device_id, orjson.dumps([event.row() for event in events]).decode()]


def _run(text: str, given: Sequence[object]) -> None:
    """With its plan kept, since nearly every request adds an event."""
    with connection.wrap_database_errors:
        exchange((text, given))
