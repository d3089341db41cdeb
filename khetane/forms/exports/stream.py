"""Submissions one after the other, decrypted on the way: memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from khetane.core.sealing import WrappedKey, unseal, unwrap
from khetane.core.viewer import current
from khetane.forms.keys import key_context

PERMISSION = "records.export"
PREFIX = "uuid:"  # stored instance ids stand without it
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Which submissions: of these versions, perhaps of one unit, of a time, in some states.

    `condition` is a further condition on the rows (`s` is the submission), with its parameters.
    """

    versions: tuple[UUID, ...]
    unit_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    states: tuple[str, ...] = ()
    condition: sql.Composable = field(default_factory=lambda: sql.SQL("true"))
    parameters: tuple[Any, ...] = ()
    after: tuple[datetime, str] | None = None


class Arrived(NamedTuple):
    """A stored submission with its content opened. Ids that are only told again stay text."""

    id: str
    instance_id: str
    form_version_id: UUID
    received_at: datetime
    said_at: datetime | None
    state: str
    unit: str
    account: str
    device: str | None
    attachments: int
    content: bytes

    @property
    def key(self) -> str:
        """The submission's own instance id as it wrote it: answers are joined by it to `meta/instanceID`."""
        full = f"{PREFIX}{self.instance_id}"
        return full if full.encode() in self.content else self.instance_id


_SELECT = sql.SQL(
    """
    select s.id::text, s.instance_id, s.form_version_id, s.received_at, s.said_at, s.state, u.code, s.account::text,
           s.device::text,
           (select count(*) from khetane_forms_attachment a where a.submission_id = s.id), s.content, s.key, s.key_id
    from khetane_forms_submission s join organisations_unit u on u.id = s.unit_id
    where {condition} order by s.received_at, s.id
    """
)
_COUNT = sql.SQL("select count(*) from khetane_forms_submission s where {condition}")


def arrived(asked: Asked) -> Iterator[Arrived]:
    """What was asked for and the viewer may export, in the order of arrival.

    Within the transaction of the viewer, which must stay open meanwhile. Raises SealBroken when the
    master key of a submission is not there.
    """
    condition, parameters = _condition(asked)
    masters = settings.ENVIRONMENT.master_keys
    raw: psycopg.Connection[Any] = connection.connection
    with closing(psycopg.ServerCursor(raw, "submissions")) as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(_SELECT.format(condition=condition), parameters, binary=True)
        for *known, content, key, key_id in cursor:
            context = key_context(known[0])
            opened = unseal(unwrap(masters, WrappedKey(key_id, key), context), content, context)
            yield Arrived._make((*known, opened))


def count(asked: Asked) -> int:
    """How many submissions `arrived` gives."""
    condition, parameters = _condition(asked)
    raw: psycopg.Connection[Any] = connection.connection
    found = raw.execute(_COUNT.format(condition=condition), parameters).fetchone()
    return int(found[0]) if found else 0


def exporting_units() -> frozenset[UUID]:
    """The units whose submissions the viewer may export."""
    return current().units.get(PERMISSION, frozenset())


def _condition(asked: Asked) -> tuple[sql.Composable, list[Any]]:
    units = exporting_units() if asked.unit_id is None else exporting_units() & {asked.unit_id}
    parts: list[tuple[str, Sequence[Any]]] = [
        ("s.form_version_id = any(%s)", [list(asked.versions)]),
        ("s.unit_id = any(%s)", [list(units)]),
        # Where somebody objected and that is not decided, nothing of her household leaves.
        ("s.id not in (select people_restricted_sources())", []),
        ("octet_length(s.key) > 0", []),  # an erased submission has no key: nothing of it is left
    ]
    if asked.since:
        parts.append(("s.received_at >= %s", [asked.since]))
    if asked.until:
        parts.append(("s.received_at < %s", [asked.until]))
    if asked.states:
        parts.append(("s.state = any(%s)", [list(asked.states)]))
    if asked.after:
        parts.append(("(s.received_at, s.id) > (%s, %s::uuid)", [*asked.after]))
    conditions = [sql.SQL(text) for text, _ in parts] + [asked.condition]
    parameters = [value for _, values in parts for value in values]
    return sql.SQL(" and ").join(conditions), [*parameters, *asked.parameters]
