"""The tables of a database as a backup takes them: names, columns, an order in which rows can come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from psycopg import Connection, sql

from khetane.config.backup.archive import BackupProblem

# Sign-ins and counters of guesses: after a restore everybody signs in again.
LEFT_OUT = frozenset({"access_cache", "django_session", "usersessions_usersession"})

# One way of writing values, so that equal rows give equal bytes on every server.
SAME_TEXT = """
    select set_config('datestyle', 'ISO, YMD', true), set_config('timezone', 'UTC', true),
           set_config('intervalstyle', 'postgres', true), set_config('bytea_output', 'hex', true),
           set_config('extra_float_digits', '1', true), set_config('client_encoding', 'UTF8', true)
"""
_TABLES = """
    select c.relname, array_agg(a.attname order by a.attnum), max(c.reltuples)::bigint
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname
"""
_REFERENCES = """
    select conrelid::regclass::text, confrelid::regclass::text from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its columns in order, and about how many rows it has."""

    name: str
    columns: tuple[str, ...]
    about: int = 0

    def copy_out(self) -> sql.Composed:
        """Writes its rows as text."""
        return sql.SQL("copy (select {} from {}) to stdout").format(*self._names())

    def copy_in(self) -> sql.Composed:
        """Takes its rows from text."""
        columns, name = self._names()
        return sql.SQL("copy {} ({}) from stdin").format(name, columns)

    def _names(self) -> tuple[sql.Composed, sql.Identifier]:
        return sql.SQL(", ").join(map(sql.Identifier, self.columns)), sql.Identifier(self.name)


def tables(connection: Connection) -> list[Table]:
    """Every table of the schema, those first that others refer to."""
    found = {
        name: Table(name, tuple(columns), max(about, 0))
        for name, columns, about in connection.execute(_TABLES)
    }
    return [found[name] for name in in_order(found, connection.execute(_REFERENCES).fetchall())]


def in_order(names: Iterable[str], references: Sequence[tuple[str, str]]) -> list[str]:
    """`names` so that each stands after those it refers to; equal input gives equal output."""
    before: dict[str, set[str]] = {name: set() for name in sorted(names)}
    for name, referred in sorted(references):
        before[name].add(referred)
    try:
        return list(TopologicalSorter(before).static_order())
    except CycleError as error:
        raise BackupProblem(
            f"These tables refer to each other in a circle, so no order can bring them back: {error.args[1]}."
        ) from error


def sequences(connection: Connection) -> dict[str, tuple[int, bool]]:
    """Where each sequence of the schema stands: (last value, whether it was given out)."""
    names = connection.execute(
        "select sequencename from pg_sequences where schemaname = 'public' order by 1"
    ).fetchall()
    found = {}
    for (name,) in names:
        row = connection.execute(
            sql.SQL("select last_value, is_called from {}").format(sql.Identifier(name))
        ).fetchone()
        if row is not None:
            found[name] = (int(row[0]), bool(row[1]))
    return found


def set_sequences(connection: Connection, standing: Mapping[str, Sequence[int | bool]]) -> None:
    """Let every sequence go on where it stood."""
    for name, (last, called) in standing.items():
        connection.execute(
            "select setval(%s, %s, %s)",
            [sql.Identifier("public", name).as_string(connection), last, called],
        )


def migrations(connection: Connection) -> list[tuple[str, str]]:
    """The applied migrations as (app, name), in the order in which they were applied."""
    rows = connection.execute("select app, name from django_migrations order by id").fetchall()
    return [(app, name) for app, name in rows]
