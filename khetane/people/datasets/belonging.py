"""Records that belong to a household or a person: their unit follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from khetane.core.problems import Problem
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft
from khetane.people import problems


class Belonging(Dataset):
    """A record with the properties `person`, `household` or both; the household follows from the person."""

    needs_owner: ClassVar[bool] = True

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        person = batch.record("person", draft.values.get("person"))
        home = batch.record("household", draft.values.get("household"))
        if home is None and person is not None and "household" in self.properties:
            draft.values["household"] = str(person.household_id) if person.household_id else None
        owner = home or person
        draft.household_id = owner.household_id if owner else None
        draft.unit_id = owner.unit_id if owner else batch.source.unit_id
        if self.needs_owner and not any(draft.values.get(name) for name in ("person", "household")):
            yield problems.OF_NOBODY.about(where=draft.where)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        for name in ("person", "household"):
            owner = batch.record(name, draft.values.get(name))
            if owner is None or not draft.changed(name):
                continue
            if owner.unit_id != draft.unit_id:
                yield problems.OTHER_UNIT.about(where=draft.where)
            if name == "household" or "household" not in self.properties:
                draft.household_id = owner.household_id
