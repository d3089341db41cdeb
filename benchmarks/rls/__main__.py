"""`python -m benchmarks.rls --persons 200000`: what each page costs the database, on and off, and the ratio.

On are the statements of the product's own pages as the application's role puts them. Off are the same statements,
for the same rows, where the policies do not apply and every table is filtered by the viewer's units (and mandates)
as an application without policies would. CPU is that of the database process. A busy machine lengthens it too, since
its caches are shared: so the ways take turns in going first, an opening of a page costs the median of its turns, a page
the mean of its openings in several connections, and beside the ratio stands how far it goes when the turns are drawn anew (90 of 100 draws).
A processor that dozes between two questions makes each cost up to twice as much, one way more than the other: so it is
kept awake by work that gives way to any other. The last ratio is that of the page as a whole, with what it costs outside the
database. With `--folder` the register is kept for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks.rls.filtered import filtered
from benchmarks.rls.register import UNITS, Looking, Register, coordinator, register

if TYPE_CHECKING:
    from benchmarks.rls.screens import Asked

LIMIT = 1.3
DRAWINGS = 400
ROUNDS = 5  # with new connections: where a process of the database lies in memory makes one a tenth dearer than its like
# What an application without policies has to know of who looks: in the tables' own words, and planned once a connection,
# which is the cheapest way there is.
GRANTS = """
    select r.permissions, r.mandates, case when g.unit_id is not null then array[g.unit_id] else (
        select array_agg(u.id) from places_place top join places_place p on p.path <@ top.path
        join organisations_unit u on u.municipality_id = p.id
        where top.id = g.place_id and u.id <> all (g.widening || g.left_out)) end
    from access_rolegrant g join access_account a on a.id = g.account_id join access_role r on r.code = g.role_id
    where g.account_id = %s and a.is_active and g.begins <= current_date
        and (g.ends is null or g.ends > current_date) and g.unconfirmed_since is null
