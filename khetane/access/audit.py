"""Who read and who wrote: one event beside the work, in the same transaction (DESIGN rule 7).

Events hold ids and field names, never values. The database fills in who, when and the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from khetane.access.viewer import current

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
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [action, kind, list(subjects), sorted(set(fields)), unit_id, current().device_id, override_id],
        )


def read(kind: str, subjects: Iterable[UUID], *, unit_id: UUID | None = None) -> None:
    """The ids that one page or answer showed: one event, none when nothing was shown."""
    shown = list(subjects)
    if shown:
        record("read", kind, shown, unit_id=unit_id)
