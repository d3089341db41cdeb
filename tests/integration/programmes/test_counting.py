"""Persons, families and deliveries of schemes apart, and nobody twice: recounted by hand."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import pytest
from django.urls import reverse

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.programmes.counting import count_schemes
from khetane.programmes.definition import Phase
from khetane.programmes.models import Enrolment, Milestone, Presence, Session
from khetane.programmes.reading import shipped
from tests import world
from tests.integration.desk.scene import Home, client_of, home
from tests.integration.programmes.scene import codes, enrol, reach, step

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
OVER = (Phase.COMPLETED, Phase.LEFT)
SCHEMES = ("housing_upgrade", "rights_awareness")  # the coordination's


@dataclass
class Recount:
    """What was made, added up by hand."""

    persons: defaultdict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    families: defaultdict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    applied: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    reached: Counter[tuple[str, str]] = field(default_factory=Counter)

    def enrolled(self, one: Enrolment) -> None:
        self.applied[one.scheme] += FIRST <= one.applied_on <= LAST
        if any(takes_part(one, FIRST + dt.timedelta(days=day)) for day in range((LAST - FIRST).days + 1)):
            for key in (one.scheme, ""):
                self.families[key].add(one.household_id)
                self.persons[key] |= {one.person_id} if one.person_id else set()


def make(homes: list[Home], draw: random.Random, told: Recount) -> None:
    """An enrolment with a milestone, and a session where the scheme has sessions."""
    of, scheme = draw.choice(homes), draw.choice(SCHEMES)
    rules = shipped()[scheme].latest
    stage = draw.choice(list(rules.stages.values()))
    base = {"unit": of.town.unit, "household_id": of.id, "mandate": "coordination", "scheme": scheme}
    person = draw.choice(of.members) if scheme == "rights_awareness" else None
    applied = some_day(draw)
    began = applied + dt.timedelta(days=draw.randrange(90))
    ended = began + dt.timedelta(days=draw.randrange(120)) if stage.phase in OVER else None
    served = {"served_from": began, "served_until": ended} if stage.phase in (Phase.SERVED, *OVER) else {}
    one = Enrolment(person_id=person, stage=stage.code, applied_on=applied, **served, **base)
    Enrolment.objects.bulk_create([one])
    told.enrolled(one)
    kind, on, state = draw.choice(list(rules.milestones)), some_day(draw), draw.choice(("reached", "planned"))
    milestone = Milestone(enrolment=one, kind=kind, state=state, reached_on=on, **base)
    Milestone.objects.bulk_create([milestone])
    within = FIRST <= on <= LAST
    told.reached[scheme, kind] += within and state == "reached"
    if scheme == "rights_awareness":
        session = Session(unit=of.town.unit, mandate="coordination", scheme=scheme, date=on)
        Session.objects.bulk_create([session])
        present = draw.random() < 0.7
        presence = Presence(session=session, enrolment=one, present=present, person_id=person, **base)
        Presence.objects.bulk_create([presence])
        told.met[scheme] += within
        told.there[scheme] += within and present


def takes_part(one: Enrolment, day: dt.date) -> bool:
    began = one.served_from is not None and one.served_from <= day
    return began and (one.served_until is None or day <= one.served_until)


def some_day(draw: random.Random) -> dt.date:
    return FIRST + dt.timedelta(days=draw.randrange(-200, 240))


@pytest.mark.parametrize("seed", range(4))
def test_a_recount_by_hand_finds_the_same(seed: int, here: world.Town, author: Account) -> None:
    homes = [home(here, author), home(here, author, names=("Ceca", "Dada", "Ema"))]
    draw, told = random.Random(seed), Recount()  # made-up enrolments
    with acting_as(author.pk):
        for _ in range(40):
            make(homes, draw, told)
        found, total = count_schemes(shipped(), [here.unit.pk], FIRST, LAST)
    for scheme in SCHEMES:
        one = found[scheme]
        families, persons = len(told.families[scheme]), len(told.persons[scheme])
        assert (one.applied, one.persons, one.families) == (told.applied[scheme], persons, families)
        assert (one.sessions, one.presences) == (told.met[scheme], told.there[scheme])
        reached = {kind: number for (code, kind), number in told.reached.items() if code == scheme and number}
        assert one.milestones == reached
        assert sum(one.stages.values()) == one.applied
    assert (total.persons, total.families) == (len(told.persons[""]), len(told.families[""]))
    assert (total.applied, total.sessions) == (told.applied.total(), told.met.total())


def test_whoever_takes_part_counts_in_every_period_she_does_and_who_only_applied_in_none(
    here: world.Town, author: Account
) -> None:
    teacher = world.account("pedagogical_assistant", here.unit)
    ours = home(here, author, children_born=2010)
    pupil, waiting = (
        enrol(teacher, ours, "scholarship", member=member, applied_on="2025-09-10", reason="So decided")
        for member in (1, 0)
    )
    year = [("awarded", "2025-10-01"), ("completed", "2026-06-20")]
    for version, (stage, day) in enumerate(year, start=1):
        reach(teacher, here, pupil, *(["year_report"] if stage == "completed" else []), on=day)
        assert step(teacher, here, pupil, version, stage, stage_on=day).state == "applied"
    assert waiting
    told = {
        (2025, 1): (0, 0),
        (2025, 2): (2, 1),  # two applied, one takes part
        (2026, 1): (0, 1),
        (2026, 2): (0, 0),
    }
    for (of, half), numbers in told.items():
        since, until = (
            (dt.date(of, 1, 1), dt.date(of, 6, 30)) if half == 1 else (dt.date(of, 7, 1), dt.date(of, 12, 31))
        )
        with acting_as(teacher.pk):
            found = count_schemes(shipped(), [here.unit.pk], since, until)[0]["scholarship"]
        assert (found.applied, found.persons) == numbers, (of, half)


def test_a_second_year_is_an_application_of_its_own(here: world.Town, author: Account) -> None:
    """Judged by the age and the marks of its day; the report of the first year does not complete the second."""
    teacher = world.account("pedagogical_assistant", here.unit)
    ours = home(here, author, children_born=2010)
    first = enrol(teacher, ours, "scholarship", member=1, applied_on="2025-01-10")
    reach(teacher, here, first, "year_report", on="2025-06-20")
    for version, (stage, day) in enumerate([("awarded", "2025-02-01"), ("completed", "2025-06-20")], start=1):
        assert step(teacher, here, first, version, stage, stage_on=day).state == "applied"
    assert codes(step(teacher, here, first, 3, "applied")) == ["no_step_left"]
    page = client_of(teacher).get(reverse("programmes:enrolment", args=[first])).content.decode()
    again = reverse("programmes:enrol", args=[ours.id, "scholarship"]) + f"?person={ours.members[1]}"
    assert again in page
    second = enrol(teacher, ours, "scholarship", member=1, applied_on="2026-01-10")
    assert step(teacher, here, second, 1, "awarded", stage_on="2026-02-01").state == "applied"
    assert codes(step(teacher, here, second, 2, "completed", stage_on="2026-06-20")) == ["milestones_first"]
