"""python -m benchmarks.audit: requests per second and CPU each with the audit and without, and their ratios.

Reads are a household and a search by turns, through the API; writes are records of a device that make a household
with its members. Both ways run turn by turn on one durable database, each turn with fresh web processes. With the
audit runs the sealer too, and its CPU counts. On a busy machine the ratio of CPU says more than that of rates.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg

from benchmarks.audit import reading
from benchmarks.openrosa import form, load, machine
from benchmarks.openrosa.__main__ import prepare, served
from khetane.config.postgres import ROLES, ensure_roles, role_url, temporary_server

WAYS = {"on": "khetane.config.wsgi:application", "off": "benchmarks.audit.off:application"}
LIMIT = 1.15
WORKERS = os.cpu_count() or 1
BASE, BASE_SIZE = 9999, 600  # the seed and number of the records that reads look for
WARM = 400
EVENTS: LiteralString = "select count(*) from access_auditevent"


@dataclass(frozen=True, slots=True)
class Bench:
    """What every turn works on."""

    owner_url: str
    environment: dict[str, str]
    device: str  # tokens of a device and of a program
    program: str
    database: int  # PostgreSQL's first process
    requests: int
    connections: int


Once = Callable[[Bench, int, str, int, int], reading.Rate]  # web process, address, seed, how many


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1000, help="of each kind in each turn")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--connections", type=int, default=32)
    options = parser.parse_args()
    with temporary_server(durable=True) as owner_url, TemporaryDirectory() as home:
        bench = prepared(owner_url, home, options)
        with served(WAYS["off"], WORKERS, bench.environment) as (web, address):
            write(bench, web, address, BASE, BASE_SIZE)
        # All reads first: writing would give later turns more to find.
        for kind, once in (("reads", read), ("writes", write)):
            report(kind, compared(bench, kind, once, options.turns))


def compared(bench: Bench, kind: str, once: Once, turns: int) -> dict[str, list[reading.Rate]]:
    """Both ways turn by turn; RuntimeError when the audit is not what the way says."""
    found: dict[str, list[reading.Rate]] = {way: [] for way in WAYS}
    for turn in range(turns):
        for way in ("on", "off") if turn % 2 == 0 else ("off", "on"):
            with ExitStack() as stack:
                sealer = stack.enter_context(sealing(bench.environment)) if way == "on" else None
                web, address = stack.enter_context(served(WAYS[way], WORKERS, bench.environment))
                seed = 4 * turn + 2 * (way == "on")
                once(bench, web, address, 1000 + seed, WARM)
                events, sealed = asked(bench.owner_url, EVENTS), cpu_of(sealer)
                rate, cpu = once(bench, web, address, seed, bench.requests)
                cpu += 1000 * (cpu_of(sealer) - sealed) / bench.requests
                check(way, asked(bench.owner_url, EVENTS) - events, bench.requests)
            print(f"{kind:6} {way:3} {rate:6.0f}/s {cpu:6.2f} ms CPU", flush=True)
            found[way].append((rate, cpu))
    return found


def prepared(owner_url: str, home: str, options: argparse.Namespace) -> Bench:
    """A migrated database with a form, a device and an API token of one coordinator."""
    passwords = {role.name: secrets.token_urlsafe(12) for role in ROLES}
    ensure_roles(owner_url, passwords)
    environment = {
        **os.environ,
        "KHETANE_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "khetane.config.settings",
        "KHETANE_HOME": home,
        "KHETANE_DATABASE_URL": role_url(owner_url, "khetane_app", passwords["khetane_app"]),
        "KHETANE_SEALER_DATABASE_URL": role_url(owner_url, "khetane_sealer", passwords["khetane_sealer"]),
        "KHETANE_OWNER_DATABASE_URL": owner_url,
    }
    device = prepare("register", environment)
    folder = str(asked(owner_url, "show data_directory"))
    return Bench(
        owner_url=owner_url,
        environment=environment,
        device=device,
        program=api_token(owner_url),
        database=int(Path(folder, "postmaster.pid").read_text().split()[0]),
        requests=options.requests,
        connections=options.connections,
    )


def api_token(owner_url: str) -> str:
    """Of the coordinator whom `prepare` made: the one with a device."""
    from khetane.access.actions_devices import create_token
    from khetane.core.viewer import acting_as

    with acting_as(asked(owner_url, "select account_id from access_device")):
        return create_token(label="benchmark")[1]


def write(bench: Bench, web: int, address: str, seed: int, count: int) -> reading.Rate:
    """Send `count` records of a device."""
    records = [form.record("register", seed, number) for number in range(count)]
    url = f"{address}/key/{bench.device}/submission"
    sent = load.run(url, records, bench.connections, web, bench.database)
    if set(sent.statuses) != {201}:
        raise RuntimeError(f"Records were answered {sent.statuses}, not all 201.")
    return sent.per_second, sent.cpu_ms


def read(bench: Bench, web: int, address: str, seed: int, count: int) -> reading.Rate:
    """Ask for `count` households and searches by turns."""
    households = [form.household("register", BASE, number) for number in range(BASE_SIZE)]
    names = [f"{given} {family}" for given in form.GIVEN for family in form.FAMILY]
    paths = [
        f"/api/households/{households[(seed + number) % BASE_SIZE]}"
        if number % 2
        else f"/api/persons/search?q={quote(names[(seed + number) % len(names)])}"
        for number in range(count)
    ]
    return reading.run(address, paths, bench.program, bench.connections, web, bench.database)


@contextmanager
def sealing(environment: dict[str, str]) -> Iterator[int]:
    """The sealer at its work."""
    process = subprocess.Popen([sys.executable, "-m", "django", "seal"], env=environment)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def cpu_of(process: int | None) -> float:
    return machine.cpu_seconds([process]) if process else 0.0


def asked(owner_url: str, question: LiteralString) -> Any:
    """The one value that answers."""
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(question).fetchone()
    if row is None:
        raise LookupError(f"Nothing answers {question!r}.")
    return row[0]


def check(way: str, added: int, requests: int) -> None:
    if (way == "on" and added < requests) or (way == "off" and added):
        raise RuntimeError(f"With the audit {way}, {requests} requests added {added} events.")


def report(kind: str, found: dict[str, list[reading.Rate]]) -> None:
    with_audit, without = middle(found["on"]), middle(found["off"])
    ratio = with_audit[1] / without[1]
    print(
        f"{kind}: with audit {with_audit[0]:.0f}/s, {with_audit[1]:.2f} ms CPU each; without {without[0]:.0f}/s, "
        f"{without[1]:.2f} ms; ratio of time {without[0] / with_audit[0]:.2f}, of CPU {ratio:.2f} "
        f"({'within' if ratio <= LIMIT else 'above'} {LIMIT})"
    )


def middle(turns: list[reading.Rate]) -> reading.Rate:
    return statistics.median(rate for rate, _ in turns), statistics.median(cpu for _, cpu in turns)


if __name__ == "__main__":
    main()
