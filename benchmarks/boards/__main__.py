"""`python -m benchmarks.boards --persons 1000000`: what opening each list and board takes, 20 requests a second.

A durable server with a register of that size (benchmarks.rls), web processes as `khetane run` starts them, and viewers with
sessions of their own: a coordinator and a health mediator of one unit, lawyers of ten units and of all 150, a national
analyst, the data-protection officer. Every page of the navigation that they may open, lists also narrowed and continued,
is asked for at its moment, whether what was asked before is answered or not; a time counts from that moment. Beside each
page stands its ratio to a page of the same server that reads one row, opened in the same minutes by the same viewer.
Ends with 1 when a page is ABOVE the limit at p95. With `--folder` the register is kept for the next run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles

import aiohttp

from benchmarks.boards import load, pages, viewers
from benchmarks.openrosa import machine
from benchmarks.openrosa.__main__ import served
from benchmarks.rls.register import register

LIMIT = 150.0  # milliseconds at p95
RATE = 20.0
WORKERS = os.cpu_count() or 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.boards", description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=40, help="each page is opened by each viewer")
    parser.add_argument("--rate", type=float, default=RATE, help="requests a second")
    parser.add_argument(
        "--pages", nargs="+", metavar="WORD", help="only pages with one of these in their name"
    )
    parser.add_argument("--viewers", nargs="+", choices=[one.name for one in viewers.VIEWERS])
    parser.add_argument("--folder", type=Path, help="where the register is kept for the next run")
    parser.add_argument(
        "--singly", action="store_true", help="processor time of one page after another, without load"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chosen = [one for one in viewers.VIEWERS if not options.viewers or one.name in options.viewers]
    with ExitStack() as stack:
        temporary = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="khetane-boards-")))
        os.environ["KHETANE_HOME"] = str(temporary / "home")
        folder = (options.folder or temporary).resolve()
        made = stack.enter_context(register(folder, options.persons, durable=True))
        keep_totals()
        server = stack.enter_context(served("khetane.config.wsgi:application", WORKERS, dict(os.environ)))
        wanted = [page for one in chosen for page in pages_of(one, made.owner_url, options.pages)]
        if options.singly:
            database = int((folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
            asyncio.run(singly(server, database, wanted, options.times))
            return
        taken = asyncio.run(measured(server[1], wanted, options))
    (told_as_json if options.json else told)(taken)
    sys.exit(any(p95(times) > LIMIT for times in taken.values()))


def keep_totals() -> None:
    """What the background worker does each night."""
    from khetane.reports import tasks  # once Django is set up

    tasks.keep_totals(0)


def pages_of(looking: viewers.Looking, owner_url: str, words: list[str] | None) -> list[pages.Page]:
    """What the viewer opens with a new session: all she may, or those with one of the words in their names."""
    account = viewers.known(looking, owner_url)
    return [
        page
        for page in pages.allowed(account, looking.name, viewers.cookie(account), owner_url)
        if not words or page.name == pages.PLAIN or any(word in page.name for word in words)
    ]


async def measured(address: str, wanted: Sequence[pages.Page], options: argparse.Namespace) -> load.Taken:
    """What each page took, and the next page of each list."""
    connections = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(base_url=address, connector=connections) as session:
        found = [page for one in wanted for page in await pages.opened(session, one)]
        await load.run(session, found, 2, options.rate)  # warms caches and web processes
        return await load.run(session, found, options.times, options.rate)


async def singly(server: tuple[int, str], database: int, wanted: Sequence[pages.Page], times: int) -> None:
    """Tell the processor time of each page."""

    def spent() -> tuple[float, float]:
        return machine.cpu_seconds([server[0]]), machine.cpu_seconds([database])

    async with aiohttp.ClientSession(base_url=server[1]) as session:
        found = [page for one in wanted for page in await pages.opened(session, one)]
        async for page, web, base in load.singly(session, found, times, spent):
            print(
                f"{page.name:42} {page.viewer:18} processor time: web {web:6.0f} ms, database {base:6.0f} ms",
                flush=True,
            )


def told(taken: load.Taken) -> None:
    """A line for each page, the slowest first."""
    plain = {page.viewer: times for page, times in taken.items() if page.name == pages.PLAIN}
    for page, times in sorted(taken.items(), key=lambda one: -p95(one[1])):
        beside = plain[page.viewer]
        print(
            f"{page.name:42} {page.viewer:18} p50 {p50(times):6.0f} ms ({p50(times) / p50(beside):4.1f}) "
            f"p95 {p95(times):6.0f} ms ({p95(times) / p95(beside):4.1f}) {'ABOVE' if p95(times) > LIMIT else ''}",
            flush=True,
        )
    above = sum(p95(times) > LIMIT for times in taken.values())
    print(
        f"{len(taken)} pages, {above} ABOVE {LIMIT:.0f} ms; in brackets the ratio to a page that reads one row"
    )


def told_as_json(taken: load.Taken) -> None:
    rows = [
        {"page": page.name, "viewer": page.viewer, "p50": p50(times), "p95": p95(times), "limit": LIMIT}
        for page, times in taken.items()
    ]
    print(json.dumps(rows), flush=True)


def p50(times: list[float]) -> float:
    return quantiles(times, n=20)[9]


def p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
