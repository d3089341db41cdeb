"""A list that names its units: the same pages as of all their rows together, and no others'."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from khetane.access.models import Account
from khetane.core import keyset
from khetane.core.viewer import acting_as
from khetane.outreach.models import Task
from khetane.people.models import MatchCandidate, Person
from tests import world

pytestmark = pytest.mark.django_db

ORDERS = [("due", "id"), ("-due", "-id"), ("-updated_at", "-id"), ("created_at", "id")]


@pytest.fixture
def towns() -> list[world.Town]:
    return [world.town(code) for code in ("HERE", "THERE", "YONDER")]


@pytest.fixture
def lawyer(towns: list[world.Town]) -> Account:
    """Of all three units, with seven tasks in each; some have no day."""
    account = world.account("legal_aid_lawyer", world.country())
    with acting_as(account.pk):
        for number in range(21):
            due = datetime.date(2026, 3, 1 + number % 5) if number % 4 else None
            unit = towns[number // 7].unit  # one after the other: a page may be of one unit alone
            Task.objects.create(unit=unit, mandate="coordination", title=f"Text {number}", due=due)
    return account


def all_pages(order: tuple[str, ...], units: set[uuid.UUID], size: int = 4) -> list[uuid.UUID]:
    shown: list[uuid.UUID] = []
    after = ""
    while True:
        page = keyset.page(Task.objects.all(), order, after, size=size, units=units)
        shown += [row.pk for row in page.rows]
        if not page.after:
            return shown
        after = page.after


@pytest.mark.parametrize("order", ORDERS)
def test_pages_of_several_units_are_those_of_their_rows_together(
    order: tuple[str, ...], towns: list[world.Town], lawyer: Account
) -> None:
    with acting_as(lawyer.pk):
        for some in (towns[:1], towns[:2], towns):
            units = {town.unit.pk for town in some}
            together = keyset.page(Task.objects.filter(unit__in=units), order, "", size=100).rows
            assert len(together) == 7 * len(some)
            assert all_pages(order, units) == [row.pk for row in together]


def test_without_a_unit_there_is_nothing(lawyer: Account) -> None:
    with acting_as(lawyer.pk):
        assert keyset.page(Task.objects.all(), ("due", "id"), "", units=set()).rows == []


def test_a_page_takes_as_many_queries_for_three_units_as_for_two(
    towns: list[world.Town], lawyer: Account
) -> None:
    taken = []
    with acting_as(lawyer.pk):
        for some in (towns[:2], towns):
            with CaptureQueriesContext(connection) as captured:
                keyset.page(Task.objects.all(), ("due", "id"), "", units={town.unit.pk for town in some})
            taken.append(len(captured))
    assert taken == [2, 2]


def test_naming_a_unit_of_others_opens_nothing(towns: list[world.Town], lawyer: Account) -> None:
    with acting_as(world.account("unit_coordinator", towns[0].unit).pk):
        page = keyset.page(Task.objects.all(), ("due", "id"), "", units={town.unit.pk for town in towns})
        assert {row.unit_id for row in page.rows} == {towns[0].unit.pk}


def test_numbers_order_as_numbers(towns: list[world.Town]) -> None:
    made = [0.5, 1e-05, 0.95, 0.07]
    for town, numbers in zip(towns, (made[:2], made[2:]), strict=False):
        leader = world.account("unit_coordinator", town.unit)
        home = world.household(leader, town, code=f"C{town.unit.code}", persons=2)
        with acting_as(leader.pk):
            person, other = Person.objects.filter(household=home)
            for number in numbers:
                MatchCandidate.objects.create(
                    unit=town.unit, person=person, other=other, pair=uuid.uuid4().hex, probability=number
                )
    everywhere = world.account("unit_coordinator", world.country())
    with acting_as(everywhere.pk):
        units = {town.unit.pk for town in towns}
        page = keyset.page(MatchCandidate.objects.all(), ("-probability", "id"), "", size=3, units=units)
        assert [row.probability for row in page.rows] == [0.95, 0.5, 0.07]


def test_what_cannot_be_there_is_not_looked_for(towns: list[world.Town], lawyer: Account) -> None:
    with acting_as(lawyer.pk):
        units = {town.unit.pk for town in towns}
        nothing = Task.objects.filter(Q(pk__in=[]))
        assert keyset.page(nothing, ("due", "id"), "", units=units).rows == []
