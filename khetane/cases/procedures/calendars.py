"""Which days are worked where: Saturdays, Sundays and public holidays are not (library `holidays`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

SATURDAY = 5
# Codes of countries, with the part whose holidays differ; Kosovo* (UNSCR 1244) stands under XK there too.
KEPT = ("AL", "BA-BIH", "BA-BRC", "BA-SRP", "HR", "ME", "MK", "RS", "TR", "XK")
# How the library marks a holiday that follows the moon and is not fixed yet.
ESTIMATED = "(estimated)"
# Every jurisdiction kept but one lives by the same clock.
ZONE, ZONES = ZoneInfo("Europe/Belgrade"), {"TR": ZoneInfo("Europe/Istanbul")}


@dataclass(frozen=True)
class PublicHolidays:
    """The working days of one jurisdiction."""

    code: str
    known: HolidayBase = field(repr=False, compare=False)

    def today(self, at: datetime | None = None) -> date:
        """The day it is there now, or at the instant `at`."""
        zone = ZONES.get(self.code, ZONE)
        return at.astimezone(zone).date() if at else datetime.now(zone).date()

    def is_working(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.known

    def is_estimated(self, day: date) -> bool:
        """Whether that day is a holiday by calculation only: the authorities have not announced it yet."""
        return ESTIMATED in self.known.get(day, "")


@cache
def calendar_of(code: str) -> PublicHolidays:
    """The calendar kept under `code`, without one that of weekends only; KeyError where none is."""
    if not code:
        return PublicHolidays(code, HolidayBase())
    if code not in KEPT:
        raise KeyError(code)
    country, _, part = code.partition("-")
    return PublicHolidays(code, country_holidays(country, subdiv=part or None, language="en_US"))
