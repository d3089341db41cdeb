"""Everybody's keys written anew, as an upgrade does when what makes them has changed (ADR 0440)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import psycopg

from khetane.core.birth import birth_known
from khetane.people.keys import stored

PERSONS_AT_ONCE = 20_000  # while PostgreSQL takes their rows, the next ones' keys are made
# Below this many persons, making indexes and constraints again costs more than it saves.
MANY = 20_000
# Who was merged into another has no keys. By way of jsonb, since migrations older than that column call this too.
_PERSONS = """
    select id, unit_id, given_name, family_name, parent_name, birth_date, birth_precision from people_person p
    where to_jsonb(p) ->> 'merged_into_id' is null
"""
_COUNT = "select count(*) from people_person"
_FORGET = "truncate people_personkey"
_TAKE = "copy people_personkey (key, name, born_from, born_to, person_id, unit_id) from stdin"
_CONSTRAINTS = """
    select format('alter table people_personkey drop constraint %I', conname),
        format('alter table people_personkey add constraint %I %s', conname, pg_get_constraintdef(oid))
    from pg_constraint where conrelid = 'people_personkey'::regclass and contype in ('f', 'p', 'u')
"""
_INDEXES = """
    select format('drop index %I', c.relname), pg_get_indexdef(i.indexrelid)
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = 'people_personkey'::regclass
        and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
"""
Person = tuple[Any, ...]


def write_all_keys(connection: psycopg.Connection[Any], *, many: int = MANY) -> None:
    """Replace all keys in the transaction of the tables' owner; nobody else reads or writes them meanwhile.

    Of `many` persons or more the rows go first and what checks and finds them afterwards, which is faster by far.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        counted = cursor.execute(_COUNT).fetchone()
        rest = definitions(cursor) if counted and counted[0] >= many else []
        for drop, _ in rest:
            cursor.execute(drop.encode())
        with connection.cursor("persons_to_key") as persons:
            persons.execute(_PERSONS)
            while some := persons.fetchmany(PERSONS_AT_ONCE):
                take(cursor, some)
        for _, make in reversed(rest):
            cursor.execute(make.encode())


def definitions(cursor: psycopg.Cursor[Any]) -> list[tuple[str, str]]:
    """How to drop and how to make each constraint and index of the table, in the order of dropping."""
    return cursor.execute(_CONSTRAINTS).fetchall() + cursor.execute(_INDEXES).fetchall()


def take(cursor: psycopg.Cursor[Any], persons: Sequence[Person]) -> None:
    with cursor.copy(_TAKE) as rows:
        for start in range(0, len(persons), 1000):
            rows.write("".join(line for one in persons[start : start + 1000] for line in lines(one)))


def lines(person: Person) -> Iterator[str]:
    """The rows in COPY's text format: keys and names hold nothing that it would read otherwise."""
    id, unit, given, family, parent, day, precision = person
    rest = f"{years(day, precision)}\t{id}\t{unit}\n"
    for key, name in stored(given, family, parent, day.year if day else None).items():
        yield f"{key}\t{name}\t{rest}"


def years(day: date | None, precision: str) -> str:
    birth = birth_known(day, precision)
    return f"{birth.earliest.year}\t{birth.latest.year}" if birth else "\\N\t\\N"
