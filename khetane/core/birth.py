"""A birth known to the day, the month, the year, or only by an estimated age; and the age that follows.

Ages are computed on a day and never stored.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# An age that somebody guessed, or that a mediator estimated, is taken as right to this many years.
ESTIMATE_YEARS = 2


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of which only the part named by `precision` is known; the rest of it means nothing."""

    day: date
    precision: Precision

    @property
    def earliest(self) -> date:
        match self.precision:
            case Precision.DAY:
                return self.day
            case Precision.MONTH:
                return self.day.replace(day=1)
            case Precision.YEAR:
                return date(self.day.year, 1, 1)
            case Precision.ESTIMATED:
                return date(max(date.min.year, self.day.year - ESTIMATE_YEARS), 1, 1)

    @property
    def latest(self) -> date:
        match self.precision:
            case Precision.DAY:
                return self.day
            case Precision.MONTH:
                last = monthrange(self.day.year, self.day.month)[1]
                return self.day.replace(day=last)
            case Precision.YEAR:
                return date(self.day.year, 12, 31)
            case Precision.ESTIMATED:
                return date(min(date.max.year, self.day.year + ESTIMATE_YEARS), 12, 31)


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Completed years, from the least to the most that the birth allows."""

    low: int
    high: int

    @property
    def exact(self) -> int | None:
        """The age when it is certain, else None."""
        return self.low if self.low == self.high else None

    def within(self, low: int, high: int) -> bool | None:
        """Whether the age lies in [low, high]; None when that is not certain."""
        if low <= self.low and self.high <= high:
            return True
        return False if self.high < low or high < self.low else None


class NotYetBorn(ValueError):
    """The day asked for lies before the earliest day of the birth."""

    def __init__(self, birth: Birth, day: date) -> None:
        super().__init__(
            f"There is no age on {day.isoformat()}: the birth is {birth.day.isoformat()} "
            f"({birth.precision}). Correct the birth date, or ask for a later day."
        )


def age_on(birth: Birth, day: date) -> AgeRange:
    """The age on `day` in completed years; who was born on 29 February turns a year older on 1 March
    where there is none.

    Raises NotYetBorn when nobody with this birth was born by then.
    """
    if day < birth.earliest:
        raise NotYetBorn(birth, day)
    return AgeRange(low=max(0, completed_years(birth.latest, day)), high=completed_years(birth.earliest, day))


def birth_known(born: date | None, precision: str) -> Birth | None:
    """A birth as records hold it: no precision means the day."""
    return Birth(born, Precision(precision or "day")) if born else None


def age_known(born: date | None, precision: str, day: date) -> AgeRange | None:
    """The age of a birth as records hold it; None when nothing is known, or it lies later."""
    birth = birth_known(born, precision)
    return age_on(birth, day) if birth and birth.earliest <= day else None


def completed_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
