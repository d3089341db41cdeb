"""Months and their weeks."""

from __future__ import annotations

import datetime as dt

import pytest

from khetane.visiting.months import Month, month_of, read_month

DAY = dt.date(2026, 11, 22)


def test_weeks_begin_on_monday_and_hold_the_whole_month() -> None:
    weeks = Month(2026, 11).weeks
    assert weeks[0][0] == dt.date(2026, 10, 26)
    assert weeks[-1][-1] == dt.date(2026, 12, 6)
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)


@pytest.mark.parametrize(
    ("months", "expected"),
    [(1, Month(2026, 12)), (2, Month(2027, 1)), (-11, Month(2025, 12)), (0, Month(2026, 11))],
)
def test_months_before_and_after(months: int, expected: Month) -> None:
    assert month_of(DAY).moved(months) == expected


def test_the_last_day_of_a_leap_february() -> None:
    assert Month(2028, 2).last == dt.date(2028, 2, 29)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-1", "0001-01", "2026-11-01", "soon", "２０２６-11"])
def test_what_is_no_month_is_the_month_of_today(text: str) -> None:
    assert read_month(text, DAY) == Month(2026, 11)


def test_a_month_is_read_as_it_is_written() -> None:
    assert read_month(str(Month(2025, 3)), DAY) == Month(2025, 3)
