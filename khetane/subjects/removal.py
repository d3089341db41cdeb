"""Removing from the disk the bytes that an erasure leaves behind: old rows, index entries, write-ahead log.

PostgreSQL keeps a changed row's old bytes until they are overwritten. Here the tables that hold persons are written
anew, with their indexes; so is what the planner remembers of their values; then the log that tells of the erased is
let go. A table is closed to others while it is written: nobody is kept waiting for the lock longer than LOCK_WAIT.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import psycopg
from django.conf import settings
from psycopg import Connection, errors, sql

from khetane.config.problem import Problem
from khetane.subjects.erasing import TOUCHED

# Larger databases are written anew at night: everybody waits while the largest table is.
AT_ONCE = 2 * 1024**3  # bytes of all tables concerned, with their indexes
LOCK_WAIT = "2s"
PAUSES = (1, 2, 4, 8, 16, 32)  # seconds between tries for a lock, or for an old transaction to end

_SIZE = (
    "select coalesce(sum(pg_total_relation_size(to_regclass(name))), 0)::bigint from unnest(%s::text[]) name"
)
# Rows that a transaction begun before may still see are copied, not dropped.
_STILL_READ = """
    select exists (select 1 from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
        and (age(backend_xmin) > age(%(now)s::xid) or age(backend_xid) > age(%(now)s::xid)))
"""
_OWED = """
    select exists (select 1 from subjects_subjectrequest
    where kind = 'erasure' and state = 'done' and bytes_removed_at is null)
    or exists (select 1 from subjects_expiry where state = 'done' and bytes_removed_at is null)
    or exists (select 1 from grievances_grievanceexpiry where state = 'done' and bytes_removed_at is null)
"""
_REMOVED = """
    update subjects_subjectrequest set bytes_removed_at = now()
    where kind = 'erasure' and state = 'done' and done_at < %s and bytes_removed_at is null
"""
_REMOVED_KEPT = """
    update subjects_expiry set bytes_removed_at = now()
    where state = 'done' and done_at < %s and bytes_removed_at is null
"""
_REMOVED_GRIEVANCES = """
    update grievances_grievanceexpiry set bytes_removed_at = now()
    where state = 'done' and done_at < %s and bytes_removed_at is null
"""


class NotRemoved(Problem):
    """The old bytes are still on the disk; the message says why, and what an administrator does."""


def owed() -> bool:
    """Whether an erasure's old bytes are on the disk still."""
    with psycopg.connect(settings.ENVIRONMENT.eraser_database_url) as eraser:
        return _true(eraser, _OWED)


def is_small() -> bool:
    """Whether the tables are written anew in moments, so that it needs no quiet hour."""
    with psycopg.connect(settings.ENVIRONMENT.eraser_database_url) as eraser:
        [size] = eraser.execute(_SIZE, [list(TOUCHED)]).fetchone() or (0,)
    return int(size) <= AT_ONCE


def remove(*, sleep: Callable[[float], None] = time.sleep) -> None:
    """Write anew what held the erased, let the old log go, and note when. Raises NotRemoved; safe to repeat."""
    with psycopg.connect(settings.ENVIRONMENT.owner_database_url, autocommit=True) as owner:
        _check(owner)
        query = "select clock_timestamp(), pg_current_xact_id()::xid::text"
        [begun, number] = owner.execute(query).fetchone() or (None, "")
        _again(lambda: not _true(owner, _STILL_READ, {"now": number}), sleep, "a transaction")
        owner.execute(sql.SQL("set lock_timeout = {}").format(sql.Literal(LOCK_WAIT)))
        for table in TOUCHED:
            _again(partial(_rewritten, owner, table), sleep, table)
        # Samples of values, a planner's memory, stand there: the old ones with the rows just replaced.
        _again(lambda: _rewritten(owner, "pg_statistic", full="full"), sleep, "pg_statistic")
        # The first writes all pages, the second lets go of every segment before the switch.
        for statement in ("checkpoint", "select pg_switch_wal()", "checkpoint"):
            owner.execute(statement)
    with psycopg.connect(settings.ENVIRONMENT.eraser_database_url) as eraser:
        for statement in (_REMOVED, _REMOVED_KEPT, _REMOVED_GRIEVANCES):
            eraser.execute(statement, [begun])


def _check(owner: Connection) -> None:
    """On a server of one's own its administrator allows what the embedded database does by itself."""
    allowed = _true(
        owner,
        "select pg_has_role('pg_checkpoint', 'usage') and has_function_privilege('pg_switch_wal()', 'execute')"
        " and pg_has_role('pg_read_all_stats', 'usage')",
    )
    if not allowed:
        raise NotRemoved(
            "The erased are gone from every table, and their old bytes are still in the files of the database: its "
            "owner may not end the write-ahead log. The server's administrator grants it once, as "
            "docs/explanation/privacy.md says; then run: khetane erase bytes"
        )
    if _true(owner, "select current_setting('wal_recycle')::bool"):
        raise NotRemoved(
            "The erased are gone from every table, and their old bytes may stay in the write-ahead log, because the "
            "server keeps old segments for reuse. Its administrator says: ALTER SYSTEM SET wal_recycle = off; "
            "SELECT pg_reload_conf(); then run: khetane erase bytes"
        )


def _rewritten(owner: Connection, table: str, *, full: str = "full, analyze") -> bool:
    """Write `table` anew; False when somebody holds it and would have kept others waiting."""
    try:
        owner.execute(sql.SQL("vacuum ({}) {}").format(sql.SQL(full), sql.Identifier(table)))
    except errors.LockNotAvailable:
        return False
    return True


def _again(done: Callable[[], bool], sleep: Callable[[float], None], held: str) -> None:
    for pause in PAUSES:
        if done():
            return
        sleep(pause)
    if not done():
        raise NotRemoved(
            f"Somebody has {held} open and does not let go, so the old bytes of the erased stay on the disk for now. "
            "It is tried again by itself; `khetane erase bytes` tries at once."
        )


def _true(connection: Connection, query: str, parameters: dict[str, str] | None = None) -> bool:
    [found] = connection.execute(query, parameters).fetchone() or (False,)
    return bool(found)
