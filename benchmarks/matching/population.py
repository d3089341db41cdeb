"""A synthetic register in which families live together and some persons were entered twice.

What makes matching hard is in it: twins, a son called after his father, sisters and brothers with the same day and month,
homes whose address everybody shares, births known to the year; and records of one person that differ by script, hearing and typing
(`benchmarks.search.variants`: other people's rules), by swapped names or a swapped day and month, by what one of them lacks, by
marriage and by moving.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.search.names import Community, communities, to_cyrillic
from benchmarks.search.variants import VARIANTS

HOUSEHOLDS_A_SETTLEMENT = 120
TWINS, NAMED_AFTER, NO_ADDRESS = 0.02, 0.03, 0.3
NO_DOCUMENT, NO_DATE, YEAR_ONLY, NEW_YEAR = 0.6, 0.05, 0.06, 0.04
SPELLINGS = tuple(name for name in VARIANTS if "cut short" not in name and "swapped" not in name)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the register; `who` is the person, whom no reader of the table knows."""

    id: str
    who: str
    family: str
    given_name: str
    family_name: str
    birth_date: str
    sex: str
    address: str
    settlement: str
    document: str

    @property
    def row(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if name not in ("who", "family")}


def entries(persons: int, again: float = 0.08, seed: int = 1) -> Iterator[Entry]:
    """At least `persons` persons, household by household, and a second entry of a share of them (`again`)."""
    random = Random(seed)
    groups = communities(random)
    streets = ["Ромска", "Nova", "Partizanska", "Vukova", "Rruga e Re", "Железничка", "Циглана", "Mahala"]
    made = number = 0
    while made < persons:
        settlement = f"{groups[number % 7].family.names[number // HOUSEHOLDS_A_SETTLEMENT % 90]} {number // HOUSEHOLDS_A_SETTLEMENT}"
        [group] = random.choices(groups, [one.share for one in groups])
        address = "" if random.random() < NO_ADDRESS else f"{random.choice(streets)} {random.randint(1, 60)}"
        for one in household(random, group, number, address, settlement):
            made += 1
            yield one
            if random.random() < again:
                yield entered_again(random, one, groups)
        number += 1


def household(
    random: Random, group: Community, number: int, address: str, settlement: str
) -> Iterator[Entry]:
    """Father, mother and children, the given names of the children unlike each other."""
    family, cyrillic = group.family.draw(random), random.random() < group.cyrillic
    father, mother = group.given.draw(random), group.given.draw(random)
    born = date(1950, 1, 1) + timedelta(days=random.randrange(14000))
    people = [(father, born, "m"), (mother, born + timedelta(days=random.randrange(-1500, 3000)), "f")]
    names = {father, mother}
    for child in range(random.choice([1, 2, 3, 3, 4, 5])):
        sex = random.choice("mf")
        given = (
            father
            if sex == "m" and child == 0 and random.random() < NAMED_AFTER
            else another(random, group, names)
        )
        names.add(given)
        day = born + timedelta(days=365 * (20 + 2 * child) + random.randrange(600))
        if child and random.random() < TWINS:
            day = people[-1][1]
        people.append((given, day, sex))
    for at, (given, day, sex) in enumerate(people):
        who = f"{number}.{at}"
        written = to_cyrillic if cyrillic else str
        yield Entry(
            who, who, str(number), written(given), written(family), said(random, day), sex, address, settlement,
            "" if random.random() < NO_DOCUMENT else str(random.randrange(10**8, 10**9)),
        )  # fmt: skip


def another(random: Random, group: Community, names: set[str]) -> str:
    given = group.given.draw(random)
    while given in names:
        given = group.given.draw(random)
    return given


def said(random: Random, day: date) -> str:
    chance = random.random()
    if chance < NO_DATE:
        return ""
    if chance < NO_DATE + YEAR_ONLY:
        return str(day.year)
    return f"{day.year}-01-01" if chance < NO_DATE + YEAR_ONLY + NEW_YEAR else day.isoformat()


def entered_again(random: Random, one: Entry, groups: list[Community]) -> Entry:
    """The same person as another mediator wrote her down: each thing may be otherwise, most are not."""
    given, family = VARIANTS[random.choice(SPELLINGS)](random, (one.given_name, one.family_name))
    if random.random() < 0.05:
        given, family = family, given
    if one.sex == "f" and random.random() < 0.06:
        family = random.choice(groups).family.draw(random)
    if random.random() < 0.03:
        family = ""
    birth = one.birth_date
    if len(birth) == 10 and random.random() < 0.12:
        birth = mistaken(random, birth)
    elif random.random() < 0.08:
        birth = birth[:4] if random.random() < 0.5 else ""
    return replace(
        one, id=f"{one.who}-again", given_name=given, family_name=family, birth_date=birth,
        sex="" if random.random() < 0.05 else one.sex,
        address="" if random.random() < 0.4 else one.address if random.random() < 0.7 else f"Nova {random.randint(1, 60)}",
        settlement=one.settlement if random.random() < 0.85 else "Doseljeni",
        document="" if random.random() < 0.3 else typed(random, one.document) if random.random() < 0.1 else one.document,
    )  # fmt: skip


def mistaken(random: Random, birth: str) -> str:
    year, month, day = birth.split("-")
    if int(day) <= 12 and random.random() < 0.6:
        return f"{year}-{day}-{month}"
    if random.random() < 0.5:
        return f"{int(year) + random.choice([-1, 1, 10])}-{month}-{day}"
    return f"{year}-{month}-{min(28, max(1, int(day) + random.choice([-1, 1, 10]))):02}"


def typed(random: Random, number: str) -> str:
    if not number:
        return ""
    place = random.randrange(len(number))
    return number[:place] + random.choice("0123456789") + number[place + 1 :]


def write(path: Path, persons: int, seed: int = 1) -> tuple[int, set[frozenset[str]]]:
    """Write the register as CSV; how many rows, and the pairs of ids that are one person."""
    pairs, rows = set(), 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [name for name in Entry.__slots__ if name not in ("who", "family")])
        writer.writeheader()
        for one in entries(persons, seed=seed):
            writer.writerow(one.row)
            rows += 1
            if one.id != one.who:
                pairs.add(frozenset((one.who, one.id)))
    return rows, pairs
