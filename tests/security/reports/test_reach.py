"""Who makes a report, and what those who see no persons learn of units' work."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account
from khetane.core.refusals import NotAllowed
from khetane.core.viewer import acting_as
from khetane.reports.counting import counts_of, totals_of_units
from khetane.reports.periods import Period, of_half
from khetane.reports.report import make_report
from khetane.reports.tasks import keep_totals
from tests import world
from tests.integration.desk.scene import client_of
from tests.integration.desk.test_constant_queries import grows
from tests.integration.reports.recount import Life, live, recount

pytestmark = pytest.mark.django_db
HALF = of_half(2026, 1)


@pytest.fixture
def life(author: Account, here: world.Town) -> Life:
    return live(author, here, 3)


@pytest.mark.parametrize("role", ["health_mediator", "legal_aid_lawyer"])
def test_members_do_not_make_the_report_of_all_mandates(role: str, life: Life, here: world.Town) -> None:
    member = world.account(role, here.unit)
    assert client_of(member).get(reverse("reports:unit")).status_code == 403
    with acting_as(member.pk):
        assert not counts_of(here.unit.pk, HALF).by_measure
        with pytest.raises(NotAllowed):
            make_report(here.unit, HALF)


def test_another_unit_s_coordinator_learns_nothing(life: Life, here: world.Town) -> None:
    stranger = world.account("unit_coordinator", world.town("THERE").unit)
    with acting_as(stranger.pk):
        assert not counts_of(here.unit.pk, HALF).by_measure
    page = client_of(stranger).get(f"{reverse('reports:unit')}?period=2026-H1&unit={here.unit.pk}")
    assert "Unit THERE" in page.content.decode()
    assert "Unit HERE" not in page.content.decode()


def test_the_bare_counts_are_asked_by_nobody(life: Life, author: Account, here: world.Town) -> None:
    statement = "select * from reports_counts(%s, '2026-01-01', '2026-06-30', '{0}')"
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with acting_as(author.pk), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [[here.unit.pk]])


def monitored(account: Account, half: Period = HALF) -> dict[tuple[UUID, str], int | None]:
    with acting_as(account.pk):
        return {(unit, measure): number for unit, measure, number in totals_of_units(half)}


def test_who_monitors_sees_rounded_totals_and_nothing_below_five(life: Life, here: world.Town) -> None:
    officer = world.account("municipal_officer", here.municipality)
    found = monitored(officer)
    expected = recount(life, HALF.since, HALF.until)
    assert found[here.unit.pk, "visits_done"] == expected["visits"]["done"]
    persons = sum(expected["people"].values())
    assert found[here.unit.pk, "people"] == 5 * ((2 * persons + 5) // 10) > 0
    solved = sum(n for key, n in expected["solved"].items() if key.endswith(" granted"))
    told = found.get((here.unit.pk, "solved"))
    assert told == (None if solved < 5 else 5 * ((2 * solved + 5) // 10))
    rounded = [n for (_, name), n in found.items() if not name.startswith(("visits_", "settlements"))]
    assert all(n is None or (n >= 5 and n % 5 == 0) for n in rounded)
    assert any(n is None for n in rounded), "the seed has a small count"


def test_totals_are_of_half_years_that_are_over(life: Life, here: world.Town) -> None:
    officer = world.account("municipal_officer", here.municipality)
    assert monitored(officer)
    now = timezone.localdate()
    going_on = of_half(now.year, 1 if now.month <= 6 else 2)
    for period in (
        going_on,
        Period(dt.date(2026, 1, 2), dt.date(2026, 7, 1)),
        Period(dt.date(2026, 4, 1), dt.date(2026, 9, 30)),
    ):
        assert monitored(officer, period) == {}


def test_totals_are_kept_at_night_and_told_until_the_next_one(
    life: Life, author: Account, here: world.Town
) -> None:
    officer = world.account("municipal_officer", here.municipality)
    counted = monitored(officer)
    page = f"{reverse('reports:units')}?half=2026-H1"
    assert "the next night" not in client_of(officer).get(page).content.decode()
    assert keep_totals(0) >= len(counted) > 0
    assert monitored(officer) == counted
    live(author, here, 5)
    assert monitored(officer) == counted
    assert "the next night" in client_of(officer).get(page).content.decode()
    keep_totals(0)
    assert monitored(officer) != counted
    elsewhere = world.account("municipal_officer", world.town("THERE").municipality)
    assert monitored(elsewhere) == {}


def test_of_a_half_year_that_goes_on_nothing_is_kept(life: Life, here: world.Town) -> None:
    with connection.cursor() as cursor:
        for half in ("2099-01-01", "2026-01-02"):
            cursor.execute("select reports_keep(%s), reports_kept_at(%s)", [half, half])
            assert cursor.fetchone() == (0, None)


@pytest.mark.parametrize(
    "statement", ["select * from reports_kepttotal", "select * from reports_told('{}', '2026-01-01')"]
)
def test_what_is_kept_is_read_by_nobody(statement: str, life: Life, here: world.Town) -> None:
    keep_totals(0)
    officer = world.account("municipal_officer", here.municipality)
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with acting_as(officer.pk), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_each_sees_the_units_of_the_own_area(life: Life, here: world.Town) -> None:
    there = world.town("THERE")
    elsewhere = world.account("municipal_officer", there.municipality)
    assert monitored(elsewhere) == {}
    analyst = world.account("national_analyst", world.country())
    assert (here.unit.pk, "visits_done") in monitored(analyst)
    page = client_of(analyst).get(f"{reverse('reports:units')}?half=2026-H1").content.decode()
    assert "Unit HERE" in page
    assert "Unit THERE" in page
    assert "under 5" in page
    assert "Unit HERE" not in client_of(elsewhere).get(reverse("reports:units")).content.decode()


def test_who_makes_reports_does_not_monitor_and_the_reverse(
    life: Life, author: Account, here: world.Town
) -> None:
    officer = world.account("municipal_officer", here.municipality)
    assert client_of(author).get(reverse("reports:units")).status_code == 403
    assert client_of(officer).get(reverse("reports:unit")).status_code == 403
    assert monitored(author) == {}
    with acting_as(officer.pk):
        assert not counts_of(here.unit.pk, HALF).by_measure


def test_the_page_of_units_asks_no_more_for_many_units(life: Life) -> None:
    analyst = world.account("national_analyst", world.country())

    def more() -> None:
        for code in ("THERE", "YONDER", "FAR"):
            world.town(code)

    few, many = grows(client_of(analyst), reverse("reports:units"), more)
    assert few == many
