"""Periods of reports: months, halves of years, other days."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khetane.core.refusals import Invalid
from khetane.reports.periods import Period, code_of, half_of, last_halves, of_half, of_month, read_period
from khetane.visiting.months import Month

TODAY = dt.date(2026, 11, 22)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))


def test_halves_end_in_june_and_december() -> None:
    assert of_half(2026, 1) == Period(dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    assert of_half(2026, 2) == Period(dt.date(2026, 7, 1), dt.date(2026, 12, 31))


def test_the_last_halves_are_over() -> None:
    assert [code_of(half) for half in last_halves(TODAY, 3)] == ["2026-H1", "2025-H2", "2025-H1"]
    assert code_of(last_halves(dt.date(2026, 6, 30), 1)[0]) == "2025-H2"
    assert code_of(last_halves(dt.date(2026, 7, 1), 1)[0]) == "2026-H1"


@given(day=DAYS)
def test_halves_follow_each_other_without_gap(day: dt.date) -> None:
    halves = [of_half(*half_of(day)), *last_halves(day, 4)]
    assert halves[0].since <= day <= halves[0].until
    for later, earlier in itertools.pairwise(halves):
        assert earlier.until + dt.timedelta(days=1) == later.since


@given(day=DAYS)
def test_a_period_is_read_as_it_is_written(day: dt.date) -> None:
    for period in (of_half(*half_of(day)), of_month(Month(day.year, day.month))):
        assert read_period(code_of(period), TODAY) == period


@pytest.mark.parametrize("text", ["", "free", "2026-H3", "2026", "2026-13", "0000-H1"])
def test_anything_else_is_no_period(text: str) -> None:
    assert read_period(text, TODAY) is None


def test_other_days_have_no_code() -> None:
    assert code_of(Period(dt.date(2026, 1, 1), dt.date(2026, 6, 29))) == ""
    assert code_of(Period(dt.date(2026, 2, 1), dt.date(2026, 7, 31))) == ""


def test_a_period_does_not_end_before_it_begins_nor_last_for_ever() -> None:
    with pytest.raises(Invalid):
        Period(TODAY, TODAY - dt.timedelta(days=1))
    with pytest.raises(Invalid):
        Period(dt.date(2000, 1, 1), TODAY)
