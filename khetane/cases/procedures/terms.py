"""Counting terms: from the day something happened to the last day something may be done. Pure.

The common rule of the region's procedural laws, which each law's own entry may replace: the day of the event is
not counted; a term in months or years ends on the day of the same number, or on the month's last day where that
number is missing; a term whose last day is not a working day ends on the next one. In Serbia: Law on general
administrative procedure (Sl. glasnik RS 18/2016), articles 80 and 81; whether each jurisdiction counts so is said
by the status of the type that uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum
from typing import Protocol

MONTHS_A_YEAR = 12
ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


class Calendar(Protocol):
    """Which days are worked in a jurisdiction."""

    def is_working(self, day: date) -> bool: ...


class BeyondTheCalendar(ValueError):
    """A term ends after the last year that can be written."""


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time. `moves`: a last day that is not worked is moved to the next that is."""

    count: int
    unit: Unit
    moves: bool = True

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"a term of {self.count} {self.unit.value}: a term counts at least one")

    @property
    def counts_working_days(self) -> bool:
        return self.unit is Unit.WORKING_DAYS


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a term, and the one it would have been were every day worked."""

    day: date
    counted: date

    @property
    def moved(self) -> bool:
        return self.day != self.counted


def last_day(term: Term, *, after: date, calendar: Calendar) -> LastDay:
    """The last day of a term that an event on the day `after` started.

    Raises BeyondTheCalendar when that day is later than a date can be.
    """
    try:
        counted = COUNTERS[term.unit](after, term.count, calendar)
        return LastDay(first_working(counted, calendar) if term.moves else counted, counted)
    except (OverflowError, ValueError) as error:
        raise BeyondTheCalendar(f"{term.count} {term.unit.value} after {after.isoformat()}") from error


def plus_days(after: date, count: int, calendar: Calendar) -> date:
    return after + timedelta(days=count)


def plus_working_days(after: date, count: int, calendar: Calendar) -> date:
    day = after
    while count:
        day += ONE_DAY
        count -= calendar.is_working(day)
    return day


def plus_months(after: date, count: int, calendar: Calendar) -> date:
    whole = after.year * MONTHS_A_YEAR + after.month - 1 + count
    year, month = divmod(whole, MONTHS_A_YEAR)
    return date(year, month + 1, min(after.day, month_length(year, month + 1)))


def plus_years(after: date, count: int, calendar: Calendar) -> date:
    return plus_months(after, count * MONTHS_A_YEAR, calendar)


COUNTERS = {
    Unit.DAYS: plus_days,
    Unit.WORKING_DAYS: plus_working_days,
    Unit.MONTHS: plus_months,
    Unit.YEARS: plus_years,
}


def month_length(year: int, month: int) -> int:
    if (year, month) == (MAXYEAR, MONTHS_A_YEAR):
        return 31
    following = date(year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
    return (following - ONE_DAY).day


def first_working(day: date, calendar: Calendar) -> date:
    """`day`, or the next one that is worked."""
    while not calendar.is_working(day):
        day += ONE_DAY
    return day
