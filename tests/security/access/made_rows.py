"""A row of every table for each unit, mandate and household there is, made from the columns of the database alone."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from tests.security.access.said import Placed

MANDATES = ("coordination", "health", "legal")
_COLUMNS = """
    select c.column_name, c.udt_name, c.is_nullable = 'YES', c.column_default is not null or c.is_identity = 'YES'
    from information_schema.columns c where c.table_schema = 'public' and c.table_name = %s order by c.ordinal_position
"""
VALUES: Mapping[str, Any] = {
    "varchar": "x", "text": "x", "bpchar": "x", "int2": 1, "int4": 1, "int8": 1, "numeric": 1, "float8": 1.0, "bool": False,
    "date": "2026-01-01", "timestamptz": "2026-01-01T00:00Z", "jsonb": {}, "_varchar": [], "_text": [], "_uuid": [],
    "ltree": "see.x", "interval": "1 hour", "daterange": "empty",
}  # fmt: skip
# What checks of tables ask for, where a value of its kind is not enough; null leaves it out.
SAID: Mapping[tuple[str, str], Any] = {
    ("cases_need", "state"): "open",
    ("outreach_task", "state"): "open",
    ("access_device", "state"): "waiting",
    # Both records are the unit's: of one in another unit she is told under consent (docs/adr/0700).
    ("people_matchcandidate", "other_id"): str(uuid.uuid4()),
}
HOUSEHOLDS = ("household_id", "household")
PERSONS = ("person_id", "person", "kept_id")
UNITS = ("unit_id", "unit")
ACCOUNTS = ("account_id", "account", "taken_by", "made_by_id", "made_by")


@dataclass(frozen=True, slots=True)
class Home:
    """A household of a unit and the one who lives there."""

    unit: UUID
    id: UUID = field(default_factory=uuid.uuid4)
    person: UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class Made:
    """A row, and what of it decides who may do what with it."""

    values: Mapping[str, Any]
    placed: Placed


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    nullable: bool
    defaulted: bool


def columns(connection: psycopg.Connection[Any], table: str) -> list[Column]:
    return [Column(*row) for row in connection.execute(_COLUMNS, [table]).fetchall()]


def without_checks(connection: psycopg.Connection[Any]) -> None:
    """From here on a column takes any value of its kind: what is tried is who may, not what."""
    found = connection.execute(
        "select conrelid::regclass::text, conname from pg_constraint c join pg_class t on t.oid = c.conrelid "
        "where c.contype in ('c', 'x', 'u') and t.relnamespace = 'public'::regnamespace"
    ).fetchall()
    for table, name in found:
        connection.execute(
            sql.SQL("alter table {t} drop constraint {c} cascade").format(
                t=sql.Identifier(table), c=sql.Identifier(name)
            )
        )
    unique = connection.execute(
        "select i.indexrelid::regclass::text from pg_index i join pg_class t on t.oid = i.indrelid "
        "where i.indisunique and not i.indisprimary and t.relnamespace = 'public'::regnamespace"
    ).fetchall()
    for (name,) in unique:
        connection.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))


def insert(connection: psycopg.Connection[Any], table: str, **said: object) -> None:
    """One row as the owner, with a value of its kind in every column of which nothing is said."""
    values = {column.name: _value(table, column) for column in columns(connection, table)}
    _insert(connection, table, values | {name: _text(value) for name, value in said.items()})


def make(
    connection: psycopg.Connection[Any], table: str, homes: list[Home], municipality: Mapping[UUID, UUID]
) -> list[Made]:
    """Insert the rows as the owner; what they refer to need not be there."""
    rows = list(_rows(table, columns(connection, table), homes, municipality))
    for row in rows:
        _insert(connection, table, row.values)
    return rows


def _insert(connection: psycopg.Connection[Any], table: str, values: Mapping[str, Any]) -> None:
    statement = sql.SQL("insert into {t} select * from jsonb_populate_record(null::{t}, %s::jsonb)")
    connection.execute(statement.format(t=sql.Identifier(table)), [json.dumps(values)])


def _text(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value


def _rows(
    table: str, known: list[Column], homes: list[Home], municipality: Mapping[UUID, UUID]
) -> Iterator[Made]:
    names = {column.name for column in known}
    mandates = MANDATES if "mandate" in names else (None,)
    placed = names & {*UNITS, "municipality_id"}
    of_homes = names & {*HOUSEHOLDS, *PERSONS} or table == "people_household"
    chosen = homes if of_homes else list({home.unit: home for home in homes}.values())
    for home, mandate in product(chosen if placed else homes[:1], mandates):
        values = {column.name: _value(table, column) for column in known}
        values |= {name: str(home.unit) for name in names & {*UNITS}}
        values |= {name: str(home.id) for name in names & {*HOUSEHOLDS}}
        values |= {name: str(home.person) for name in names & {*PERSONS}}
        if "municipality_id" in names and table != "organisations_unit":
            values["municipality_id"] = str(municipality[home.unit])
        if table == "organisations_directoryentry":
            values["place_id"] = str(municipality[home.unit])
        if mandate is not None:
            values["mandate"] = mandate
        if table in ("people_household", "people_person"):
            values["id"] = str(home.id if table == "people_household" else home.person)
        household = home.id if of_homes else None
        yield Made(values, Placed(home.unit if placed else None, mandate, household))


def anew(row: Made, known: list[Column]) -> str:
    """The same row as another one: with ids and hashes of its own."""
    values = dict(row.values)
    for column in known:
        if column.name == "id" or column.type == "bytea":
            values[column.name] = _value("", column)
    return json.dumps(values)


def _value(table: str, column: Column) -> Any:
    if (table, column.name) in SAID:
        return SAID[table, column.name]
    if column.name == "id" and column.type != "uuid":
        return secrets.randbelow(2**31)
    if column.name in ("household_id", "person_id"):
        return None
    if column.nullable:
        return None
    if column.type == "uuid":
        return str(uuid.uuid4())
    if column.type == "bytea":
        return "\\x" + secrets.token_hex(32)
    if column.name in ("code", "instance_id", "form_id", "email"):
        return secrets.token_hex(5)
    return VALUES[column.type]
