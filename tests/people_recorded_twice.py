"""Persons of one unit with something of every kind recorded of them, for tests of merging."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from khetane.access.models import Account
from khetane.cases.models import GroupDelivery, GroupParticipant, Need, Procedure, Referral, Service
from khetane.core.viewer import acting_as
from khetane.outreach.models import Task
from khetane.people.models import (
    Consent,
    Document,
    Membership,
    Person,
    PersonKey,
    PersonStatus,
    SelfIdentification,
)
from tests import world
from tests.edits import edit, send

SPACE = UUID(int=610)
KINDS = (Person, Membership, PersonKey, Document, SelfIdentification, PersonStatus, Consent, Need, Task, Procedure, Referral,
         Service, GroupParticipant, GroupDelivery)  # fmt: skip
# What counts how often a row was written, not what it says.
COUNTED = {"version", "updated_at", "created_at"}
State = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Unit:
    """The accounts that together see everything, and the persons by number."""

    town: world.Town
    coordinator: Account
    health: Account
    persons: tuple[UUID, ...]

    def state(self) -> State:
        """Everything that is recorded, as those see it whose it is."""
        rows: set[tuple[str, str]] = set()
        for reader in (self.coordinator, self.health):
            with acting_as(reader.pk):
                for kind in KINDS:
                    for row in kind._default_manager.values():
                        said = {name: value for name, value in row.items() if name not in COUNTED}
                        rows.add((kind.__name__, repr(sorted(said.items()))))
        return frozenset(rows)


def named(*parts: object) -> UUID:
    return uuid5(SPACE, " ".join(map(str, parts)))


def recorded(town: world.Town) -> Unit:
    """Four persons in three households; the first two and the last two have records of the same kinds."""
    coordinator = world.account("unit_coordinator", town.unit)
    health = world.account("health_mediator", town.unit)
    homes = [named("home", number) for number in range(3)]
    for home in homes:
        applied(coordinator, town, "household", home, {"place": f"{town.municipality.code}-S1"})
    persons = tuple(named("person", number) for number in range(4))
    for number, person in enumerate(persons):
        applied(coordinator, town, "person", person, {
            "household": str(homes[number % 3]), "given_name": ("Ana", "Anna", "Ана", "Anica")[number],
            "family_name": "Berisha", "birth_date": f"198{number}-03-0{number + 1}", "phone": f"06{number}",
            "member_from": ("2020-01-01", "2021-01-01", "2015-01-01", "2018-05-01")[number],
            "member_to": ("", "", "2019-01-01", "2020-01-01")[number],
        })  # fmt: skip
        of_person(coordinator, health, town, number, person)
    return Unit(town, coordinator, health, persons)


def of_person(coordinator: Account, health: Account, town: world.Town, number: int, person: UUID) -> None:
    own = {"person": str(person)}
    kinds = ("birth_registration", "citizenship", "id_card")
    for kind in kinds[: 1 + number % 3]:
        said = own | {"kind": kind, "state": "has", "number": f"{number}12345{len(kind)}"}
        applied(coordinator, town, "document", named("document", number, kind), said)
    if number != 2:
        said = own | {"answer": "asked", "groups": "roma"}
        applied(coordinator, town, "self_identification", named("said", number), said)
    applied(
        coordinator,
        town,
        "status",
        named("status", number),
        own | {"kind": "returnee", "since": "2019-02-03"},
    )
    agreed = own | {"purpose": "registration", "notice_version": "1", "given_by": "self", "given_on": "2026-01-02",
                    "evidence": "signed"}  # fmt: skip
    applied(coordinator, town, "consent", named("consent", number), agreed)
    applied(
        coordinator,
        town,
        "task",
        named("task", number),
        own | {"title": "Call", "mandate": "coordination", "due": "2026-05-01"},
    )
    content(health, town, number, person)


def content(health: Account, town: world.Town, number: int, person: UUID) -> None:
    """What only the mandate of health reads: a need of each, and a workshop where three of them were."""
    base = {"unit": town.unit, "mandate": "health"}
    with acting_as(health.pk):
        who = Person.objects.get(pk=person)
        if who.household_id is None:
            raise ValueError(f"{person} lives nowhere")
        need = Need(
            id=named("need", number),
            household_id=who.household_id,
            person=who,
            area="health",
            urgency="low",
            **base,
        )
        Need.objects.bulk_create([need])
        if number == 0:
            group = GroupDelivery(
                id=named("group"), type="health_workshop", date="2026-03-01", attended=9, **base
            )
            GroupDelivery.objects.bulk_create([group])
        if number < 3:
            took_part = GroupParticipant(
                group_id=named("group"), person=who, household_id=who.household_id, **base
            )
            GroupParticipant.objects.bulk_create([took_part])


def applied(author: Account, town: world.Town, dataset: str, record: UUID, values: Mapping[str, str]) -> None:
    done = send(author, town, edit(dataset, record, values))
    if done.state != "applied":
        raise ValueError(f"{dataset} {values}: {[reason.message for reason in done.reasons]}")


def merge_id() -> UUID:
    return uuid.uuid4()
