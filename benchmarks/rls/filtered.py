"""The tables as an application without policies would see them: each filtered by units written into the question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.rls.register import Looking

SCHEMA = "filtered"
MANDATES = ["", "coordination"]
BY_UNIT_ALONE = {"cases_planstep"}  # the coordination reads the steps that others take, too
UNITS_TABLES = """
    select c.relname, bool_or(a.attname = 'mandate') as by_mandate
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relrowsecurity and c.relnamespace = 'public'::regnamespace and a.attnum > 0
      and c.relname !~ '^(access|organisations|places)_'
    group by c.relname having bool_or(a.attname = 'unit_id')
"""


@contextmanager
def filtered(connection: psycopg.Connection[Any], looking: Looking) -> Iterator[None]:
    """A view for each table of units, found before the table itself by this connection's statements."""
    connection.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(SCHEMA)))
    connection.execute(sql.SQL("create schema {}").format(sql.Identifier(SCHEMA)))
    for table, by_mandate in connection.execute(UNITS_TABLES).fetchall():
        condition = sql.SQL("unit_id in ({})").format(sql.SQL(", ").join(map(sql.Literal, looking.units)))
        if by_mandate and table not in BY_UNIT_ALONE:
            condition += sql.SQL(" and mandate in ({})").format(
                sql.SQL(", ").join(map(sql.Literal, MANDATES))
            )
        connection.execute(
            sql.SQL("create view {}.{} as select * from public.{} where {}").format(
                sql.Identifier(SCHEMA), sql.Identifier(table), sql.Identifier(table), condition
            )
        )
    connection.execute(sql.SQL("set search_path to {}, public").format(sql.Identifier(SCHEMA)))
    connection.commit()
    yield
    connection.rollback()
    connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(SCHEMA)))
    connection.commit()
