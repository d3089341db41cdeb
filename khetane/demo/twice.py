"""Persons whom two households name: a daughter-in-law at her parents' and at her husband's, entered by two hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from khetane.demo.chance import Chance
from khetane.demo.people import Household, Member

Pair = tuple[UUID, UUID]
IN_A_UNIT = 4
GROWN = 18


def enter_twice(
    homes: Mapping[str, Sequence[Household]], chance: Chance, today: dt.date
) -> dict[str, list[Pair]]:
    """In some households let the last member be somebody who stands in another one too; whom, by unit.

    In each unit a few, and one in the next unit. As many persons as before.
    """
    units = sorted(homes)
    found: dict[str, list[Pair]] = {}
    for unit, following in zip(units, units[1:] + units[:1], strict=True):
        here = chance.of(unit)
        places = [homes[unit]] * IN_A_UNIT + [homes[following]] * (following != unit)
        pairs = [
            _once_more(here.of(number), homes[unit], there, today) for number, there in enumerate(places)
        ]
        found[unit] = [pair for pair in pairs[:IN_A_UNIT] if pair is not None]
    return found


def _once_more(
    chance: Chance, homes: Sequence[Household], there: Sequence[Household], today: dt.date
) -> Pair | None:
    """Copy a grown-up from one household into another; None where chance finds nobody who fits."""
    home, other = chance.pick(homes), chance.pick(there)
    grown = [
        one
        for one in home.members[1:]
        if one.age(today) >= GROWN and one.role in ("child", "spouse", "in_law")
    ]
    if home is other or not grown or len(other.members) < 3 or other.members[-1].role in ("spouse", "parent"):
        return None
    one = chance.pick(grown)
    if one.given in {member.given for member in other.members}:
        return None
    born, precision = _misheard(one, chance)
    again = replace(one, id=chance.id(), role="in_law", born=born, precision=precision)
    other.members[-1] = again
    return one.id, again.id


def _misheard(one: Member, chance: Chance) -> tuple[dt.date, str]:
    """The birth as the second hand wrote it: the same, with day and month turned, or the year alone."""
    said = chance.pick(("same", "turned", "year"))
    if said == "turned" and one.precision == "day" and one.born.day <= 12:
        return one.born.replace(month=one.born.day, day=one.born.month), one.precision
    if said == "year":
        return one.born.replace(month=1, day=1), "year"
    return one.born, one.precision
