"""The figures of a report counted a second time: plain loops over what was written down, sharing no code with the database's."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from khetane.access.models import Account
from khetane.cases.models import (
    CasePlan,
    GroupDelivery,
    GroupParticipant,
    Need,
    Procedure,
    Referral,
    Service,
)
from khetane.core.birth import Birth, NotYetBorn, Precision, age_on
from khetane.core.mandates import Area, Mandate
from khetane.core.viewer import acting_as
from khetane.desk.same import merging
from khetane.outreach.models import Task, Visit, VisitHousehold
from khetane.people import actions
from khetane.people.models import Consent, Household, Membership, Person, Responsibility
from tests import world
from tests.people_recorded_twice import merge_id

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2026, 6, 30)
BANDS = ((0, 5), (6, 14), (15, 18), (19, 29), (30, 64), (65, 200))
MANDATES = list(Mandate.values)


@dataclass
class Life:
    """What happened in a unit: rows as they were written."""

    chance: Random
    persons: list[Person] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    met: list[tuple[Visit, UUID]] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    plans: list[CasePlan] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    groups: list[GroupDelivery] = field(default_factory=list)
    participants: list[GroupParticipant] = field(default_factory=list)
    procedures: list[Procedure] = field(default_factory=list)
    handed: dict[UUID, dt.date] = field(default_factory=dict)
    kept: dict[UUID, UUID] = field(default_factory=dict)

    def day(self) -> dt.date:
        return FIRST + dt.timedelta(days=self.chance.randrange((LAST - FIRST).days + 1))


def live(author: Account, town: world.Town, seed: int, homes: int = 8) -> Life:
    """A random life of a unit, written as its author."""
    life = Life(Random(seed))
    with acting_as(author.pk):
        households = [settle(life, town, f"{town.unit.code[:4]}{seed}-{number}") for number in range(homes)]
        for _ in range(14):
            visit(life, town, households)
        for _ in range(30):
            work(life, town, life.chance.choice(households))
        for _ in range(4):
            together(life, town)
        for home in households:
            agree(life, town, home)
    return life


def settle(life: Life, town: world.Town, code: str) -> Household:
    chance = life.chance
    home = Household.objects.create(code=code, unit=town.unit, place=town.settlement)
    for _ in range(chance.randint(1, 5)):
        born = chance.choice([None, dt.date(1940, 1, 1) + dt.timedelta(days=chance.randrange(31_500))])
        person = Person.objects.create(
            unit=town.unit, household=home, sex=chance.choice(["female", "male", "other", "unknown"]),
            birth_date=born, birth_precision=chance.choice(list(Precision)) if born else "",
        )  # fmt: skip
        begins = chance.choice([FIRST, life.day()])
        ends = chance.choice([None, None, begins + dt.timedelta(days=chance.randrange(1, 300))])
        life.persons.append(person)
        life.memberships.append(
            Membership.objects.create(
                unit=town.unit, person=person, household=home, role="other", begins=begins, ends=ends
            )
        )
    Responsibility.objects.create(unit=town.unit, household=home, begins=life.day())
    return home


def visit(life: Life, town: world.Town, households: list[Household]) -> None:
    chance = life.chance
    made = Visit.objects.create(
        unit=town.unit, place=town.settlement, date=life.day(), participants=chance.sample(MANDATES, 3),
        state=chance.choice(["done", "done", "done", "planned", "cancelled"]),
        refused_count=chance.randrange(3), absent_count=chance.randrange(4),
    )  # fmt: skip
    life.visits.append(made)
    for home in chance.sample(households, 3):
        VisitHousehold.objects.create(visit=made, household=home, unit=town.unit)
        life.met.append((made, home.pk))


def work(life: Life, town: world.Town, home: Household) -> None:
    chance = life.chance
    members = [person for person in life.persons if person.household_id == home.pk]
    person = chance.choice([None, *members])
    case = {"unit": town.unit, "household": home, "person": person, "mandate": chance.choice(MANDATES)}
    state = chance.choice(["open", "working", "met", "dropped"])
    closed_on = life.day() if state in ("met", "dropped") else None
    life.needs += Need.objects.bulk_create(
        [Need(area=chance.choice(Area.values), found_on=life.day(), state=state, closed_on=closed_on, **case)]
    )
    state = chance.choice(["open", "done", "cancelled"])
    closed_on = None if state == "open" else life.day()
    life.tasks += Task.objects.bulk_create(
        [Task(title="Synthetic", state=state, closed_on=closed_on, **case)]
    )
    state, sent_on = chance.choice(["sent", "sent", "accepted", "done", "rejected", "revoked"]), life.day()
    until = chance.choice([sent_on + dt.timedelta(days=30), dt.date(2999, 1, 1), None])
    life.referrals += Referral.objects.bulk_create(
        [Referral(state=state, sent_on=sent_on, expires_on=until, **case)]
    )
    kind = chance.choice(["vaccination", "health_workshop", "tutoring"])
    life.services += Service.objects.bulk_create([Service(type=kind, date=life.day(), **case)])
    begun = life.day()
    outcome = chance.choice(["pending", "granted", "refused", "withdrawn"])
    solved = None if outcome == "pending" else begun + dt.timedelta(days=chance.randrange(200))
    life.procedures += Procedure.objects.bulk_create(
        [
            Procedure(
                type=chance.choice(["ID", "BIRTH-L"]),
                initiated_on=begun,
                solved_on=solved,
                outcome=outcome,
                **case,
            )
        ]
    )


def together(life: Life, town: world.Town) -> None:
    chance = life.chance
    meet(life, town, life.day(), chance.sample(life.persons, chance.randrange(4)))


def meet(life: Life, town: world.Town, day: dt.date, persons: list[Person]) -> None:
    group = GroupDelivery(
        unit=town.unit, mandate=life.chance.choice(MANDATES), type="health_workshop", date=day, attended=9
    )
    life.groups += GroupDelivery.objects.bulk_create([group])
    life.participants += GroupParticipant.objects.bulk_create(
        [
            GroupParticipant(
                group=group, person=one, household_id=one.household_id, unit=town.unit, mandate=group.mandate
            )
            for one in persons
        ]
    )


def agree(life: Life, town: world.Town, home: Household) -> None:
    chance = life.chance
    state = chance.choice(["agreed", "reviewed", "closed", "closed"])
    closed = (
        {"closed_on": life.day(), "outcome": chance.choice(["achieved", "partly"])}
        if state == "closed"
        else {}
    )
    plan = CasePlan(
        unit=town.unit, household=home, goals="Synthetic", state=state, agreed_on=life.day(), **closed
    )
    life.plans += CasePlan.objects.bulk_create([plan])


def find_the_same(life: Life, author: Account, town: world.Town) -> None:
    """Two who stood in one group turn out to be one person: the participation of the second has to stay where it is."""
    one, other = life.persons[0], life.persons[-1]
    with acting_as(author.pk):
        meet(life, town, dt.date(2026, 1, 15), [one, other])
        merging.merge(merge_id=merge_id(), kept=one, merged=other, taken=[])
    life.kept[other.pk] = one.pk
    life.memberships = [each for each in life.memberships if each.person_id != other.pk]


def give_away(life: Life, author: Account, to: world.Town, on: dt.date) -> None:
    """A household goes over to another unit on a day, with all its records."""
    gone = {life.kept.get(one.person_id, one.person_id) for one in life.participants}
    home = next(one.household for one in life.persons if one.household and one.pk in gone)
    with acting_as(author.pk):
        Responsibility.objects.filter(household=home).update(begins=FIRST + dt.timedelta(days=40))
        Consent.objects.create(
            unit=home.unit, household=home, purpose="sharing", recipients=[to.unit.code], notice_version="1",
            given_by="self", given_on=FIRST, evidence="signed",
        )  # fmt: skip
        actions.hand_over(household_id=home.pk, to_unit=to.unit, on=on)
    life.handed[home.pk] = on


@dataclass
class Recount:
    """A second count of one period, by measure and key: of the unit whose life it is, or of who took over from it."""

    life: Life
    since: dt.date
    until: dt.date
    taken_over: bool = False
    found: dict[str, Counter[str]] = field(default_factory=dict)
    reached: set[UUID] = field(default_factory=set)

    def inside(self, day: dt.date | None) -> bool:
        return day is not None and self.since <= day <= self.until

    def answered(self, home: UUID | None, day: dt.date | None) -> bool:
        """Whether it lies in the period, and the unit answered for the household on that day."""
        if day is None or not self.inside(day):
            return False
        handed_on = self.life.handed.get(home) if home else None
        return self.taken_over == (handed_on is not None and day >= handed_on)

    def add(self, measure: str, key: str = "", number: int = 1) -> None:
        self.found.setdefault(measure, Counter())[key] += number

    def visits(self) -> None:
        life = self.life
        for one in life.visits:
            if self.inside(one.date):
                self.add("visits", one.state)
        made = [one for one in life.visits if self.inside(one.date) and one.state == "done"]
        for one in made:
            self.add("absent", number=one.absent_count)
            self.add("refused", number=one.refused_count)
            for mandate in one.participants:
                self.add("attendance", mandate)
        met = [(one, home) for one, home in life.met if one in made]
        self.add("settlements", number=len({one.place_id for one in made}))
        self.add("households", number=len({home for _, home in met}))
        self.add("calls", number=len(met))
        for one, home in met:
            for membership in life.memberships:
                here = membership.household_id == home and membership.begins <= one.date
                if here and (membership.ends is None or membership.ends > one.date):
                    self.reached.add(membership.person_id)

    def services(self) -> None:
        life = self.life
        deliveries: list[tuple[str, UUID, UUID | None, UUID | None]] = [
            (one.type, one.pk, one.person_id, one.household_id)
            for one in life.services
            if self.answered(one.household_id, one.date)
        ]
        for group in [] if self.taken_over else life.groups:
            if self.inside(group.date):
                listed = [one for one in life.participants if one.group_id == group.pk]
                deliveries += [(group.type, group.pk, one.person_id, one.household_id) for one in listed]
                deliveries.append((group.type, group.pk, None, None))
        deliveries = [
            (kind, delivery, self.life.kept.get(person, person) if person else None, home)
            for kind, delivery, person, home in deliveries
        ]
        for kind in {"", *(one[0] for one in deliveries)}:
            of_kind = [one for one in deliveries if kind in ("", one[0])]
            for measure, part in (("services", 1), ("service_persons", 2), ("service_households", 3)):
                self.add(measure, kind, len({one[part] for one in of_kind} - {None}))
        self.reached |= {one[2] for one in deliveries if one[2]}

    def people(self) -> None:
        for person in self.life.persons:
            if person.pk in self.reached:
                self.add("people", f"{person.sex} {band(person, self.until)}")

    def casework(self) -> None:
        life = self.life
        counted: list[tuple[str, Any, dt.date | None, str]] = [
            *(("needs", one, one.found_on, f"{one.area} {one.state}") for one in life.needs),
            *(("closed_needs", one, one.closed_on, f"{one.area} {one.state}") for one in life.needs),
            *(("closed_tasks", one, one.closed_on, one.state) for one in life.tasks),
            *(("agreed_plans", one, one.agreed_on, "") for one in life.plans),
            *(("closed_plans", one, one.closed_on, one.outcome) for one in life.plans),
            *(("referrals", one, one.sent_on, standing(one)) for one in life.referrals),
            *(("initiated", one, one.initiated_on, one.type) for one in life.procedures),
            *(("solved", one, one.solved_on, f"{one.type} {one.outcome}") for one in life.procedures),
        ]
        for measure, one, day, key in counted:
            if self.answered(one.household_id, day):
                self.add(measure, key)


def standing(referral: Referral) -> str:
    """The state today: nobody has to say that the day for an answer went by."""
    until = referral.expires_on
    lapsed = referral.state == "sent" and until is not None and until < timezone.localdate()
    return "expired" if lapsed else str(referral.state)


def recount(
    life: Life, since: dt.date, until: dt.date, *, taken_over: bool = False
) -> dict[str, Counter[str]]:
    """What a report of these days must say, by measure and key; what it says of who took over, where that is asked."""
    again = Recount(life, since, until, taken_over)
    if not taken_over:
        again.visits()
    again.services()
    again.people()
    again.casework()
    return again.found


def band(person: Person, day: dt.date) -> int:
    """The number of the age band, by the rules that pages show ages by."""
    if person.birth_date is None:
        return -1
    try:
        age = age_on(Birth(person.birth_date, Precision(person.birth_precision)), day)
    except NotYetBorn:
        return -1
    certain = [number for number, (low, high) in enumerate(BANDS, start=1) if age.within(low, high)]
    return certain[0] if certain else -1
