"""Datasets that are none of ours: kept as generic entities, as they were said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar
from uuid import UUID

from khetane.core.problems import Problem
from khetane.forms.models import Entity
from khetane.history.bulk import Row, ask
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft

_LOCK = """
    select to_jsonb(e)::text from khetane_forms_entity e where e.dataset = %s and e.id = any(%s)
    order by e.id for no key update
"""
_UPDATE = """
    update khetane_forms_entity set label = %s, "values" = %s::jsonb, version = %s, updated_at = %s
    where dataset = %s and id = %s
"""


class EntityDataset(Dataset):
    """Any other dataset: every property is a field of its own, read by the mandate that collects it."""

    model: ClassVar = Entity
    mandated = True
    takes_all = True

    def load(self, ids: Sequence[UUID], *, lock: bool) -> list[Draft]:
        return [self.draft(json.loads(found)) for (found,) in ask(_LOCK, [self.name, list(ids)])]

    def draft(self, row: Row) -> Draft:
        values: dict[str, Any] = row["values"]
        return Draft(
            dataset=self,
            id=UUID(row["id"]),
            where=self.name,
            row=row,
            standing=dict(values),
            values=dict(values),
            unit_id=UUID(row["unit_id"]),
            mandate=row["mandate"],
        )

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        draft.mandate = batch.source.mandate
        yield from super().settle(draft, batch)

    def write(self, draft: Draft, batch: Batch) -> None:
        now, values = batch.source.received_at, {k: v for k, v in draft.values.items() if v != ""}
        label = draft.label if draft.label is not None else draft.row.get("label", "")
        if draft.is_new:
            owned = {"dataset": self.name, "id": draft.id, "unit_id": draft.unit_id, "mandate": draft.mandate}
            said = {"label": label, "values": values, "version": 1, "created_at": now, "updated_at": now}
            batch.writes.insert(Entity, owned | said)
        else:
            parameters = [label, json.dumps(values), draft.version + 1, now, self.name, draft.id]
            batch.writes.first(_UPDATE, parameters)
