"""The months of a calendar. Plain values in and out."""

from __future__ import annotations

import datetime as dt
import re
from calendar import Calendar, monthrange
from dataclasses import dataclass

WEEKS = Calendar(firstweekday=0)  # Monday, as everywhere in the region
WRITTEN = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a year between 1000 and 2999."""

    year: int
    month: int

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return self.first.replace(day=monthrange(self.year, self.month)[1])

    @property
    def weeks(self) -> list[list[dt.date]]:
        """Whole weeks from Monday on, with the days of the months beside it."""
        return WEEKS.monthdatescalendar(self.year, self.month)

    def moved(self, months: int) -> Month:
        """So many months later, or earlier."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def month_of(day: dt.date) -> Month:
    return Month(day.year, day.month)


def read_month(text: str, otherwise: dt.date) -> Month:
    """The month written as `2026-11`; that of `otherwise` for anything else."""
    found = WRITTEN.fullmatch(text)
    return Month(int(found[1]), int(found[2])) if found else month_of(otherwise)
