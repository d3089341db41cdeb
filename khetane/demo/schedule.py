"""When a unit goes where: a visit about every second week, in turn to each of its settlements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from khetane.demo.chance import Chance
from khetane.demo.forms.visits import Visit
from khetane.demo.towns import Town

MEMBERS = ("education", "health", "social_protection", "employment")
AHEAD = 2  # visits that are planned today


def visits(chance: Chance, town: Town, first: dt.date, today: dt.date) -> Iterator[Visit]:
    """The visits from `first` on, the last ones still ahead; their order is that of their days."""
    day, number, ahead = workday(first), 0, 0
    while ahead < AHEAD:
        here = chance.of("visit", number)
        settlement = town.settlements[number % len(town.settlements)]
        visit = Visit(here.id(), town, settlement, day, participants(here))
        if day > today:
            ahead += 1
            visit.planned_on = today - dt.timedelta(days=ahead)
        elif here.yes(0.6):
            visit.planned_on = day - dt.timedelta(days=here.between(4, 7))
            visit.cancelled = here.yes(0.06)
        yield visit
        number += 1
        day = workday(day + dt.timedelta(days=here.between(12, 16)))


def participants(chance: Chance) -> list[str]:
    """The coordinator and most others; the lawyer comes along every second time."""
    members = [mandate for mandate in MEMBERS if chance.yes(0.82)]
    return ["coordination", *members, *(["legal"] if chance.yes(0.5) else [])]


def workday(day: dt.date) -> dt.date:
    """The day itself, or the Monday after a weekend."""
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
