"""What day it is where a term runs: at every instant of the year, through the nights in which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from khetane.cases.procedures.calendars import KEPT, PublicHolidays, calendar_of
from khetane.cases.procedures.reading import shipped
from khetane.cases.procedures.schedule import State, schedule

# An independent table: the zone of each jurisdiction by the database of time zones (zone1970.tab).
CITIES = {
    "AL": "Europe/Tirane",
    "BA-BIH": "Europe/Sarajevo",
    "BA-BRC": "Europe/Sarajevo",
    "BA-SRP": "Europe/Sarajevo",
    "HR": "Europe/Zagreb",
    "ME": "Europe/Podgorica",
    "MK": "Europe/Skopje",
    "RS": "Europe/Belgrade",
    "TR": "Europe/Istanbul",
    "XK": "Europe/Belgrade",
}
SPRING, AUTUMN = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
instants = st.datetimes(
    min_value=datetime(2017, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)
)
codes = st.sampled_from(KEPT)


@given(code=codes, at=instants)
@example(code="RS", at=SPRING - timedelta(hours=2, seconds=1))
@example(code="RS", at=AUTUMN - timedelta(hours=3, seconds=1))
@example(code="TR", at=datetime(2026, 1, 1, 21, tzinfo=UTC))  # midnight there, an evening in Belgrade
def test_today_is_the_day_of_the_clocks_of_the_jurisdiction(code: str, at: datetime) -> None:
    assert calendar_of(code).today(at) == at.astimezone(ZoneInfo(CITIES[code])).date()


@given(code=codes, at=instants)
def test_no_day_is_left_out_or_comes_twice(code: str, at: datetime) -> None:
    """Within the 26 hours that outlast every day the date changes once or twice, never back, never by more than one day at a time."""
    days = [calendar_of(code).today(at + timedelta(minutes=minutes)) for minutes in range(0, 26 * 60, 15)]
    steps = {(later - earlier).days for earlier, later in pairwise(days)}
    assert steps <= {0, 1}
    assert 1 <= (days[-1] - days[0]).days <= 2


@pytest.mark.parametrize(
    "code", sorted(code for code, one in shipped().items() if any(rules.deadlines for rules in one.versions))
)
@given(at=instants)
def test_every_type_with_terms_lives_by_the_clock_of_the_pages(code: str, at: datetime) -> None:
    """Boards, pages and kept terms look from the day of `TIME_ZONE`. A type with terms where another clock goes needs
    its own day there first: then this fails."""
    here = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    assert calendar_of(shipped()[code].calendar).today(at) == here


@given(
    begun=st.dates(min_value=date(2017, 1, 1), max_value=date(2039, 1, 1)),
    seconds=st.integers(0, 24 * 3600 - 1),
)
@example(begun=SPRING.date() - timedelta(days=15), seconds=7200)
@example(begun=AUTUMN.date() - timedelta(days=15), seconds=7200)
def test_a_term_passes_with_the_last_second_of_its_last_day(begun: date, seconds: int) -> None:
    """Whatever the clocks do on that day: it runs until midnight there, and has passed from the first second after."""
    calendar: PublicHolidays = calendar_of("RS")
    kind, zone = shipped()["ID"], ZoneInfo("Europe/Belgrade")
    (due,) = schedule(kind, events={"request": begun}, on=begun, calendar=calendar).terms
    assert due.last is not None
    first = datetime.combine(due.last.day, datetime.min.time(), zone)
    ends = datetime.combine(due.last.day + timedelta(days=1), datetime.min.time(), zone)
    within = min(
        first.astimezone(UTC) + timedelta(seconds=seconds), ends.astimezone(UTC) - timedelta(seconds=1)
    )

    def state(at: datetime) -> State:
        return (
            schedule(kind, events={"request": begun}, on=calendar.today(at), calendar=calendar).terms[0].state
        )

    assert (state(within), state(ends)) == (State.RUNNING, State.PASSED)
