"""How fast and how well persons are found in the product itself: `python -m benchmarks.search --persons 1000000`.

In a durable server of its own with the product's tables, policies and roles; the application's role searches the
whole register of 150 units as somebody who coordinates them all, and one unit's as its coordinator. Beside them the
same spellings ask a trigram index on the names as written, as the tables' owner: under row-level security its operator
could not use the index at all. Prints at p50 and p95 the wall time and the CPU time of the program and its database process
together, which a busy machine lengthens less, the mean of either, and how often the person asked for is among the first 20.

What counts as found: *with the year* and *with the settlement*, that very person; *name only*, the person or a namesake
whose name is written the same (in either script), whom nothing asked could tell apart. `--keep FOLDER` loads once and
measures again.
"""

from __future__ import annotations

import argparse
import datetime
import os
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import mean
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

import psycopg

from benchmarks.search.names import Person
from benchmarks.search.recall import TARGET, written
from benchmarks.search.server import HOUSEHOLD_SIZE, UNITS, homes_named, number_id, register
from benchmarks.search.variants import VARIANTS

if TYPE_CHECKING:
    from khetane.access.models import Account

LIMIT_MS = 30
SHOWN = 20
TRIGRAM = """
    select id from people_person where (given_name || ' ' || family_name) %% %s
    order by similarity(given_name || ' ' || family_name, %s) desc limit 20
"""
Way = Callable[[str], Sequence[uuid.UUID]]


class Percentiles(NamedTuple):
    """The p95 in milliseconds."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Town:
    """Who is registered, the number of each id, and the settlements over which households stand in turn."""

    people: Sequence[Person]
    numbers: Mapping[uuid.UUID, int]
    settlements: Sequence[str]

    def settlement(self, number: int) -> str:
        return self.settlements[number // HOUSEHOLD_SIZE % len(self.settlements)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A person, the name and the birth year as somebody else types them."""

    number: int
    variant: str
    name: str
    year: int


def questions(
    people: Sequence[Person], numbers: Sequence[int], per_variant: int, random: Random
) -> list[Asked]:
    """Each variant of spelling for persons drawn by chance; one birth year in ten is one off."""
    asked = []
    for title, variant in VARIANTS.items():
        for number in random.sample(numbers, min(per_variant, len(numbers))):
            person = people[number]
            name = " ".join(variant(random, (person.given, person.family)))
            year = person.birth_year + random.choice([0] * 18 + [1, -1])
            asked.append(Asked(number, title, name, year))
    random.shuffle(asked)
    return asked


