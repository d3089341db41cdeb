"""The dataset `household`."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import SystemRandom
from uuid import UUID, uuid4

from khetane.core.codes import new_household_code
from khetane.core.problems import Problem
from khetane.history.bulk import Row, ask
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft
from khetane.history.properties import Property, record_id, text
from khetane.people import problems
from khetane.people.datasets.making import note_making
from khetane.people.models import Household, Responsibility
from khetane.people.rules import has_circle
from khetane.places.resolving import place_ids

CHANCE = SystemRandom()
_SPLIT_FROM = """
    with recursive up as (
        select id, split_from_id from people_household where id = %s
        union
        select h.id, h.split_from_id from people_household h join up on h.id = up.split_from_id
    )
    select id, split_from_id from up
"""
# The unit of a municipality that ended works where it worked until somebody changes it.
_LOOKED_AFTER_BY_ANOTHER = """
    select coalesce(nullif(u.name, ''), u.code), p.name
    from places_place p join organisations_unit u on u.municipality_id in (p.id, p.parent_id)
    where p.id = %s and not exists (
        select from organisations_unit own join places_place m on m.id = own.municipality_id
        where own.id = %s and (m.id in (p.id, p.parent_id) or m.valid_to is not null))
    order by u.code limit 1
"""


class HouseholdDataset(Dataset):
    """A household: making one also makes its code and the responsibility of its unit."""

    name = "household"
    model = Household
    declared = (
        Property("place", text(), "place_id", required=True, look_up=place_ids),
        Property("address", text(300), "address"),
        Property("phone", text(60), "phone"),
        Property("note", text(), "note"),
        Property("split_from", record_id, "split_from_id", empty=None, refers="household"),
    )
    together = (("place", "address"),)

    def draft(self, row: Row) -> Draft:
        made = super().draft(row)
        made.household_id = made.id
        return made

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        draft.unit_id = batch.source.unit_id
        draft.household_id = draft.id
        yield from ()

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        above = draft.values["split_from"]
        if above and draft.changed("split_from") and _would_circle(draft, above, batch):
            yield problems.CIRCLE.about(where=draft.where, id=above)
        if draft.is_new and not above and draft.values["place"]:
            yield from _of_another_unit(draft)

    def write(self, draft: Draft, batch: Batch) -> None:
        if draft.is_new:
            draft.more = new_household_code(CHANCE)
            owner = {
                "id": uuid4(),
                "household_id": draft.id,
                "unit_id": draft.unit_id,
                "begins": batch.source.day,
            }
            batch.writes.insert(Responsibility, owner)
            note_making(draft, batch)
        super().write(draft, batch)

    def columns(self, draft: Draft) -> Row:
        code = {"code": draft.more} if draft.is_new else {}
        return super().columns(draft) | code


def _of_another_unit(draft: Draft) -> Iterator[Problem]:
    """A new household lives where its unit works, or where none does: so it is recorded once, by whoever visits it.

    One that moves away stays its unit's until it is handed over, and so do those who part from it.
    """
    for unit, place in ask(_LOOKED_AFTER_BY_ANOTHER, [UUID(draft.values["place"]), draft.unit_id]):
        yield problems.SETTLEMENT_OF_ANOTHER_UNIT.about(where=draft.where, place=place, unit=unit)


def _would_circle(draft: Draft, above: str, batch: Batch) -> bool:
    here = {str(one.id): one.values["split_from"] for one in batch.of(draft.dataset)}
    stored = {str(id): str(parent) if parent else None for id, parent in ask(_SPLIT_FROM, [UUID(above)])}
    return has_circle(str(draft.id), (stored | here).items())
