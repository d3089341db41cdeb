"""Deliveries, persons and families apart, and nobody twice: recounted by hand."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections import defaultdict
from decimal import Decimal

import pytest

from khetane.access.models import Account
from khetane.cases.models import GroupDelivery, GroupParticipant, Service
from khetane.cases.services.counting import Counted, count_deliveries
from khetane.core.viewer import acting_as
from khetane.desk.same import merging
from khetane.people.models import Person
from tests import world
from tests.integration.desk.scene import Home, home
from tests.people_recorded_twice import merge_id, recorded

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
TYPES = ("tutoring", "health_workshop", "one_off_aid")


def deliver(homes: list[Home], draw: random.Random) -> list[tuple[str, str, list[tuple[str, str]], int]]:
    """Deliveries of the period and beside it; those of the period as (type, id, (person, household), unlisted)."""
    told = []
    for _ in range(60):
        of, kind = draw.choice(homes), draw.choice(TYPES)
        day = FIRST + dt.timedelta(days=draw.randrange(-40, 220))
        base = {"unit": of.town.unit, "mandate": "coordination", "type": kind, "date": day}
        if draw.random() < 0.6:
            person = draw.choice([None, *of.members])
            Service.objects.bulk_create([made := Service(household_id=of.id, person_id=person, **base)])
            told.append((day, kind, str(made.pk), [(str(person or ""), str(of.id))], 0))
            continue
        listed = draw.sample([(one, each.id) for each in homes for one in each.members], draw.randrange(4))
        came = len(listed) + draw.randrange(1, 9)
        GroupDelivery.objects.bulk_create([group := GroupDelivery(attended=came, **base)])
        GroupParticipant.objects.bulk_create(
            [
                GroupParticipant(
                    group=group, person_id=one, household_id=where, unit=of.town.unit, mandate="coordination"
                )
                for one, where in listed
            ]
        )
        told.append(
            (day, kind, str(group.pk), [(str(one), str(where)) for one, where in listed], came - len(listed))
        )
    return [one[1:] for one in told if FIRST <= one[0] <= LAST]


def recount(told: list[tuple[str, str, list[tuple[str, str]], int]]) -> dict[str, tuple[int, int, int, int]]:
    ids: defaultdict[str, set[str]] = defaultdict(set)
    persons: defaultdict[str, set[str]] = defaultdict(set)
    families: defaultdict[str, set[str]] = defaultdict(set)
    unlisted: defaultdict[str, int] = defaultdict(int)
    for kind, delivery, reached, others in told:
        for key in (kind, ""):
            ids[key].add(delivery)
            persons[key] |= {person for person, _ in reached if person}
            families[key] |= {family for _, family in reached}
            unlisted[key] += others
    return {key: (len(ids[key]), len(persons[key]), len(families[key]), unlisted[key]) for key in ids}


def numbers(one: Counted) -> tuple[int, int, int, int]:
    return one.deliveries, one.persons, one.families, one.unlisted


@pytest.mark.parametrize("seed", range(5))
def test_a_recount_by_hand_finds_the_same(seed: int, here: world.Town, author: Account) -> None:
    homes = [home(here, author), home(here, author, names=("Ceca", "Dada", "Ema"))]
    with acting_as(author.pk):
        told = recount(deliver(homes, random.Random(seed)))  # made-up deliveries
        rows, total = count_deliveries([here.unit.pk], FIRST, LAST)
    assert {one.type: numbers(one) for one in rows} == {key: one for key, one in told.items() if key}
    assert numbers(total) == told[""]


def test_money_is_added_by_currency(here: world.Town, author: Account) -> None:
    of = home(here, author)
    given = [("100.50", "RSD"), ("20", "RSD"), ("7", "EUR")]
    with acting_as(author.pk):
        Service.objects.bulk_create(
            Service(
                unit=here.unit, household_id=of.id, mandate="coordination", type="one_off_aid", date=FIRST,
                amount=Decimal(amount), currency=currency, id=uuid.uuid4(),
            )
            for amount, currency in given
        )  # fmt: skip
        [row], total = count_deliveries([here.unit.pk], FIRST, LAST)
    assert dict(row.amounts) == {"RSD": Decimal("120.50"), "EUR": Decimal(7)}
    assert dict(total.amounts) == dict(row.amounts)


def test_whoever_stood_twice_in_a_group_is_one_person_once_her_records_are_merged(here: world.Town) -> None:
    """Her second participation cannot follow her; and what it says is the kept person's, however often she was merged."""
    unit = recorded(here)
    period = dt.date(2026, 3, 1), dt.date(2026, 3, 31)

    def reached() -> int:
        with acting_as(unit.health.pk):
            return count_deliveries([here.unit.pk], *period)[1].persons

    before = reached()
    for kept, merged in ((1, 2), (0, 1)):
        with acting_as(unit.coordinator.pk):
            one, other = (Person.objects.get(pk=unit.persons[number]) for number in (kept, merged))
            merging.merge(merge_id=merge_id(), kept=one, merged=other, taken=[])
        before -= 1
        assert reached() == before
    assert before == 1