def by_keys(text: str) -> Sequence[uuid.UUID]:
    from khetane.people.search import search

    return [found.person_id for found in search(text).found if found.person_id]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is typed beside the name, and whether namesakes count as found."""

    title: str
    text: Callable[[Asked, Town], str]
    namesakes: bool = False


NAME = Kind("name only", lambda one, town: one.name, namesakes=True)
KINDS = (
    NAME,
    Kind("name and year", lambda one, town: f"{one.year} {one.name}"),
    Kind("settlement and name", lambda one, town: f"{town.settlement(one.number)} {one.name}"),
)


class Measured:
    """One way of asking, measured; prints itself."""

    def __init__(self, label: str, way: Way, backend: int, town: Town) -> None:
        self.label, self.way, self.town = label, way, town
        self.schedule = Path(f"/proc/{backend}/schedstat")

    def run(self, asked: Sequence[Asked], kind: Kind) -> Percentiles:
        """Print the way's times and recall; returns its p95."""
        texts = [kind.text(one, self.town) for one in asked]
        for text in texts[: len(texts) // 10]:
            self.way(text)
        wall, program, server, missed = list[float](), list[float](), list[float](), Counter[str]()
        for one, text in zip(asked, texts, strict=True):
            begun = (perf_counter(), process_time(), self.server_seconds())
            found = self.way(text)
            ended = (perf_counter(), process_time(), self.server_seconds())
            for times, start, end in zip((wall, program, server), begun, ended, strict=True):
                times.append((end - start) * 1000)
            missed[one.variant] += not self.hit(one, found, kind)
        both = list(map(sum, zip(program, server, strict=True)))
        print(f"{self.label}, {kind.title}: wall p50 {part(wall, 0.5):.1f} ms, p95 {part(wall, 0.95):.1f} ms; "
              f"CPU p50 {part(both, 0.5):.1f} ms, p95 {part(both, 0.95):.1f} ms, "
              f"mean {mean(program):.1f} + {mean(server):.1f} ms (program + database); "
              f"among the first {SHOWN}: {1 - missed.total() / len(asked):.3f} of {len(asked)}")  # fmt: skip
        each = Counter(one.variant for one in asked)
        worst = ", ".join(f"{name} {1 - n / each[name]:.2f}" for name, n in missed.most_common(4))
        print(f"    least: {worst}", flush=True)
        return Percentiles(part(wall, 0.95), part(both, 0.95))

    def hit(self, one: Asked, found: Sequence[uuid.UUID], kind: Kind) -> bool:
        numbers = [self.town.numbers[id] for id in found]
        wanted = written(self.town.people[one.number])
        return one.number in numbers or (
            kind.namesakes and any(written(self.town.people[number]) == wanted for number in numbers)
        )

    def server_seconds(self) -> float:
        """What the database's process has run; as Linux counts it, in nanoseconds."""
        return int(self.schedule.read_text().split()[0]) / 1e9


def part(times: Sequence[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


def coordinator(units: int) -> Account:
    """Somebody who coordinates the first unit, or all."""
    from khetane.access.models import Account, RoleGrant
    from khetane.core.viewer import acting_as_system
    from khetane.organisations.models import Unit

    email = f"of-{units}@example.org"
    with acting_as_system():
        known = Account.objects.filter(email=email).first()
        if known is not None:
            return known
        account = Account.objects.create_user(email)
        for unit in Unit.objects.filter(code__in=[f"B{number}-U" for number in range(units)]):
            RoleGrant.objects.create(
                account=account, role_id="unit_coordinator", unit=unit, begins=datetime.date(2020, 1, 1)
            )
    return account


def measure_keys(town: Town, label: str, units: int, per_variant: int, seed: int) -> list[Percentiles]:
    """The p95 of every kind of question."""
    from django.db import connection

    from khetane.core.viewer import acting_as
    from khetane.people.models import Person as Recorded

    seen: Sequence[int] = range(len(town.people))
    with acting_as(coordinator(units).pk):
        if units < UNITS:
            seen = [town.numbers[id] for id in Recorded.objects.order_by("pk").values_list("pk", flat=True)]
        asked = questions(town.people, seen, per_variant, Random(seed + 1))
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            label = f"keys, {label} ({len(seen):,} persons)"
            measured = Measured(label, by_keys, cursor.fetchone()[0], town)
        return [measured.run(asked, kind) for kind in KINDS]


def measure_trigrams(town: Town, per_variant: int, seed: int) -> Percentiles:
    asked = questions(town.people, range(len(town.people)), per_variant, Random(seed + 1))
    with psycopg.connect(os.environ["KHETANE_OWNER_DATABASE_URL"], autocommit=True) as owner:

        def by_trigrams(text: str) -> Sequence[uuid.UUID]:
            return [row[0] for row in owner.execute(TRIGRAM, [text, text])]

        measured = Measured("trigrams, all units", by_trigrams, owner.info.backend_pid, town)
        return measured.run(asked, NAME)


def main(count: int, per_variant: int, seed: int, folder: Path) -> bool:
    """Whether the product's search keeps its promises; prints what was measured."""
    started = perf_counter()
    with register(folder, count, seed) as people:
        print(f"{count:,} persons ready in {perf_counter() - started:.0f} s", flush=True)
        numbers = {number_id(2, number): number for number in range(count)}
        town = Town(people, numbers, homes_named())
        unit = measure_keys(town, "one unit", 1, per_variant, seed)
        every = measure_keys(town, "all units", UNITS, per_variant, seed)
        trigram = measure_trigrams(town, max(1, per_variant // 4), seed)
    cpu = max(one.cpu for one in unit + every)
    print(
        f"highest p95 of keys: wall {max(one.wall for one in unit + every):.1f} ms, CPU {cpu:.1f} ms; ratio of CPU at p95 "
        f"by name, trigrams to keys: {trigram.cpu / every[0].cpu:.1f}; limits: p95 {LIMIT_MS} ms, recall {TARGET}"
    )
    return cpu <= LIMIT_MS


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=40, help="per variant of spelling")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="the folder to load into, and to find loaded")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khetane-search-") as name:
        kept = main(options.persons, options.queries, options.seed, options.keep or Path(name))
    raise SystemExit(0 if kept else 1)
