"""The calendar, coverage, and how often these pages ask the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.outreach.models import PlannedHousehold
from tests import world
from tests.integration.desk.scene import client_of
from tests.integration.desk.test_constant_queries import grows
from tests.integration.visiting.scene import going, households, page, today, visited

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)
Rounds = Callable[[str], tuple[str, Callable[[], None]]]


@pytest.fixture
def client(author: Account) -> Client:
    return client_of(author)


def test_a_month_shows_its_visits_and_those_of_the_weeks_beside_it(
    client: Client, author: Account, here: world.Town
) -> None:
    inside = visited(author, here, dt.date(2025, 10, 15))
    beside = visited(author, here, dt.date(2025, 9, 29))
    outside = visited(author, here, dt.date(2025, 9, 28))
    answer = client.get(reverse("visiting:calendar") + "?month=2025-10").content.decode()
    assert [str(visit) in answer for visit in (inside, beside, outside)] == [True, True, False]
    assert "?month=2025-09" in answer
    assert "?month=2025-11" in answer


def test_of_a_full_day_the_first_visits_are_shown_and_the_list_shows_all(
    client: Client, author: Account, here: world.Town
) -> None:
    day = dt.date(2025, 10, 15)
    made = [str(visited(author, here, day)) for _ in range(7)]
    alone = str(visited(author, here, day + dt.timedelta(days=1)))
    answer = client.get(reverse("visiting:calendar") + "?month=2025-10").content.decode()
    assert sum(visit in answer for visit in made) == 5
    assert alone in answer
    assert answer.count("And 2 more.") == 1
    listed = f"{reverse('outreach:visits')}?since=2025-10-15&amp;until=2025-10-15"
    assert listed in answer
    shown = client.get(listed.replace("&amp;", "&")).content.decode()
    assert all(visit in shown for visit in made)
    assert alone not in shown


def test_the_calendar_of_another_unit_is_empty(author: Account, here: world.Town) -> None:
    visit = visited(author, here, today())
    there = world.account("unit_coordinator", world.town("THERE").unit)
    assert str(visit) not in page(client_of(there), "visiting:calendar")


def test_coverage_counts_each_household_once(client: Client, author: Account, here: world.Town) -> None:
    lately, earlier, never = households(author, here, "Nova 1", "Nova 2", "Nova 3")
    visited(author, here, today(), lately)
    visited(author, here, today() - dt.timedelta(days=1), lately)
    visited(author, here, today() - dt.timedelta(days=250), earlier)
    visited(author, here, today() + WEEK, never, state="planned")
    answer = page(client, "visiting:coverage")
    assert "1 of 3 households" in answer
    row = answer.partition("Settlement HERE")[2].partition("</tr>")[0]
    figures = [part.partition("<")[0].strip() for part in row.split('class="k-number">')[1:]]
    assert figures == ["3", "1", "33.3%", "33.3%", "1"]


@pytest.mark.parametrize("route", ["calendar", "coverage", "plan", "record_unplanned"])
def test_pages_ask_no_more_for_much_than_for_little(
    route: str, client: Client, author: Account, here: world.Town
) -> None:
    def more() -> None:
        homes = households(author, here, *(f"Nova {number}" for number in range(6)))
        for _ in range(4):
            visited(author, here, today(), *homes)

    more()
    asked = f"{going(here)}&date={today().isoformat()}"
    few, many = grows(client, f"{reverse(f'visiting:{route}')}?{asked}", more)
    assert few == many


def test_a_lawyer_of_many_units_is_asked_where_to_go_by_as_few_questions(here: world.Town) -> None:
    lawyer = client_of(world.account("legal_aid_lawyer", world.country()))
    url = reverse("visiting:plan")
    few, many = grows(lawyer, url, lambda: [world.town(code) for code in ("THERE", "YONDER", "FAR")])
    assert few == many
    assert lawyer.get(url).content.decode().count("<option") == 5  # and the one that says “choose”


@pytest.mark.parametrize("of", [("visiting:record",), ("visiting:round",), ("outreach:visit",)])
def test_pages_of_a_visit_ask_no_more_for_much_than_for_little(
    of: tuple[str], client: Client, author: Account, here: world.Town, rounds: Rounds
) -> None:
    url, more = rounds(of[0])
    few, many = grows(client, url, more)
    assert few == many


@pytest.fixture
def rounds(author: Account, here: world.Town) -> Rounds:
    """A planned visit's page, and a way to lengthen its round."""
    visit = visited(author, here, today(), state="planned")
    made: list[object] = []

    def more() -> None:
        for home in households(author, here, *(f"Nova {number}" for number in range(5))):
            with acting_as(author.pk):
                PlannedHousehold.objects.bulk_create(
                    [PlannedHousehold(visit_id=visit, household_id=home, unit=here.unit, position=len(made))]
                )
            made.append(home)

    def of(route: str) -> tuple[str, Callable[[], None]]:
        more()
        return reverse(route, args=[visit]), more

    return of
