"""How fast and how well persons are found in the product itself: `python -m benchmarks.search --persons 1000000`.

In a throwaway durable server with the product's tables, policies and roles; the application's role
searches as a unit coordinator. Beside it the same spellings ask a trigram index on the names as written.
Prints the time of each way at p50 and p95, their ratio, how often the person asked for is among the first 20, and
the CPU time per query of the program and of its database process, which a busy machine does not lengthen.
"""

from __future__ import annotations

import argparse
import datetime
import uuid
from collections.abc import Callable, Sequence
from random import Random
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import psutil

from benchmarks.search.names import Person
from benchmarks.search.recall import TARGET, written
from benchmarks.search.server import number_id, register
from benchmarks.search.variants import VARIANTS

if TYPE_CHECKING:
    from khetane.access.models import Account

LIMIT_MS = 30
SHOWN = 20
TRIGRAM = """
    select id from people_person where (given_name || ' ' || family_name) %% %s
    order by similarity(given_name || ' ' || family_name, %s) desc limit 20
"""
Asked = tuple[int, str, str]  # number of the person, the name as typed, the year as typed
Way = Callable[[str, str], Sequence[uuid.UUID]]


def questions(people: Sequence[Person], per_variant: int, random: Random) -> list[Asked]:
    """Each variant of spelling for persons drawn by chance; one birth year in ten is one off."""
    asked = []
    for variant in VARIANTS.values():
        for number in random.sample(range(len(people)), per_variant):
            person = people[number]
            name = " ".join(variant(random, (person.given, person.family)))
            asked.append((number, name, str(person.birth_year + random.choice([0] * 18 + [1, -1]))))
    random.shuffle(asked)
    return asked


def by_keys(name: str, year: str) -> Sequence[uuid.UUID]:
    from khetane.people.search import search

    return [found.person_id for found in search(f"{year} {name}".strip()).found if found.person_id]


def by_trigrams(name: str, year: str) -> Sequence[uuid.UUID]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(TRIGRAM, [name, name])
        return [row[0] for row in cursor.fetchall()]


def measure(way: Way, people: Sequence[Person], asked: Sequence[Asked], *, with_year: bool) -> float:
    """Print the way's times and recall; returns its p95 in milliseconds."""
    known = {number_id(2, number): number for number in range(len(people))}
    for _, name, year in asked[:50]:
        way(name, year if with_year else "")
    times, hits, cpu = [], 0, cpu_seconds()
    for number, name, year in asked:
        started = perf_counter()
        found = way(name, year if with_year else "")
        times.append((perf_counter() - started) * 1000)
        answers = [known[id] for id in found]
        hits += (
            number in answers
            if with_year
            else any(written(people[n]) == written(people[number]) for n in answers)
        )
    spent = (cpu_seconds() - cpu) * 1000 / len(asked)
    times.sort()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    label = f"{way.__name__.replace('_', ' ')}, {'name and year' if with_year else 'name only'}"
    shares = f"among the first {SHOWN}: {hits / len(asked):.3f}"
    print(f"{label:30} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  CPU {spent:6.1f} ms  {shares}", flush=True)
    return p95


def cpu_seconds() -> float:
    """CPU time so far of this process and of the one that serves its connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return process_time() + float(server.user) + float(server.system)


def coordinator() -> Account:
    from khetane.access.models import Account, RoleGrant
    from khetane.core.viewer import acting_as_system
    from khetane.organisations.models import Unit

    with acting_as_system():
        account = Account.objects.create_user("coordinator@example.org")
        began = datetime.date(2020, 1, 1)
        unit = Unit.objects.get(code="TOWN-U")
        RoleGrant.objects.create(account=account, role_id="unit_coordinator", unit=unit, begins=began)
    return account


def main(count: int, per_variant: int, seed: int) -> bool:
    """Whether the product's search keeps its promises; prints what was measured."""
    started = perf_counter()
    with register(count, seed) as people:
        from khetane.core.viewer import acting_as

        print(f"{count:,} persons loaded in {perf_counter() - started:.0f} s", flush=True)
        asked = questions(people, per_variant, Random(seed + 1))
        with acting_as(coordinator().pk):
            full = measure(by_keys, people, asked, with_year=True)
            named = measure(by_keys, people, asked, with_year=False)
            trigram = measure(by_trigrams, people, asked, with_year=False)
    print(
        f"ratio of p95, trigrams to keys: {trigram / named:.1f}; limits: p95 {LIMIT_MS} ms, recall {TARGET}"
    )
    return max(full, named) <= LIMIT_MS


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=40, help="per variant of spelling")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    raise SystemExit(0 if main(options.persons, options.queries, options.seed) else 1)