"""
AWAKE = "import os; os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))\nwhile True: pass"
KEPT = ("khetane.viewer", "khetane.entry", "khetane.grants", "khetane.whole", "khetane.overridden")
_entries = count()
Turn = Callable[["Asked"], list[Any]]


@dataclass(slots=True)
class Way:
    """One way to ask: a connection and what it has used, for each opening of the page in each turn."""

    connection: psycopg.Connection[Any]
    before: Callable[[psycopg.Connection[Any]], None]
    cpu: list[list[float]] = field(default_factory=list)
    wall: list[list[float]] = field(default_factory=list)
    outside: list[float] = field(default_factory=list)

    def opening(self) -> None:
        """From here on another opening of the page is asked."""
        self.cpu.append([])
        self.wall.append([])

    def ask(self, page: Asked) -> list[list[Any]]:
        """One transaction with all statements of a page, as a request runs it."""
        clock = (~self.connection.info.backend_pid << 3) | 2  # Linux's clock of another process
        cpu, began = time.clock_gettime(clock), time.perf_counter()
        with self.connection.transaction():
            self.before(self.connection)
            found = [self.connection.execute(text.encode()).fetchall() for text in page.statements]
        self.wall[-1].append(1000 * (time.perf_counter() - began))
        self.cpu[-1].append(1000 * (time.clock_gettime(clock) - cpu))
        return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rls", description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument(
        "--turns", type=int, default=25, help="of a page opened at many addresses; of one, as many in all"
    )
    parser.add_argument("--units", type=int, nargs="+", default=[1, 10], help="of the viewers")
    parser.add_argument("--folder", type=Path, help="where the register is kept for the next run")
    parser.add_argument("--pages", nargs="+", metavar="PAGE", help="only these, as the table names them")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="khetane-rls-") as temporary,
        register((options.folder or Path(temporary)).resolve(), options.persons) as made,
        awake(),
    ):
        for units in options.units:
            results = measure(made, coordinator(made.owner_url, units), options.turns, options.pages)
            report(results, as_json=options.json, persons=options.persons, units=units)


@contextmanager
def awake() -> Iterator[None]:
    """No processor goes to sleep until the block ends."""
    restless = [subprocess.Popen([sys.executable, "-c", AWAKE]) for _each in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for process in restless:
            process.kill()
            process.wait()


def measure(
    made: Register, looking: Looking, turns: int, pages: Sequence[str] | None
) -> dict[str, dict[str, Way]]:
    """Each page's two ways. AssertionError when they do not answer the same."""
    from benchmarks.rls.screens import SAMPLES, asked

    def enter(connection: psycopg.Connection[Any]) -> None:
        """As the product does, which keeps the plan of this statement (khetane.core.exchange)."""
        psycopg.Cursor(connection).execute(
            "select * from access_enter(%s, %s)", [looking.account, f"{next(_entries)}:"], prepare=True
        )

    def know(connection: psycopg.Connection[Any]) -> None:
        """A filter in the application has to know the viewer's units too."""
        psycopg.Cursor(connection).execute(GRANTS, [looking.account], prepare=True)

    results: dict[str, dict[str, Way]] = {}
    openings = [page for page in asked(looking, made.owner_url) if not pages or page.page in pages]
    times = Counter(page.page for page in openings)
    for _round in range(ROUNDS):
        with connected(made.app_url) as on, connected(made.owner_url) as off, filtered(off, looking):
            tell(off, looking)
            for page in openings:
                ways = results.setdefault(page.page, {"on": Way(on, enter), "off": Way(off, know)})
                ways["on"].connection, ways["off"].connection = on, off
                compare(page, ways, max(turns * SAMPLES // times[page.page] // ROUNDS, 3))
    return results


def tell(connection: psycopg.Connection[Any], looking: Looking) -> None:
    """For good who looks: the product's pages ask functions of the database, too, which want to know it.

    What entering keeps for a transaction is kept for the connection, so that these functions cost no more here.
    """
    with connection.transaction():
        connection.execute("select access_enter(%s, 'told:'), access_kept_grants()", [looking.account])
        kept = {
            name: connection.execute("select current_setting(%s, true)", [name]).fetchone() for name in KEPT
        }
    for name, value in kept.items():
        connection.execute("select set_config(%s, %s, false)", [name, value[0] if value else ""])
    connection.commit()


def compare(page: Asked, ways: dict[str, Way], turns: int) -> None:
    """Both ways turn by turn, each first in every other one; the first turn warms up."""
    for way in ways.values():
        way.opening()
        way.outside.append(page.outside)
    found: dict[str, list[list[Any]]] = {}
    for turn in range(turns + 1):
        for name in sorted(ways, reverse=turn % 2 == 1):
            found[name] = ways[name].ask(page)
        for text, seen, filtered_by_hand in zip(page.statements, found["on"], found["off"], strict=True):
            if not alike(text, seen, filtered_by_hand):
                raise AssertionError(f"{page.page}: the ways differ in {text}")
    if not any(found["on"]):
        raise AssertionError(f"{page.page}: nothing is answered")
    for way in ways.values():
        del way.cpu[-1][0], way.wall[-1][0]


def alike(text: str, seen: list[Any], filtered_by_hand: list[Any]) -> bool:
    """Whether the answers agree. Which rows a `limit` without an order takes is open: then, whether there are any."""
    if "limit " in text.lower() and "order by" not in text.lower():
        return bool(seen) == bool(filtered_by_hand)
    return sorted(seen, key=str) == sorted(filtered_by_hand, key=str)


def connected(url: str) -> psycopg.Connection[Any]:
    """Values are put into the statement on this side, as Django does."""
    return psycopg.connect(url, cursor_factory=psycopg.ClientCursor)


def report(results: dict[str, dict[str, Way]], *, as_json: bool, persons: int, units: int) -> None:
    cpu = {page: {way: middle(of.cpu) for way, of in ways.items()} for page, ways in results.items()}
    wall = {page: {way: middle(of.wall) for way, of in ways.items()} for page, ways in results.items()}
    outside = {page: fmean(ways["on"].outside) for page, ways in results.items()}
    ratios = {page: round(way["on"] / way["off"], 3) for page, way in cpu.items()}
    wholes = {
        page: round((outside[page] + way["on"]) / (outside[page] + way["off"]), 3)
        for page, way in cpu.items()
    }
    spreads = {page: spread(ways["on"].cpu, ways["off"].cpu) for page, ways in results.items()}
    if as_json:
        told = {
            "persons": persons,
            "units": units,
            "cpu_ms": cpu,
            "wall_ms": wall,
            "outside_ms": outside,
            "cpu_ratio": ratios,
            "cpu_ratio_spread": spreads,
            "whole_ratio": wholes,
            "limit": LIMIT,
        }
        print(json.dumps(told), flush=True)
        return
    print(f"{persons} persons in {UNITS} units, seen from {units}; milliseconds of one page's questions")
    for page, used in cpu.items():
        took, (low, high) = wall[page], spreads[page]
        print(
            f"{page:34} CPU on {used['on']:8.3f} off {used['off']:8.3f} ratio {ratios[page]:5.2f} ({low:.2f} to {high:.2f}) "
            f"{'within' if ratios[page] <= LIMIT else 'ABOVE '} {LIMIT}   time ratio {took['on'] / took['off']:5.2f}   "
            f"outside {outside[page]:6.1f} whole page {wholes[page]:5.2f}",
            flush=True,
        )


def middle(openings: Sequence[Sequence[float]]) -> float:
    """What a page takes: of each opening the median, of the openings the mean."""
    return fmean(median(turns) for turns in openings)


def spread(on: Sequence[Sequence[float]], off: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Where the ratio lies in 90 of 100 drawings of the same number of turns, with putting back."""
    random = Random(1)

    def drawn(openings: Sequence[Sequence[float]]) -> float:
        return middle([random.choices(turns, k=len(turns)) for turns in openings])

    ratios = sorted(drawn(on) / drawn(off) for _ in range(DRAWINGS))
    return round(ratios[DRAWINGS // 20], 3), round(ratios[-DRAWINGS // 20 - 1], 3)


if __name__ == "__main__":
    main()
