"""The dataset `group_delivery`: one delivery to many, with those of them whom the unit knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from khetane.cases import problems
from khetane.cases.datasets.casework import VISIT
from khetane.cases.datasets.service import DELIVERED, delivering_mandate, in_own_currency
from khetane.cases.models import GroupDelivery, GroupParticipant
from khetane.cases.services.reading import shipped
from khetane.cases.services.rules import faults
from khetane.core.mandates import Mandate
from khetane.core.problems import Problem
from khetane.history.bulk import ask
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, ids, text, whole

MOST = 10_000
_LISTED = "select group_id, person_id from cases_groupparticipant where group_id = any(%s)"
_NO_MORE = "delete from cases_groupparticipant where group_id = %s and person_id = any(%s)"


class GroupDeliveryDataset(Dataset):
    """Something delivered to many at once."""

    name = "group_delivery"
    model = GroupDelivery
    mandated = True
    declared = (
        VISIT,
        *DELIVERED,
        Property("topic", text(200), "topic"),
        Property("attended", whole(1, MOST), "attended", empty=None, required=True),
        Property("participants", ids, empty=[], refers="person"),
    )
    together = (("amount", "currency"),)

    def read_more(self, drafts: Sequence[Draft], batch: Batch) -> None:
        listed: dict[UUID, list[str]] = {}
        for group, person in ask(_LISTED, [[draft.id for draft in drafts]]):
            listed.setdefault(group, []).append(str(person))
        for draft in drafts:
            for values in (draft.standing, draft.values):
                values["participants"] = sorted(listed.get(draft.id, ()))

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().settle(draft, batch)
        form = batch.source.mandate
        draft.mandate = form if form in Mandate.values else delivering_mandate(draft, batch)
        in_own_currency(draft)

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        yield from super().check(draft, batch)
        yield from faults(shipped(), draft.values, where=draft.where)
        listed, came = len(draft.values["participants"]), draft.values["attended"]
        if came is not None and listed > came:
            yield problems.MORE_LISTED.about(where=draft.where, listed=listed, came=came)
        for person in self.newly_listed(draft, batch):
            if person.unit_id != draft.unit_id:
                yield problems.OTHER_UNITS_PERSON.about(where=draft.where)

    def newly_listed(self, draft: Draft, batch: Batch) -> list[Draft]:
        """The persons who are listed now and were not before."""
        added = sorted(set(draft.values["participants"]) - set(draft.standing["participants"]))
        return [person for one in added if (person := batch.record("person", one)) is not None]

    def write(self, draft: Draft, batch: Batch) -> None:
        super().write(draft, batch)
        gone = set(draft.standing["participants"]) - set(draft.values["participants"])
        if gone:
            batch.writes.first(_NO_MORE, [draft.id, [UUID(one) for one in gone]])
        for person in self.newly_listed(draft, batch):
            row = {
                "group_id": draft.id,
                "person_id": person.id,
                "household_id": person.household_id,
                "unit_id": person.unit_id,
                "mandate": draft.mandate,
            }
            batch.writes.insert(GroupParticipant, row)
