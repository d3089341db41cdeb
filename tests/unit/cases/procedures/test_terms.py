"""Terms on days that a paper calendar answers."""

from __future__ import annotations

from datetime import date

import pytest

from khetane.cases.procedures.calendars import calendar_of
from khetane.cases.procedures.terms import Term, Unit, last_day

SERBIA = calendar_of("RS")


@pytest.mark.parametrize(
    ("start", "term", "counted", "last"),
    [
        # 14 February 2026 is a Saturday; the 15th is Statehood Day, observed until Tuesday the 17th
        (date(2026, 1, 15), Term(30, Unit.DAYS), date(2026, 2, 14), date(2026, 2, 18)),
        # Orthodox Easter of 2026: Good Friday on 10 April, Easter Monday on the 13th
        (date(2026, 4, 8), Term(2, Unit.DAYS), date(2026, 4, 10), date(2026, 4, 14)),
        (date(2026, 4, 8), Term(2, Unit.WORKING_DAYS), date(2026, 4, 14), date(2026, 4, 14)),
        # the year 2028 has a 29 February, a Tuesday; 2029 has none, and its 28th is a Wednesday
        (date(2028, 1, 31), Term(1, Unit.MONTHS), date(2028, 2, 29), date(2028, 2, 29)),
        (date(2028, 2, 29), Term(1, Unit.YEARS), date(2029, 2, 28), date(2029, 2, 28)),
        # the night in which clocks change is a day like others: 29 March 2026 is a Sunday
        (date(2026, 3, 14), Term(15, Unit.DAYS), date(2026, 3, 29), date(2026, 3, 30)),
    ],
)
def test_a_term_by_the_paper_calendar(start: date, term: Term, counted: date, last: date) -> None:
    found = last_day(term, after=start, calendar=SERBIA)
    assert (found.counted, found.day) == (counted, last)


def test_a_term_that_does_not_move_ends_on_the_day_it_ends() -> None:
    found = last_day(Term(30, Unit.DAYS, moves=False), after=date(2026, 1, 15), calendar=SERBIA)
    assert found.day == date(2026, 2, 14)
    assert not found.moved


def test_a_term_of_no_length_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Term(0, Unit.DAYS)


def test_a_calendar_is_kept_for_known_jurisdictions_only() -> None:
    with pytest.raises(KeyError):
        calendar_of("FR")


def test_the_two_entities_of_bosnia_and_herzegovina_have_holidays_of_their_own() -> None:
    orthodox_new_year = date(2026, 1, 14)
    assert calendar_of("BA-BIH").is_working(orthodox_new_year)
    assert not calendar_of("BA-SRP").is_working(orthodox_new_year)
