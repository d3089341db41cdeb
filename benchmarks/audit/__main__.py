"""python -m benchmarks.audit: processor time of a request with the audit and without, and the ratio, turn by turn.

Reads are a household and a search by turns, through the API; writes are records of a device that make a household
with its members. Two servers run all the time on one durable database, one with the audit and one without it, and
take short turns; each pair of turns gives a ratio. What the audit costs is counted whole: web processes, PostgreSQL,
and the sealer until everything is sealed. On a busy machine the ratio of processor time says more than that of rates.
Takes about (requests × turns × 4 + 1400) × 15 ms of processor time, and half a minute to begin.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import LiteralString

import psycopg

from benchmarks.audit import sealing
from benchmarks.audit.asking import BASE, BASE_SIZE, KINDS, Once, Site, write
from benchmarks.openrosa import machine
from benchmarks.openrosa.__main__ import prepare, served
from khetane.config.postgres import ROLES, ensure_roles, role_url, temporary_server

WAYS = {"on": "khetane.config.wsgi:application", "off": "benchmarks.audit.off:application"}
LIMIT = 1.15
WORKERS = os.cpu_count() or 1
WARM = 200  # of each kind for each server, before anything counts
LAST_EVENT: LiteralString = "select coalesce(max(id), 0) from access_auditevent"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one request took, in milliseconds of processor time, and how many there were a second."""

    per_second: float
    web: float
    database: float
    sealer: float

    @property
    def cpu(self) -> float:
        return self.web + self.database + self.sealer


@dataclass(frozen=True, slots=True)
class Bench:
    """Two servers on one database, with the audit and without, and the sealer."""

    sites: dict[str, Site]
    connection: psycopg.Connection
    database: int  # PostgreSQL's first process
    sealer: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200, help="in each turn")
    parser.add_argument("--turns", type=int, default=10, help="of each kind, with the audit and without")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    options = parser.parse_args()
    with running(options.connections) as bench:
        write(bench.sites["off"], BASE, BASE_SIZE)
        for kind in options.kinds:
            report(kind, compared(bench, kind, options.requests, options.turns))


def compared(bench: Bench, kind: str, requests: int, turns: int) -> list[dict[str, Turn]]:
    """Both ways turn by turn, each first as often as the other."""
    for number, site in enumerate(bench.sites.values()):
        KINDS[kind](site, 1000 + number, WARM)
    found = []
    for number in range(turns):
        ways = ("on", "off") if number % 2 == 0 else ("off", "on")
        seeds = {way: 2 * number + (way == "on") for way in ways}
        pair = {way: turn(bench, way, KINDS[kind], seeds[way], requests) for way in ways}
        print(
            f"{kind:6} turn {number + 1}: "
            + ", ".join(f"{way} {said(pair[way])}" for way in WAYS)
            + f", ratio {pair['on'].cpu / pair['off'].cpu:.3f}",
            flush=True,
        )
        found.append(pair)
    return found


def turn(bench: Bench, way: str, once: Once, seed: int, requests: int) -> Turn:
    """One turn; RuntimeError when the audit is not what the way says."""
    (sealing.go_on if way == "on" else sealing.rest)(bench.sealer)
    first, before = last_event(bench), spent(bench, way)
    rate = once(bench.sites[way], seed, requests)
    if way == "on":
        sealing.wait_until_sealed(bench.connection)
    web, database, sealer = (
        1000 * (now - was) / requests for was, now in zip(before, spent(bench, way), strict=True)
    )
    added = last_event(bench) - first
    if (way == "on" and added < requests) or (way == "off" and added):
        raise RuntimeError(f"With the audit {way}, {requests} requests added {added} events.")
    return Turn(rate, web, database, sealer)


def spent(bench: Bench, way: str) -> tuple[float, float, float]:
    roots = (bench.sites[way].process, bench.database, bench.sealer)
    return tuple(machine.cpu_seconds([root]) for root in roots)  # type: ignore[return-value]  # three of them


def last_event(bench: Bench) -> int:
    row = bench.connection.execute(LAST_EVENT).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def running(connections: int) -> Iterator[Bench]:
    """A migrated database with a form, a device and an API token of one coordinator, and everything that works on it."""
    with ExitStack() as stack:
        owner_url = stack.enter_context(temporary_server(durable=True))
        home = stack.enter_context(TemporaryDirectory())
        environment = environment_of(owner_url, home)
        device = prepare("register", environment)
        connection = stack.enter_context(psycopg.connect(owner_url, autocommit=True))
        program = api_token(connection)
        sealer = stack.enter_context(sealing.sealer(environment))
        sites = {
            way: Site(*stack.enter_context(served(name, WORKERS, environment)), device, program, connections)
            for way, name in WAYS.items()
        }
        folder = (connection.execute("show data_directory").fetchone() or [""])[0]
        database = int(Path(folder, "postmaster.pid").read_text().split()[0])
        yield Bench(sites, connection, database, sealer)


def environment_of(owner_url: str, home: str) -> dict[str, str]:
    passwords = {role.name: secrets.token_urlsafe(12) for role in ROLES}
    ensure_roles(owner_url, passwords)
    return {
        **os.environ,
        "KHETANE_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "khetane.config.settings",
        "KHETANE_HOME": home,
        "KHETANE_DATABASE_URL": role_url(owner_url, "khetane_app", passwords["khetane_app"]),
        "KHETANE_SEALER_DATABASE_URL": role_url(owner_url, "khetane_sealer", passwords["khetane_sealer"]),
        "KHETANE_OWNER_DATABASE_URL": owner_url,
    }


def api_token(connection: psycopg.Connection) -> str:
    """Of the coordinator whom `prepare` made: the one with a device."""
    from khetane.access.actions_devices import create_token
    from khetane.core.viewer import acting_as

    (account,) = connection.execute("select account_id from access_device").fetchone() or (None,)
    if account is None:
        raise LookupError("No device was made.")
    with acting_as(account):
        return create_token(label="benchmark")[1]


def report(kind: str, pairs: list[dict[str, Turn]]) -> None:
    ratios = sorted(pair["on"].cpu / pair["off"].cpu for pair in pairs)
    rates = sorted(pair["off"].per_second / pair["on"].per_second for pair in pairs)
    middle = statistics.median(ratios)
    for way in WAYS:
        turns = [pair[way] for pair in pairs]
        parts = (
            f"{part} {statistics.median(getattr(one, part) for one in turns):.2f}"
            for part in ("web", "database", "sealer")
        )
        print(f"{kind} {way:3}: ms of processor time a request, middle of each part: {', '.join(parts)}")
    print(
        f"{kind}: ratio of processor time {middle:.3f} (turns {ratios[0]:.3f} to {ratios[-1]:.3f}, middle half "
        f"{ratios[len(ratios) // 4]:.3f} to {ratios[-1 - len(ratios) // 4]:.3f}), of wall time "
        f"{statistics.median(rates):.2f} ({rates[0]:.2f} to {rates[-1]:.2f}): "
        f"{'within' if middle <= LIMIT else 'above'} {LIMIT}",
        flush=True,
    )


def said(turn: Turn) -> str:
    return f"{turn.per_second:.0f}/s {turn.cpu:.2f} ms"


if __name__ == "__main__":
    main()
