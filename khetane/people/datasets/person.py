"""The dataset `person`, with membership in a household and the keys by which a person is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from khetane.core.birth import Birth
from khetane.core.birth import Precision as BirthPrecision
from khetane.core.collation import sort_key
from khetane.core.problems import Problem
from khetane.history.bulk import Row
from khetane.history.datasets import Dataset
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.properties import Property, Reader, choice, day, record_id, text
from khetane.people import problems
from khetane.people.datasets import membership
from khetane.people.datasets.making import note_making
from khetane.people.enums import HouseholdRole, Precision, Sex
from khetane.people.keys import key_rows
from khetane.people.models import Person, PersonKey
from khetane.people.rules import LONGEST_LIFE, alive_on, born_by, legible, unturned
from khetane.people.same.actions import kept_instead

NAMES = ("given_name", "family_name", "parent_name")
_FORGET_KEYS = "delete from people_personkey where person_id = %s"


def spoken(longest: int) -> Reader:
    """A name as spoken, without signs that turn text around."""

    def read(given: str) -> str:
        bare = unturned(given)
        text(longest)(bare)
        return bare

    return read


class PersonDataset(Dataset):
    """A person. `household`, `role`, `member_from` and `member_to` speak of the membership in force."""

    name = "person"
    model = Person
    declared = (
        Property("household", record_id, "household_id", empty=None, required=True, refers="household"),
        Property("given_name", spoken(120), "given_name"),
        Property("family_name", spoken(120), "family_name"),
        Property("parent_name", spoken(120), "parent_name"),
        Property("sex", choice(Sex.values), "sex", empty="unknown"),
        Property("birth_date", day, "birth_date", empty=None, past=True),
        Property("birth_precision", choice(Precision.values), "birth_precision"),
        Property("role", choice(HouseholdRole.values), empty="other"),
        Property("member_from", day, empty=None, past=True),
        Property("member_to", day, empty=None),
        Property("phone", text(60), "phone"),
        Property("language", text(20), "language"),
    )
    together = (NAMES, ("birth_date", "birth_precision"), ("household", "member_from", "member_to"))

    def complete(self, wanted: Wanted, batch: Batch) -> None:
        given = wanted.given
        if "birth_date" in given and not given.get("birth_precision"):
            given["birth_precision"] = "day" if given["birth_date"] else ""

    def instead(self, ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
        found = ((id, kept_instead(id)) for id in ids)
        return {id: kept for id, kept in found if kept is not None}

    def read_more(self, drafts: Sequence[Draft], batch: Batch) -> None:
        membership.read(drafts)

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        home = batch.record("household", draft.values["household"])
        draft.unit_id = home.unit_id if home else batch.source.unit_id
        draft.household_id = home.id if home else None
        yield from ()

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        named = draft.values["given_name"] or draft.values["family_name"]
        if not named and not batch.was_given(draft, "given_name", "family_name"):
            yield problems.NO_NAME.about(where=draft.where)
        if draft.changed(*NAMES) and not all(legible(draft.values[name] or "x") for name in NAMES):
            yield problems.INVISIBLE_NAME.about(where=draft.where)
        if draft.values["household"]:
            yield from membership.plan(draft, batch)
            yield from membership.two_heads(draft, batch)
        yield from _check_birth(draft, batch.source.day)

    def columns(self, draft: Draft) -> Row:
        names = f"{draft.values['family_name']} {draft.values['given_name']}"
        return super().columns(draft) | {"sort_key": sort_key(names.strip())}

    def write(self, draft: Draft, batch: Batch) -> None:
        note_making(draft, batch)
        super().write(draft, batch)
        membership.write(draft, batch)
        if draft.is_new or draft.changed(*NAMES, "birth_date", "birth_precision"):
            _write_keys(draft, batch)


def birth_of(values: dict[str, Any]) -> Birth | None:
    """The birth among a person's values, if it is known."""
    if not values["birth_date"]:
        return None
    precision = BirthPrecision(values["birth_precision"] or "day")
    return Birth(date.fromisoformat(values["birth_date"]), precision)


def _check_birth(draft: Draft, said_on: date) -> Iterator[Problem]:
    birth, joined = birth_of(draft.values), draft.values["member_from"]
    if birth is None or not draft.changed("birth_date", "birth_precision", "member_from"):
        return
    shown = birth.day.isoformat()
    if not alive_on(birth, said_on):
        yield problems.BORN_TOO_EARLY.about(where=draft.where, birth=shown, years=LONGEST_LIFE)
    elif not born_by(birth, said_on):
        yield problems.BORN_LATER.about(where=draft.where, birth=shown, day=said_on.isoformat())
    elif joined and not born_by(birth, date.fromisoformat(joined)):
        yield problems.MEMBER_BEFORE_BIRTH.about(where=draft.where, birth=shown, day=joined)


def _write_keys(draft: Draft, batch: Batch) -> None:
    if not draft.is_new:
        batch.writes.first(_FORGET_KEYS, [draft.id])
    given, family, parent = (draft.values[name] for name in NAMES)
    for row in key_rows(given, family, parent, birth_of(draft.values)):
        batch.writes.insert(PersonKey, {"person_id": draft.id, "unit_id": draft.unit_id, **row._asdict()})
