"""Where the weights of the score come from: `python -m benchmarks.search.weights`.

m: how often a name, as one of the variants of `variants.py` (each equally often) spells it, agrees with
the stored name at each level. u: how often the names of two persons drawn by chance do; for the year,
two births drawn by chance. Prints log2(m / u); a level never seen counts as seen half a time. The slips of
years are an assumption, not a measurement: 85 in 100 exact, then 7, 3, 2 and 1 for each year further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import log2
from random import Random

from benchmarks.search.names import Person, persons
from benchmarks.search.variants import VARIANTS
from khetane.engine.linkage.score import Level, agreement
from khetane.engine.linkage.word import words_of

PERSONS, PAIRS = 20_000, 400_000
YEAR_SLIPS = (0.85, 0.07, 0.03, 0.02, 0.01)
ROLES = ("given", "family")


def level(one: str, other: str, *, unfinished: bool = False) -> Level | None:
    """None where a name is left without a sound."""
    words, names = words_of(one), words_of(other)
    return agreement(words[0], names[0], unfinished=unfinished) if words and names else None


def seen(levels: Iterable[Level | None]) -> dict[Level, float]:
    counts = Counter(found for found in levels if found is not None)
    return {found: max(counts[found], 0.5) / counts.total() for found in Level}


def matches(register: list[Person], role: str, random: Random) -> dict[Level, float]:
    """m per level; a name cut short is compared as unfinished, as the search does."""
    place = ROLES.index(role)

    def levels() -> Iterable[Level | None]:
        for person in register[: PERSONS // 5]:
            stored = (person.given, person.family)
            for title, variant in VARIANTS.items():
                if "swapped" not in title:
                    changed = variant(random, stored)[place]
                    yield level(changed, stored[place], unfinished="cut short" in title)

    return seen(levels())


def chances(register: list[Person], role: str, random: Random) -> dict[Level, float]:
    """u per level."""
    pairs = ((random.choice(register), random.choice(register)) for _ in range(PAIRS))
    return seen(level(getattr(one, role), getattr(other, role), unfinished=True) for one, other in pairs)


def year_bits(register: list[Person]) -> list[float]:
    apart = Counter(abs(one.birth_year - other.birth_year) for one, other in pairwise(register))
    pairs = len(register) - 1
    known = [log2(slip / (apart[years] / pairs)) for years, slip in enumerate(YEAR_SLIPS)]
    far = sum(count for years, count in apart.items() if years >= len(YEAR_SLIPS)) / pairs
    return [*known, log2((1 - sum(YEAR_SLIPS)) / far)]


def main() -> None:
    random, register = Random(3), list(persons(PERSONS, 3))
    for role in ROLES:
        m, u = matches(register, role, random), chances(register, role, random)
        for found in Level:
            print(
                f"{role:8} {found.name:8} m {m[found]:.5f}  u {u[found]:.5f}  {log2(m[found] / u[found]):+.1f}"
            )
    print("years apart 0, 1, … and further:", " ".join(f"{bits:+.1f}" for bits in year_bits(register)))


if __name__ == "__main__":
    main()
