"""Terms beside independent computations: dateutil for months and years, numpy for working days."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import numpy
import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from khetane.cases.procedures.calendars import KEPT, PublicHolidays, calendar_of
from khetane.cases.procedures.terms import BeyondTheCalendar, Term, Unit, last_day

days = st.dates(date(1950, 1, 1), date(2090, 12, 31))
calendars = st.sampled_from(KEPT).map(calendar_of)
counts = st.integers(1, 400)


class EveryDay:
    def is_working(self, day: date) -> bool:
        return True


@given(start=days, count=counts)
def test_days_are_counted_from_the_day_after(start: date, count: int) -> None:
    assert last_day(Term(count, Unit.DAYS), after=start, calendar=EveryDay()).day == start + timedelta(
        days=count
    )


@given(start=days, count=counts)
def test_months_end_on_the_same_number_or_the_months_last_day(start: date, count: int) -> None:
    found = last_day(Term(count, Unit.MONTHS), after=start, calendar=EveryDay())
    assert found.day == start + relativedelta(months=count)


@given(start=days, count=st.integers(1, 60))
def test_years_from_the_29th_of_february_too(start: date, count: int) -> None:
    found = last_day(Term(count, Unit.YEARS), after=start, calendar=EveryDay())
    assert found.day == start + relativedelta(years=count)


@given(start=days, count=st.integers(1, 120), code=st.sampled_from(KEPT))
def test_working_days_leave_out_week_ends_and_holidays(start: date, count: int, code: str) -> None:
    calendar = calendar_of(code)
    years = range(start.year, start.year + 3)
    free = [day for year in years for day in holidays_of(code, year)]
    expected = numpy.busday_offset(start, count, roll="backward", holidays=free).item()
    assert last_day(Term(count, Unit.WORKING_DAYS), after=start, calendar=calendar).day == expected


def holidays_of(code: str, year: int) -> list[date]:
    """The public holidays of a year, asked of the library itself."""
    country, _, part = code.partition("-")
    return sorted(holidays.country_holidays(country, subdiv=part or None, years=year))


@given(start=days, count=counts, unit=st.sampled_from(Unit), calendar=calendars)
def test_a_term_ends_on_a_working_day_and_is_never_shortened(
    start: date, count: int, unit: Unit, calendar: PublicHolidays
) -> None:
    found = last_day(Term(count, unit), after=start, calendar=calendar)
    between = (found.counted + timedelta(days=n) for n in range((found.day - found.counted).days))
    assert calendar.is_working(found.day)
    assert start < found.counted <= found.day
    assert not any(map(calendar.is_working, between))


@given(start=days, count=counts, unit=st.sampled_from(Unit), calendar=calendars)
def test_a_longer_term_or_a_later_start_never_ends_earlier(
    start: date, count: int, unit: Unit, calendar: PublicHolidays
) -> None:
    ends = [
        last_day(Term(count, unit), after=start, calendar=calendar).day,
        last_day(Term(count, unit), after=start + timedelta(days=1), calendar=calendar).day,
        last_day(Term(count + 1, unit), after=start + timedelta(days=1), calendar=calendar).day,
    ]
    assert ends == sorted(ends)


@given(start=st.dates(date(9990, 1, 1), date.max), unit=st.sampled_from(Unit), calendar=calendars)
def test_after_the_last_year_there_is_no_day(start: date, unit: Unit, calendar: PublicHolidays) -> None:
    with pytest.raises(BeyondTheCalendar):
        last_day(Term(4000, unit), after=start, calendar=calendar)
