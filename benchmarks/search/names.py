"""Synthetic persons with names of the region, as often as real names are.

The names are common ones, combined by chance: nobody is meant. Most come from Faker's lists (Croatian,
Macedonian, Turkish, Bulgarian), so that whoever wrote the matching rules did not choose them; Serbian,
Albanian and Bosnian ones, and given names frequent in Roma communities, stand in `lists.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

import cyrtranslit
from faker.providers.person import bg_BG, hr_HR, mk_MK, tr_TR

from benchmarks.search import lists

# With this offset the commonest of a thousand names is borne by one person in twenty of its
# community, the next ones by ever fewer: the shape of published surname counts.
ZIPF_OFFSET = 2.0


@dataclass(frozen=True, slots=True)
class Person:
    given: str
    family: str
    parent: str
    birth_year: int


class Drawn:
    """Names drawn with falling frequency, in an order of their own."""

    def __init__(self, names: Sequence[str], random: Random) -> None:
        self.names = sorted(set(names))
        random.shuffle(self.names)
        self.weights = list(accumulate(1 / (rank + ZIPF_OFFSET) for rank in range(1, len(self.names) + 1)))

    def draw(self, random: Random) -> str:
        return random.choices(self.names, cum_weights=self.weights)[0]


@dataclass(frozen=True)
class Community:
    """Names used together, the share of the population, and the share written in Cyrillic."""

    share: float
    given: Drawn
    family: Drawn
    cyrillic: float = 0.0


def communities(random: Random) -> list[Community]:
    hr, mk, tr, bg = hr_HR.Provider, mk_MK.Provider, tr_TR.Provider, bg_BG.Provider
    roma = lists.ROMA_GIVEN
    roma_families = [f"{stem}{ending}" for stem in lists.ROMA_STEMS for ending in ("ović", "i", "", "ovski")]

    def made(share: float, given: Sequence[str], family: Sequence[str], cyrillic: float = 0.0) -> Community:
        return Community(share, Drawn(list(given), random), Drawn(list(family), random), cyrillic)

    return [
        made(0.25, [*lists.SERBIAN_GIVEN, *roma], [*lists.SERBIAN_FAMILY, *roma_families], 0.5),
        made(0.15, [*roma, *lists.ALBANIAN_GIVEN], roma_families, 0.3),
        made(0.15, [*hr.first_names, *lists.BOSNIAN_GIVEN], hr.last_names),
        made(0.15, [*mk.first_names, *roma], [*mk.last_names, *map(to_cyrillic, roma_families)], 1.0),
        made(0.15, lists.ALBANIAN_GIVEN, lists.ALBANIAN_FAMILY),
        made(0.10, tr.first_names, [*tr.last_names, *lists.TURKISH_FAMILY]),
        made(0.05, bg.first_names, bg.last_names, 1.0),
    ]


def persons(count: int, seed: int = 1) -> Iterator[Person]:
    """`count` persons, the same for the same seed."""
    random = Random(seed)
    all_communities = communities(random)
    shares = [community.share for community in all_communities]
    for community in random.choices(all_communities, shares, k=count):
        person = Person(
            community.given.draw(random),
            community.family.draw(random),
            community.given.draw(random),
            born(random),
        )
        yield in_cyrillic(person) if random.random() < community.cyrillic else person


def born(random: Random) -> int:
    """A young population: births thin out going back from 2025 to 1935."""
    return 2025 - int(90 * random.betavariate(1.2, 2.2))


def in_cyrillic(person: Person) -> Person:
    given, family, parent = map(to_cyrillic, (person.given, person.family, person.parent))
    return Person(given, family, parent, person.birth_year)


def to_cyrillic(name: str) -> str:
    return str(cyrtranslit.to_cyrillic(name, "sr"))
