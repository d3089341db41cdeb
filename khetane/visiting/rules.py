"""Whom to call on, and in which order. Plain values in and out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from khetane.core.collation import sort_key

ROUND = 12  # households that a joint visit can talk with in a day
LONG = dt.timedelta(days=90)  # without a visit
NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Case:
    """What speaks for calling on a household on the day of a visit. `tasks` are those due by then or without a day."""

    household: UUID
    last_visit: dt.date | None = None
    tasks: int = 0
    first_due: dt.date | None = None
    urgent: bool = False


def is_long_ago(case: Case, on: dt.date) -> bool:
    """Whether nobody of the unit was there for three months, or ever."""
    return case.last_visit is None or on - case.last_visit >= LONG


def speaks_for(case: Case, on: dt.date) -> bool:
    return case.urgent or case.tasks > 0 or is_long_ago(case, on)


def by_weight(case: Case, on: dt.date) -> tuple[bool, bool, dt.date, dt.date]:
    """Sorts what weighs most first: an urgent need, then tasks by the day they are due (those without a day last),
    then the longest time without a visit, never visited before all."""
    never = dt.date.min
    return (
        not case.urgent,
        case.tasks == 0,
        (case.first_due or dt.date.max) if case.tasks else on,
        case.last_visit or never,
    )


def proposed(cases: Iterable[Case], on: dt.date, most: int = ROUND) -> list[Case]:
    """The households to call on: those that something speaks for, what weighs most first, as many as a day holds."""
    wanted = sorted((case for case in cases if speaks_for(case, on)), key=lambda case: by_weight(case, on))
    return wanted[:most]


def in_order(addresses: Iterable[tuple[UUID, str, str]]) -> list[UUID]:
    """Households (id, address, code) in the order of a walk: by street and number, so that neighbours follow each
    other; those without an address last, by code."""
    walked = sorted(addresses, key=lambda one: (not one[1].strip(), street_and_number(one[1]), one[2]))
    return [household for household, _, _ in walked]


def street_and_number(address: str) -> tuple[tuple[int, str], ...]:
    """Sorts `Nova 9` before `Nova 10`, and the same street in two scripts together."""
    parts = (part for part in NUMBER.split(address) if part.strip())
    return tuple(number(part) if part.isdecimal() else (0, sort_key(part)) for part in parts)


def number(digits: str) -> tuple[int, str]:
    """Sorts digits as the number they are, however long."""
    kept = digits.lstrip("0") or "0"
    return len(kept), kept
