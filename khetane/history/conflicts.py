"""Values that contend: the standing one stays until a person decides (design rule 2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from khetane.core.sealing import seal, unseal
from khetane.core.viewer import SYSTEM_ACCOUNT
from khetane.history.bulk import ask
from khetane.history.changes import Change, Gone
from khetane.history.drafts import Batch, Draft, Key
from khetane.history.models import Conflict, ConflictSide
from khetane.history.recording import hexed, mandate_of
from khetane.history.rules import Group, pick
from khetane.history.source import Contested, Keys

_OPEN = """
    select c.id, c.dataset, c.record, c."group", c.mandate
    from unnest(%s::text[], %s::uuid[]) as asked (dataset, record)
    join history_conflict c on c.dataset = asked.dataset and c.record = asked.record
    where c.state = 'open' for update of c
"""
_SIDES = "select id, conflict_id, source, sealed from history_conflictside where conflict_id = any(%s)"


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A conflict that nobody has decided."""

    id: UUID
    group: Group
    mandate: str


@dataclass(slots=True)
class OpenConflicts:
    """The open conflicts of some records."""

    of: dict[Key, list[OpenConflict]] = field(default_factory=dict)

    def held(self, key: Key) -> list[Group]:
        """The groups of fields that wait for a person."""
        return [one.group for one in self.of.get(key, ())]

    def find(self, key: Key, group: Group, mandate: str) -> OpenConflict | None:
        """The open conflict over a group, if there is one."""
        for one in self.of.get(key, ()):
            if (one.group, one.mandate) == (group, mandate):
                return one
        return None


def open_conflicts(keys: Iterable[Key]) -> OpenConflicts:
    """The open conflicts of these records, locked."""
    found = OpenConflicts()
    asked = sorted(keys)
    if asked:
        datasets, records = zip(*asked, strict=True)
        for conflict, dataset, record, group, mandate in ask(_OPEN, [list(datasets), list(records)]):
            found.of.setdefault((dataset, record), []).append(OpenConflict(conflict, tuple(group), mandate))
    return found


@dataclass(frozen=True, slots=True)
class Author:
    """Who said a value, and by which submission."""

    source: UUID | None
    account: UUID
    unit_id: UUID | None
    at: datetime


def contest(
    draft: Draft, incoming: Mapping[str, Any], changes: Sequence[Change], known: OpenConflicts, batch: Batch
) -> list[Contested]:
    """Queue conflicts for the contested groups of `draft`, or further sides for those open already."""
    made = []
    joined = [known.find(draft.key, group, mandate_of(draft, group, batch)) for group in draft.contested]
    sides = sides_of([one.id for one in joined if one], batch.source.keys)
    for group, conflict in zip(draft.contested, joined, strict=True):
        if conflict is None:
            conflict_id = _open(draft, group, changes, batch)
            _side(conflict_id, group, incoming, _author(batch), batch, standing=False)
        else:
            conflict_id = conflict.id
            if pick(group, incoming) not in [pick(group, values) for values in sides.get(conflict_id, ())]:
                _side(conflict_id, group, incoming, _author(batch), batch, standing=False)
        made.append(Contested(conflict_id, draft.dataset.name, draft.id, group))
    return made


def _open(draft: Draft, group: Group, changes: Sequence[Change], batch: Batch) -> UUID:
    conflict_id = uuid4()
    row = {
        "id": conflict_id,
        "dataset": draft.dataset.name,
        "record": draft.id,
        "group": list(group),
        "unit_id": draft.unit_id,
        "household": draft.household_id,
        "mandate": mandate_of(draft, group, batch),
        "opened_at": batch.source.received_at,
        "state": "open",
    }
    batch.writes.insert(Conflict, row)
    said = [change for change in changes if not set(group).isdisjoint(change.fields)]
    author = (
        Author(said[-1].source, said[-1].account, said[-1].unit_id, said[-1].at)
        if said
        else Author(None, SYSTEM_ACCOUNT, draft.unit_id, batch.source.received_at)
    )
    _side(conflict_id, group, draft.standing, author, batch, standing=True)
    return conflict_id


def _author(batch: Batch) -> Author:
    source = batch.source
    return Author(source.id, source.account_id, source.unit_id, source.received_at)


def _side(
    conflict_id: UUID,
    group: Group,
    values: Mapping[str, Any],
    author: Author,
    batch: Batch,
    *,
    standing: bool,
) -> None:
    """One value of a conflict, sealed under its author's key (the erasure of that takes it along)."""
    side_id = uuid4()
    keys = {} if author.source in (None, batch.source.id) else batch.source.keys([author.source])
    known = author.source in keys
    key = keys[author.source] if known and author.source else batch.source.key
    known_values = {name: None if isinstance(values.get(name), Gone) else values.get(name) for name in group}
    content = json.dumps(known_values, ensure_ascii=False)
    row = {
        "id": side_id,
        "conflict_id": conflict_id,
        "source": author.source if known else batch.source.id,
        "unit_id": author.unit_id or batch.source.unit_id,
        "account": author.account,
        "at": author.at,
        "standing": standing,
        "sealed": hexed(seal(key, content.encode(), side_context(side_id))),
    }
    batch.writes.insert(ConflictSide, row)


def side_context(side_id: UUID) -> bytes:
    """What a sealed side belongs to."""
    return f"side:{side_id}".encode()


def sides_of(conflicts: Sequence[UUID], keys: Keys) -> dict[UUID, list[dict[str, Any]]]:
    """The values contending in these conflicts; those of erased submissions are left out."""
    if not conflicts:
        return {}
    rows = ask(_SIDES, [list(conflicts)])
    opening = keys({source for _, _, source, _ in rows if source})
    found: dict[UUID, list[dict[str, Any]]] = {}
    for side_id, conflict_id, source, sealed in rows:
        if source in opening:
            content = unseal(opening[source], sealed, side_context(side_id))
            found.setdefault(conflict_id, []).append(json.loads(content))
    return found
