"""The periods of reports. Plain values in and out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum, auto

from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.visiting.months import Month, month_of, read_month

HALF = re.compile(r"([12]\d{3})-H([12])")
LONGEST = dt.timedelta(days=366 * 5)
BACKWARDS = Sentence(
    "report_period_backwards",
    gettext_noop(
        "The period would end on {until}, before it begins on {since}. Correct one of the two days."
    ),
)
TOO_LONG = Sentence(
    "report_period_too_long",
    gettext_noop("From {since} to {until} is longer than five years. Ask for a shorter period."),
)


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, the last day in it. Raises Invalid for one that ends before it begins, or is too long."""

    since: dt.date
    until: dt.date

    def __post_init__(self) -> None:
        days = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        if self.until < self.since:
            raise Invalid(BACKWARDS.about(**days))
        if self.until - self.since > LONGEST:
            raise Invalid(TOO_LONG.about(**days))

    @property
    def half(self) -> int:
        """1 or 2 where it is a half of a year, else 0."""
        first = Month(self.since.year, self.since.month)
        whole = self == Period(first.first, first.moved(5).last)
        return {1: 1, 7: 2}.get(self.since.month, 0) if whole else 0

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins with the first day of a month and ends with the last of one."""
        return self.since.day == 1 and self.until == month_of(self.until).last

    def is_over(self, today: dt.date) -> bool:
        """Whether nothing that happens from now on is counted in it."""
        return self.until < today

    @property
    def is_month(self) -> bool:
        return self == of_month(month_of(self.since))


class Kinds(Enum):
    """Whether areas and kinds are told of a period, and what keeps them back. The database decides it."""

    TOLD = auto()
    SOME_DAYS = auto()
    GOES_ON = auto()

    @classmethod
    def of(cls, period: Period, *, told: bool) -> Kinds:
        if told:
            return cls.TOLD
        return cls.GOES_ON if period.is_whole_months else cls.SOME_DAYS


def of_month(month: Month) -> Period:
    return Period(month.first, month.last)


def last_month(today: dt.date) -> Period:
    """The month that was over last."""
    return of_month(month_of(today).moved(-1))


def of_half(year: int, half: int) -> Period:
    first = Month(year, 1 if half == 1 else 7)
    return Period(first.first, first.moved(5).last)


def half_of(day: dt.date) -> tuple[int, int]:
    """The year and the half in which a day lies."""
    return day.year, 1 if day.month <= 6 else 2


def last_halves(today: dt.date, number: int) -> list[Period]:
    """The halves of years that are over, the last one first."""
    year, half = half_of(today)
    count = year * 2 + half - 1
    return [of_half((count - back) // 2, (count - back) % 2 + 1) for back in range(1, number + 1)]


def read_period(text: str, today: dt.date) -> Period | None:
    """The period written `2026-11` or `2026-H1`; None for anything else."""
    if found := HALF.fullmatch(text):
        return of_half(int(found[1]), int(found[2]))
    month = read_month(text, today)
    return of_month(month) if str(month) == text else None


def code_of(period: Period) -> str:
    """A period as `read_period` reads it; nothing for one that is neither a month nor a half of a year."""
    if period.half:
        return f"{period.since.year:04d}-H{period.half}"
    return str(month_of(period.since)) if period.is_month else ""
