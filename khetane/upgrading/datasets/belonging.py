"""Records of one process: unit and municipality are the process's, and they stay with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from khetane.core.problems import Problem
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, record_id
from khetane.upgrading import problems
from khetane.upgrading.definition import ProcessRules
from khetane.upgrading.models import Process
from khetane.upgrading.reading import shipped

PROCESS = Property("process", record_id, "process_id", empty=None, required=True, refers="settlement_process")


class Owner(NamedTuple):
    """What a record needs to know of its process."""

    kind: str
    begun_on: date
    place_id: Any

    @property
    def rules(self) -> ProcessRules:
        return shipped()[self.kind].rules_on(self.begun_on)


class OfProcessDataset(Dataset):
    """A record of a process."""

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        owner = batch.record("settlement_process", draft.values["process"])
        draft.unit_id = owner.unit_id if owner else batch.source.unit_id
        if owner is not None:
            draft.more = owner.more if owner.is_new else owner.row["municipality_id"]
        yield from ()

    def columns(self, draft: Draft) -> dict[str, Any]:
        municipality = draft.more if draft.is_new else draft.row["municipality_id"]
        return super().columns(draft) | {"municipality_id": municipality}

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        if not draft.is_new and draft.changed("process"):
            yield problems.STAYS.about(where=draft.where)
            return
        owner = owner_of(draft, batch)
        if owner is not None:
            yield from self.check_in(owner, draft, batch)

    def check_in(self, owner: Owner, draft: Draft, batch: Batch) -> Iterator[Problem]:
        """What speaks against the record, by the rules of its process."""
        yield from ()


def owner_of(draft: Draft, batch: Batch) -> Owner | None:
    """The process of a record; None where it is not here, which is said elsewhere."""
    owner = batch.record("settlement_process", draft.values["process"])
    if owner is not None:
        values = owner.values
        return (
            Owner(values["kind"], date.fromisoformat(values["begun_on"]), values["place"])
            if values["kind"] in shipped() and values["begun_on"]
            else None
        )
    found = Process.objects.filter(pk=draft.values["process"]).values_list("kind", "begun_on", "place_id")
    return next((Owner(*row) for row in found if row[0] in shipped()), None)
