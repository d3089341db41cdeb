"""History and conflicts without the erased person; what others said is sealed anew where its key changed."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from psycopg import Connection

from khetane.core.sealing import seal, unseal
from khetane.forms.keys import unwrapped
from khetane.forms.redaction.documents import Gone, cover_json
from khetane.history.changes import change_context, seal_change
from khetane.history.conflicts import side_context
from khetane.people.datasets.person import NAMES
from khetane.subjects.claim import Claim
from khetane.subjects.submissions import Replaced

_FORGET = (
    "delete from history_conflictside where conflict_id in (select id from history_conflict where record = any(%s))",
    "delete from history_conflict where record = any(%s)",
    "delete from history_entitychange where record = any(%s)",
    "delete from history_attributes where record = any(%s)",
)
_CHANGES = """
    select c.id, c.dataset, c.record, c.version, c.mandate, c.source, c.household, c.sealed, s.key, s.key_id
    from history_entitychange c left join khetane_forms_submission s on s.id = c.source
    where c.source = any(%s) or c.household = any(%s)
"""
_SIDES = """
    select d.id, c.dataset, c.household, d.source, d.sealed, s.key, s.key_id
    from history_conflictside d join history_conflict c on c.id = d.conflict_id
    left join khetane_forms_submission s on s.id = d.source
    where d.source = any(%s) or c.household = any(%s)
"""
_ATTRIBUTES = 'select record, mandate, household, "values" from history_attributes where unit_id = any(%s)'


def forget(connection: Connection, claim: Claim) -> None:
    """Remove every change and conflict of their records, and seal the rest anew without their names."""
    for statement in _FORGET:
        connection.execute(statement, [list(claim.records)])


def reseal(connection: Connection, claim: Claim, done: Replaced) -> None:
    """Bring what others' records hold of the replaced submissions, or of their household, under the keys of now."""
    concerned = [list(done.keys), list(claim.all_homes)]
    for row in connection.execute(_CHANGES, concerned).fetchall():
        _reseal_change(connection, claim, done, *row)
    for row in connection.execute(_SIDES, concerned).fetchall():
        _reseal_side(connection, claim, done, *row)
    for record, mandate, household, values in connection.execute(_ATTRIBUTES, [list(claim.units)]).fetchall():
        covered = cover_json(values, _gone(claim, household))
        if covered != values:
            connection.execute(
                'update history_attributes set "values" = %s where record = %s and mandate = %s',
                [json.dumps(covered), record, mandate],
            )


def _reseal_change(
    connection: Connection, claim: Claim, done: Replaced, id: int, dataset: str, record: UUID, version: int,
    mandate: str, source: UUID, household: UUID | None, sealed: bytes, key: bytes | None, key_id: str | None,
) -> None:  # fmt: skip
    keys = _keys(done, source, key, key_id)
    if keys is None:
        return
    old, new = keys
    context = change_context(dataset, record, version, mandate)
    fields: dict[str, Any] = json.loads(unseal(old, bytes(sealed), context))
    gone = _gone(claim, household)
    covered = {
        name: value if _is_name(dataset, name) else cover_json(value, gone) for name, value in fields.items()
    }
    if old != new or covered != fields:
        again = seal_change(
            new, context, {name: (before, after) for name, (before, after) in covered.items()}
        )
        connection.execute("update history_entitychange set sealed = %s where id = %s", [again, id])


def _reseal_side(
    connection: Connection, claim: Claim, done: Replaced, id: UUID, dataset: str, household: UUID | None,
    source: UUID, sealed: bytes, key: bytes | None, key_id: str | None,
) -> None:  # fmt: skip
    keys = _keys(done, source, key, key_id)
    if keys is None:
        return
    old, new = keys
    values: dict[str, Any] = json.loads(unseal(old, bytes(sealed), side_context(id)))
    gone = _gone(claim, household)
    covered = {
        name: value if _is_name(dataset, name) else cover_json(value, gone) for name, value in values.items()
    }
    if old != new or covered != values:
        again = seal(new, json.dumps(covered, ensure_ascii=False).encode(), side_context(id))
        connection.execute("update history_conflictside set sealed = %s where id = %s", [again, id])


def _keys(done: Replaced, source: UUID, key: bytes | None, key_id: str | None) -> tuple[bytes, bytes] | None:
    """The key a value is sealed under, and the one it belongs under; None where the submission is not here."""
    if source in done.keys:
        return done.keys[source]
    if key is None or key_id is None:
        return None
    standing = unwrapped(source, key, key_id)
    return standing, standing


def _gone(claim: Claim, household: UUID | None) -> Gone:
    return claim.gone(at_home=household in claim.all_homes)


def _is_name(dataset: str, field: str) -> bool:
    """Somebody else's own name, even where it is the same."""
    return dataset == "person" and field in NAMES
