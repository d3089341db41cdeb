"""How often the person asked for is among the first twenty answers: `python -m benchmarks.search.recall`.

The index is a dictionary of keys in memory with the limits of the database query; the ranking is the product's. Two measures:
*with year*: given name, family name and birth year (one in ten a year off) must bring that very person; *name
only*: the person, or a namesake whose name is written the same and who nothing asked could tell apart.
"""

from __future__ import annotations

import argparse
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from time import process_time

import cyrtranslit

from benchmarks.search.names import Person, persons
from benchmarks.search.variants import VARIANTS, Variant
from khetane.engine.linkage.keys import Lookup, keyed_names, lookups
from khetane.engine.linkage.names import joined
from khetane.engine.linkage.query import parse
from khetane.engine.linkage.ranking import Namesakes, best
from khetane.engine.linkage.score import years_apart

PER_KEY, SHOWN = 2000, 20
TARGET = 0.95


class Index:
    """Persons under their keys; of every key at most `PER_KEY` are read, whichever come first."""

    def __init__(self, register: Sequence[Person]) -> None:
        self.register = register
        self.postings: dict[str, array[int]] = defaultdict(lambda: array("i"))
        for number, person in enumerate(register):
            for key in keyed_names(person.given, person.family, person.parent, person.birth_year):
                self.postings[key].append(number)

    def candidates(self, text: str) -> set[int]:
        query = parse(text)
        return {number for lookup in lookups(query) for number in self.under(lookup, query.birth_year)}

    def under(self, lookup: Lookup, year: int | None) -> Iterable[int]:
        posted: Iterable[int] = self.postings.get(lookup.key, array("i"))
        if lookup.off is not None and year is not None:
            near = range(year - lookup.off, year + lookup.off + 1)
            posted = (number for number in posted if self.register[number].birth_year in near)
        return islice(posted, PER_KEY)

    def search(self, text: str) -> list[int]:
        query = parse(text)
        groups: dict[tuple[str, int | None], list[str]] = defaultdict(list)
        for number in sorted(self.candidates(text)):
            person = self.register[number]
            apart = years_apart(query.birth_year, person.birth_year, person.birth_year)
            groups[joined(person.given, person.family), apart].append(str(number))
        namesakes = (Namesakes(name, apart, ",".join(ids[:SHOWN])) for (name, apart), ids in groups.items())
        return [int(number) for number in best(query, namesakes, SHOWN)]


@dataclass
class Recall:
    asked: int = 0
    with_year: int = 0
    name_only: int = 0


def measure(index: Index, variant: Variant, numbers: Sequence[int], random: Random) -> Recall:
    recall = Recall()
    for number in numbers:
        person = index.register[number]
        name = " ".join(variant(random, (person.given, person.family)))
        year = person.birth_year + random.choice([0] * 18 + [1, -1])
        recall.asked += 1
        recall.with_year += number in index.search(f"{year} {name}")
        recall.name_only += any(written(index.register[n]) == written(person) for n in index.search(name))
    return recall


def written(person: Person) -> str:
    return str(cyrtranslit.to_latin(f"{person.given} {person.family}", "sr")).lower()


def describe(index: Index, sample: Sequence[int]) -> str:
    sizes = [len(found) for found in index.postings.values()]
    people = [index.register[number] for number in sample]
    keys = [len(keyed_names(p.given, p.family, p.parent, p.birth_year)) for p in people]
    fetched = [len(index.candidates(f"{p.given} {p.family}")) for p in people]
    return (
        f"{len(index.register):,} persons, {sum(sizes) / len(index.register):.1f} keys each "
        f"(most {max(keys)}), {len(sizes):,} different keys\n"
        f"candidates per query by name: mean {sum(fetched) / len(fetched):.0f}, most {max(fetched)}"
    )


def main(count: int, queries: int, seed: int) -> None:
    index = Index(list(persons(count, seed)))
    random = Random(seed + 1)
    numbers = random.sample(range(count), queries)
    print(describe(index, numbers))
    started, total = process_time(), Recall()
    print(f"{'variant':32} {'with year':>10} {'name only':>10}")
    for name, variant in VARIANTS.items():
        recall = measure(index, variant, numbers, random)
        report(name, recall)
        total = Recall(*(getattr(total, f) + getattr(recall, f) for f in ("asked", "with_year", "name_only")))
    report("overall", total)
    spent = (process_time() - started) / (2 * total.asked)
    print(f"CPU per query, keys, fetching and scoring: {spent * 1000:.2f} ms; target {TARGET}")


def report(name: str, recall: Recall) -> None:
    print(f"{name:32} {recall.with_year / recall.asked:10.3f} {recall.name_only / recall.asked:10.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=400, help="per variant")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    main(options.persons, options.queries, options.seed)
