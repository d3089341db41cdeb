"""The changes of records as history holds them: field by field, sealed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from khetane.core.sealing import seal, unseal
from khetane.history.bulk import ask
from khetane.history.drafts import Key
from khetane.history.source import Keys

_AFTER = """
    select c.dataset, c.record, c.version, c.mandate, c.source, c.unit_id, c.account, c.at,
           c.branch, c.branch_version, c.fields, c.sealed
    from unnest(%s::text[], %s::uuid[], %s::int[]) as asked (dataset, record, after)
    join history_entitychange c
      on c.dataset = asked.dataset and c.record = asked.record and c.version > asked.after
    order by c.version
"""


class Gone:
    """A value whose key was destroyed: equal to nothing, so that no edit passes as agreeing with it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One version of one record, as far as one mandate reads it."""

    dataset: str
    record: UUID
    version: int
    mandate: str
    source: UUID
    unit_id: UUID
    account: UUID
    at: datetime
    branch: UUID | None
    branch_version: int | None
    fields: list[str]
    sealed: bytes

    def opened(self, keys: dict[UUID, bytes]) -> dict[str, tuple[Any, Any]]:
        """field: (before, after). Fields of an erased submission are there, their values `Gone`."""
        key = keys.get(self.source)
        if key is None:
            return {name: (Gone(), Gone()) for name in self.fields}
        context = change_context(self.dataset, self.record, self.version, self.mandate)
        found: dict[str, list[Any]] = json.loads(unseal(key, self.sealed, context))
        return {name: (before, after) for name, (before, after) in found.items()}


def change_context(dataset: str, record: UUID, version: int, mandate: str) -> bytes:
    """What a sealed change belongs to."""
    return f"change:{dataset}:{record}:{version}:{mandate}".encode()


def seal_change(key: bytes, context: bytes, fields: dict[str, tuple[Any, Any]]) -> bytes:
    """The values of a change, encrypted: `{field: [before, after]}`."""
    return seal(key, json.dumps(fields, ensure_ascii=False).encode(), context)


def changes_after(asked: Sequence[tuple[Key, int]]) -> dict[Key, list[Change]]:
    """The changes of each record after a version, oldest first, as far as the viewer reads them."""
    if not asked:
        return {}
    datasets, records, versions = zip(*((*key, after) for key, after in asked), strict=True)
    found: dict[Key, list[Change]] = {}
    for row in ask(_AFTER, [list(datasets), list(records), list(versions)]):
        change = Change(*row)
        found.setdefault((change.dataset, change.record), []).append(change)
    return found


def opened_newest_first(
    changes: Iterable[Change], touching: Collection[str], keys: Keys
) -> list[dict[str, tuple[Any, Any]]]:
    """The values of those changes that touch one of these fields."""
    concerned = [change for change in changes if not set(touching).isdisjoint(change.fields)]
    opening = dict(keys({change.source for change in concerned})) if concerned else {}
    return [change.opened(opening) for change in reversed(concerned)]
