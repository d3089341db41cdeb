"""Everybody's keys are written anew by the tables' owner, few or many at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg
import pytest

from khetane.core.birth import Birth, Precision
from khetane.people.keys import key_rows
from khetane.people.rekeying import write_all_keys

UNIT, HOME = uuid.UUID(int=1), uuid.UUID(int=2)
PEOPLE = (
    ("Osman", "Bajrami", "", date(1984, 3, 1), "estimated"),
    ("Џемиле", "Ђурић", "Milan", date(1984, 3, 1), "day"),
    ("Ana Jelena", "Marković-Đurić", "", None, ""),
    ("Izmišljena", "Nečuvenoizmišljenopredugačkazaprobu", "Nečuvenoizmišljenopredugačkazaprobu", None, ""),
    ("tab\there", "back\\slash", "new\nline", date(1990, 1, 1), ""),
    ("", "", "", None, ""),
)
MADE = """
    insert into organisations_unit (id, code, name, municipality_id, decision, memorandum, equipment)
        select %(unit)s, 'U', 'U', id, '', '', '' from places_place limit 1;
    insert into people_household (id, version, created_at, updated_at, code, address, phone, note, place_id, unit_id)
        select %(home)s, 1, now(), now(), 'AAAA-0001', '', '', '', id, %(unit)s from places_place limit 1;
"""
PERSON = """
    insert into people_person (id, version, created_at, updated_at, given_name, family_name, parent_name, sort_key, sex,
        birth_date, birth_precision, phone, language, household_id, unit_id)
    values (%s, 1, now(), now(), %s, %s, %s, '', 'unknown', %s, %s, '', '', %s, %s)
"""
STRUCTURE = """
    select conname::text, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'people_personkey'::regclass
    union all select indexname, indexdef from pg_indexes where tablename = 'people_personkey' order by 1, 2
"""


@pytest.fixture
def owner(clone_database: Callable[[str], str]) -> Iterator[psycopg.Connection[Any]]:
    """The tables' owner, in a database with some persons under keys of long ago."""
    with psycopg.connect(clone_database(f"rekeying_{uuid.uuid4().hex[:8]}")) as connection:
        with psycopg.ClientCursor(connection) as cursor:
            cursor.execute(MADE, {"unit": UNIT, "home": HOME})
        for number, person in enumerate(PEOPLE):
            connection.execute(PERSON, [uuid.UUID(int=number), *person, HOME, UNIT])
        connection.execute(
            "insert into people_personkey (key, name, person_id, unit_id) values ('old', '', %s, %s)",
            [uuid.UUID(int=0), UNIT],
        )
        connection.commit()
        yield connection


@pytest.mark.parametrize("many", [1, 1000])
def test_everybody_stands_under_the_keys_of_today(owner: psycopg.Connection[Any], many: int) -> None:
    write_all_keys(owner, many=many)
    written = owner.execute("select person_id, unit_id, key, name, born_from, born_to from people_personkey")
    assert set(written) == {
        (uuid.UUID(int=number), UNIT, *row)
        for number, (given, family, parent, day, precision) in enumerate(PEOPLE)
        for row in key_rows(given, family, parent, Birth(day, Precision(precision or "day")) if day else None)
    }


def test_what_checks_and_finds_keys_is_there_again(owner: psycopg.Connection[Any]) -> None:
    before = owner.execute(STRUCTURE).fetchall()
    write_all_keys(owner, many=1)
    assert owner.execute(STRUCTURE).fetchall() == before
    assert len(before) >= 5
