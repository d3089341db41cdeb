"""The whole demonstration country: who lives where, and what each unit sends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from khetane.demo import people, towns
from khetane.demo.chance import Chance
from khetane.demo.names import Typing
from khetane.demo.people import Household
from khetane.demo.sendings import Sending
from khetane.demo.towns import Settlement, Town
from khetane.demo.trouble import troubles
from khetane.demo.twice import Pair, enter_twice
from khetane.demo.unit_story import UnitStory

SEED = 2026
HOUSEHOLDS = 1100
PERSONS = 5000
DAYS = 730


@dataclass(frozen=True, slots=True)
class Country:
    """The same for the same values. `scale` multiplies households and persons; a part of it is for tests."""

    today: dt.date
    seed: int = SEED
    scale: int = 1
    units: int = 20
    home_count: int = HOUSEHOLDS
    person_count: int = PERSONS
    days: int = DAYS

    @property
    def first_day(self) -> dt.date:
        return self.today - dt.timedelta(days=self.days)

    def towns(self) -> list[Town]:
        return towns.towns(Chance(self.seed, "towns"))[: self.units]

    def households(self) -> dict[str, list[Household]]:
        """The households of each unit, as they are when they are registered."""
        found = self._households()
        enter_twice(found, Chance(self.seed, "twice"), self.today)
        return found

    def twice(self) -> dict[str, list[Pair]]:
        """By unit, who stands in two of its households."""
        return enter_twice(self._households(), Chance(self.seed, "twice"), self.today)

    def _households(self) -> dict[str, list[Household]]:
        chance = Chance(self.seed, "people")
        settlements = [(town, place) for town in self.towns() for place in town.settlements]
        weights = [chance.of(place.code).random.uniform(0.5, 1.6) for _, place in settlements]
        numbers = shares(weights, self.home_count * self.scale)
        sizes = iter(people.sizes(chance, self.home_count * self.scale, self.person_count * self.scale))
        found: dict[str, list[Household]] = {town.unit: [] for town in self.towns()}
        for (town, place), number in zip(settlements, numbers, strict=True):
            for which in range(number):
                found[town.unit].append(self._household(chance, town, place, which, next(sizes)))
        return found

    def _household(self, chance: Chance, town: Town, place: Settlement, which: int, size: int) -> Household:
        here = chance.of(place.code, which)
        others = [way for way in Typing if way != town.typing]
        way = town.typing if here.yes(0.75) else here.pick(others)
        home = people.household(here, place.code, size, way, self.today)
        home.phone = f"000 {here.between(100, 999)} {here.between(100, 999)}" if here.yes(0.7) else ""
        return home

    def sendings(self, town: Town, households: list[Household]) -> Iterator[Sending]:
        """What the unit of a town sent in two years, and at last what troubles people should see."""
        chance = Chance(self.seed, "story", town.unit)
        story = UnitStory(chance, town, households, self.first_day, self.today)
        return chain(story.sendings(), troubles(story))


def shares(weights: list[float], whole: int) -> list[int]:
    """`whole` split by weights into whole numbers, the largest remainders rounded up."""
    exact = [weight / sum(weights) * whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: parts[place] - exact[place])
    for place in by_remainder[: whole - sum(parts)]:
        parts[place] += 1
    return parts
