"""Putting a backup back: into an empty database, its rows counted and hashed again as they then stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import psycopg
import pyrage
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import Connection, sql

from khetane.config.backup.archive import BackupProblem
from khetane.config.backup.contents import Header, Opened, opened
from khetane.config.backup.tables import LEFT_OUT, SAME_TEXT, Table, set_sequences, tables
from khetane.config.backup.taking import Content, Progress
from khetane.config.postgres.roles import close_to_others

_HOLDS = """
    select exists (select 1 from people_household) or exists (select 1 from khetane_forms_submission)
           or exists (select 1 from access_account where id <> '00000000-0000-4000-8000-000000000001')
"""
_FORCED = """
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relforcerowsecurity
"""


def is_empty(owner_url: str) -> bool:
    """Whether nobody has worked in the database: no account, no household, no submission."""
    with psycopg.connect(owner_url) as connection:
        names = {table.name for table in tables(connection)}
        if not {"people_household", "khetane_forms_submission", "access_account"} <= names:
            return not names
        row = connection.execute(_HOLDS).fetchone()
        return not (row and row[0])


def put_back(
    owner_url: str, path: Path, keys: Sequence[pyrage.x25519.Identity], progress: Progress
) -> dict[str, Content]:
    """Replace the whole database by the backup at `path`, which the caller has verified; what it then holds.

    The rows come in one transaction with the tables as they were when the backup was taken; then the
    tables are brought up to date. Django must be set up, with its "owner" connection at `owner_url`.
    """
    with opened(path, keys) as backup:
        _refuse_newer(backup.header)
        _clear(owner_url)
        _migrate_to(backup.header.migrations)
        with psycopg.connect(owner_url) as connection:
            _load(connection, backup, progress)
    call_command("migrate", database="owner", verbosity=0)
    connections.close_all()
    return backup.contents


def _refuse_newer(header: Header) -> None:
    known = set(MigrationExecutor(connections["owner"]).loader.disk_migrations)
    unknown = [f"{app} {name}" for app, name in header.migrations if (app, name) not in known]
    if unknown:
        raise BackupProblem(
            f"The backup was taken by Khetane {header.khetane}, which has tables this version does not know "
            f"({', '.join(unknown[:3])}). Install that version or a later one, and restore with it."
        )


def _clear(owner_url: str) -> None:
    connections.close_all()
    with psycopg.connect(owner_url) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")
        close_to_others(connection)


def _migrate_to(applied: Iterable[tuple[str, str]]) -> None:
    """Make the tables as they were when exactly these migrations had been applied."""
    executor = MigrationExecutor(connections["owner"])
    wanted = set(applied)
    graph = executor.loader.graph
    inner = {
        parent.key for key in wanted for parent in graph.node_map[key].parents if parent.key[0] == key[0]
    }
    executor.migrate(sorted(wanted - inner))
    connections.close_all()


def _load(connection: Connection, backup: Opened, progress: Progress) -> None:
    with connection.transaction():
        connection.execute(SAME_TEXT)
        connection.execute("set constraints all immediate")
        there = tables(connection)
        _check_columns(there, backup.header)
        forced = {name for (name,) in connection.execute(_FORCED)}
        _open_for_copying(connection, there, forced)
        for done, (table, pieces) in enumerate(backup.pieces()):
            progress(table.name, done, len(there))
            with connection.cursor() as cursor, cursor.copy(table.copy_in()) as copy:
                for piece in pieces:
                    copy.write(piece)
        set_sequences(connection, backup.sequences)
        for number, table in enumerate(there):
            progress(f"{table.name} (checking)", number, len(there))
            _check(connection, table, backup.contents.get(table.name))
        _close_again(connection, there, forced)
    progress("", len(there), len(there))


def _check_columns(there: Sequence[Table], header: Header) -> None:
    have = {table.name: table.columns for table in there if table.name not in LEFT_OUT}
    if have != header.tables:
        odd = sorted({name for name in {*have, *header.tables} if have.get(name) != header.tables.get(name)})
        raise BackupProblem(
            f"The tables {', '.join(odd)} of the backup are not those its migrations make: it was taken from a "
            "database that somebody changed by hand. Nothing was put back."
        )


def _open_for_copying(connection: Connection, there: Sequence[Table], forced: set[str]) -> None:
    """No trigger adds rows of its own, no policy stands between the owner and COPY, no row is there."""
    for table in there:
        name = sql.Identifier(table.name)
        connection.execute(sql.SQL("alter table {} disable trigger user").format(name))
        if table.name in forced:
            connection.execute(sql.SQL("alter table {} no force row level security").format(name))
    everything = sql.SQL(", ").join(sql.Identifier(table.name) for table in there)
    connection.execute(sql.SQL("truncate {}").format(everything))


def _close_again(connection: Connection, there: Sequence[Table], forced: set[str]) -> None:
    for table in there:
        name = sql.Identifier(table.name)
        connection.execute(sql.SQL("alter table {} enable trigger user").format(name))
        if table.name in forced:
            connection.execute(sql.SQL("alter table {} force row level security").format(name))


def _check(connection: Connection, table: Table, said: Content | None) -> None:
    """Read the table again: the same number of rows, the same bytes."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        with cursor.copy(table.copy_out()) as copy:
            for row in copy:
                digest.update(row)
        found = Content(cursor.rowcount, digest.hexdigest())
    if said is None:
        said = Content(0, hashlib.sha256().hexdigest())
    if found != said:
        raise BackupProblem(
            f"{table.name} holds {found.rows} rows after the restore and the backup {said.rows}, or other values. "
            "The database is left empty; restore again, and take another backup if this comes back."
        )
