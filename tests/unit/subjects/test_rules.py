"""Until when a person has her answer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khetane.subjects.rules import DAYS, due_on


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 5, 4), date(2026, 6, 3)),  # 30 days are over before the month
        (date(2026, 4, 4), date(2026, 5, 4)),
        (date(2026, 1, 31), date(2026, 2, 28)),  # the month's last day
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 14)),
    ],
)
def test_a_month_or_thirty_days_whichever_is_over_first(asked: date, due: date) -> None:
    assert due_on(asked) == due


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_never_more_than_thirty_days_and_never_less_than_a_february(asked: date) -> None:
    assert 28 <= (due_on(asked) - asked).days <= DAYS
