"""`python -m benchmarks.kept_time --persons 200000`: the nightly look at whose time of keeping is over.

Three nights of one register: one on which nothing is near its end, one on which everything is (each household gets a notice),
and the night after it. Beside each stands one statement that reads the last contact of every household at once, which
is the least such a look could do. Processor time is this process's and the database process's; memory is this process's peak, before and
after. With `--folder` the register is kept for the next run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks.rls.register import register

LEAST = "select count(*), max(last) from (select max(at) as last from history_entitychange group by household) one"
EVERYBODY = dt.timedelta(days=366 * 30)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kept_time", description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as temporary,
        register(options.folder or Path(temporary), options.persons) as made,
    ):
        forget(made.owner_url)
        least = spent_by_the_least(made.owner_url)
        print(f"least: {least:.2f} s of processor time")
        today = dt.date.today()
        for name, night in (
            ("nothing near", today),
            ("everything near", today + EVERYBODY),
            ("the night after", today + EVERYBODY + dt.timedelta(days=1)),
        ):
            measured(name, night, least)


def forget(owner_url: str) -> None:
    """What an earlier run of a kept register noticed."""
    with psycopg.connect(owner_url) as owner:
        owner.execute("delete from subjects_expiry")
        owner.execute("delete from subjects_expirylook")


def spent_by_the_least(owner_url: str) -> float:
    with psycopg.connect(owner_url) as owner:
        owner.execute("set max_parallel_workers_per_gather = 0")
        before = database_spent(owner.info.backend_pid)
        owner.execute(LEAST).fetchall()
        return database_spent(owner.info.backend_pid) - before


def measured(name: str, night: dt.date, least: float) -> None:
    from django.db import connection  # once Django is set up

    from khetane.subjects.keeping.looking import look_at_households

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    database, own, peak = database_spent(pid), time.process_time(), resident()
    done = look_at_households(night)
    database, own = database_spent(pid) - database, time.process_time() - own
    print(
        f"{name}: {done.looked} households, {done.noticed} notices; database {database:.2f} s, program {own:.2f} s "
        f"({(database + own) / least:.1f} times the least); peak memory {peak} MB before, {resident()} MB after"
    )


def database_spent(pid: int) -> float:
    return time.clock_gettime((~pid << 3) | 2)  # Linux's clock of another process


def resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
