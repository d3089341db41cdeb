"""How the installation does, in counts, sizes and times; for the viewer of this transaction.

Without models: the web server counts requests before Django is ready.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from khetane.config.backup.facts import last_taken
from khetane.config.home import Home

LARGEST = 8
OLD = dt.timedelta(days=2)
_TABLES = """
    select relname, pg_total_relation_size(oid) from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by 2 desc limit %s
"""
_JOBS = "select status::text, count(*) from procrastinate_jobs group by status"
_FAILED = """
    select id, task_name, attempts, scheduled_at from procrastinate_jobs where status = 'failed'
    order by id desc limit 50
"""


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that ended with an error. Its arguments are not told."""

    id: int
    task: str
    attempts: int
    scheduled_at: dt.datetime | None


def submissions() -> dict[str, int]:
    """How many submissions stand in each state."""
    return {str(state): int(number) for state, number in _rows("select * from operations_submissions()")}


def jobs() -> dict[str, int]:
    """How many jobs stand in each status."""
    return {str(status): int(number) for status, number in _rows(_JOBS)}


def failed_jobs() -> list[FailedJob]:
    """The latest jobs that failed."""
    return [FailedJob(*row) for row in _rows(_FAILED)]


def sealer_lag() -> float:
    """For how many seconds the oldest unsealed audit event has waited; 0 when there is none."""
    ((since,),) = _rows("select operations_unsealed_since()")
    return max(0.0, (timezone.now() - since).total_seconds()) if isinstance(since, dt.datetime) else 0.0


def database_size() -> int:
    """Bytes of the database."""
    ((size,),) = _rows("select pg_database_size(current_database())")
    return int(str(size))


def largest_tables() -> list[tuple[str, int]]:
    """Name and bytes of the largest tables, indexes included."""
    return [(str(name), int(size)) for name, size in _rows(_TABLES, LARGEST)]


def connections() -> int:
    """How many connections the database has open."""
    ((number,),) = _rows("select count(*) from pg_stat_activity where datname = current_database()")
    return int(str(number))


def free_disk() -> int:
    """Bytes free where the data folder lies, or will lie."""
    home: Path = settings.ENVIRONMENT.home
    return shutil.disk_usage(next(folder for folder in (home, *home.parents) if folder.exists())).free


def backup_age() -> dt.timedelta | None:
    """How long ago the last backup was taken from here; None when none was."""
    taken = last_taken(Home(settings.ENVIRONMENT.home))
    return timezone.now() - taken if taken else None


def backup_is_old() -> bool:
    """Whether no backup was taken from here in the last two days."""
    age = backup_age()
    return age is None or age >= OLD


def versions() -> dict[str, str]:
    """What runs here."""
    ((server,),) = _rows("show server_version")
    return {"Khetane": version("khetane"), "PostgreSQL": str(server), "Django": version("django")}


def _rows(statement: str, *parameters: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
