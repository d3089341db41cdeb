"""Persons, families and deliveries of schemes apart, and nobody twice: recounted by hand."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import pytest

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.programmes.counting import SERVED, count_schemes
from khetane.programmes.definition import Phase
from khetane.programmes.models import Enrolment, Milestone, Presence, Session
from khetane.programmes.reading import shipped
from tests import world
from tests.integration.desk.scene import Home, home

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
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

    def enrolled(self, one: Enrolment, phase: Phase) -> None:
        if not FIRST <= one.applied_on <= LAST:
            return
        self.applied[one.scheme] += 1
        if phase in SERVED:
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
    one = Enrolment(person_id=person, stage=stage.code, applied_on=some_day(draw), **base)
    Enrolment.objects.bulk_create([one])
    told.enrolled(one, stage.phase)
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


def some_day(draw: random.Random) -> dt.date:
    return FIRST + dt.timedelta(days=draw.randrange(-60, 240))


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
