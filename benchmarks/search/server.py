"""A real register in a throwaway durable server: persons in bulk, the product's tables, policies and roles."""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg

from benchmarks.search.names import Person, persons
from khetane.config.postgres import ROLES, ensure_roles, role_url, temporary_server
from khetane.engine.linkage.keys import name_keys

HOUSEHOLD_SIZE, SETTLEMENTS = 5, 60
TOWN = """
    insert into places_place (id, kind, code, name, sort_key, parent_id, path, designation_note, source,
        search_text, designation_notes)
    select gen_random_uuid(), 'municipality', 'TOWN', 'Town', 'town', id, 'see.town', '', '', '', '{}'
    from places_place where code = 'SEE';
    insert into places_place (id, kind, code, name, sort_key, parent_id, path, designation_note, source,
        search_text, designation_notes)
    select gen_random_uuid(), 'settlement', 'TOWN-' || n, 'Place' || n, 'place', id, ('see.town.s' || n)::ltree,
        '', '', '', '{}'
    from places_place, generate_series(1, %s) n where code = 'TOWN';
    insert into organisations_unit (id, code, name, municipality_id, decision, memorandum, equipment)
    select gen_random_uuid(), 'TOWN-U', 'Unit', id, '', '', '' from places_place where code = 'TOWN';
"""
# The index that stands beside ours, as people usually make one: on the names as written.
TRIGRAM = """
    create extension if not exists pg_trgm;
    create index person_by_trigram on people_person using gin ((given_name || ' ' || family_name) gin_trgm_ops);
"""


@contextmanager
def register(count: int, seed: int) -> Iterator[list[Person]]:
    """`count` persons of one unit, in the database that Django then uses as the application's role."""
    with temporary_server(durable=True) as owner_url:
        passwords = {role.name: secrets.token_urlsafe(12) for role in ROLES}
        ensure_roles(owner_url, passwords)
        os.environ["KHETANE_ENV"] = "test"
        os.environ["KHETANE_OWNER_DATABASE_URL"] = owner_url
        os.environ["KHETANE_DATABASE_URL"] = role_url(owner_url, "khetane_app", passwords["khetane_app"])
        os.environ["DJANGO_SETTINGS_MODULE"] = "khetane.config.settings"
        migrate()
        people = list(persons(count, seed))
        with psycopg.connect(owner_url) as connection:
            load(connection, people)
        with psycopg.connect(owner_url, autocommit=True) as connection:
            connection.execute(TRIGRAM)
            connection.execute("vacuum analyze")
        yield people


def migrate() -> None:
    import django  # after the environment is complete

    django.setup()
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0)


def load(connection: psycopg.Connection, people: list[Person]) -> None:
    """Households of five in turn over the settlements, by COPY as the tables' owner."""
    for statement in TOWN.split(";")[:-1]:
        connection.execute(statement.encode(), [SETTLEMENTS] if "%s" in statement else None)
    unit = scalar(connection, "select id from organisations_unit where code = 'TOWN-U'")
    places = [row[0] for row in connection.execute("select id from places_place where kind = 'settlement'")]
    households = [number_id(1, number) for number in range(-(-len(people) // HOUSEHOLD_SIZE))]
    copy(
        connection,
        "people_household (id, version, created_at, updated_at, code, address, phone, note, place_id, unit_id)",
        (
            (id, 1, "now", "now", f"C{n:08}", "", "", "", places[n % len(places)], unit)
            for n, id in enumerate(households)
        ),
    )
    copy(
        connection,
        "people_person (id, version, created_at, updated_at, given_name, family_name, parent_name, sort_key, sex, "
        "birth_date, birth_precision, phone, language, household_id, unit_id)",
        (
            (number_id(2, n), 1, "now", "now", one.given, one.family, one.parent, "", "unknown", date(one.birth_year, 7, 1),
             "year", "", "", households[n // HOUSEHOLD_SIZE], unit)
            for n, one in enumerate(people)
        ),
    )  # fmt: skip
    copy(
        connection,
        "people_personkey (key, person_id, unit_id)",
        (
            (key[:40], number_id(2, n), unit)
            for n, one in enumerate(people)
            for key in name_keys(one.given, one.family, one.parent, one.birth_year)
        ),
    )


def copy(connection: psycopg.Connection, target: str, rows: Iterator[tuple[object, ...]]) -> None:
    with connection.cursor().copy(f"copy {target} from stdin".encode()) as into:
        for row in rows:
            into.write_row(row)


def number_id(kind: int, number: int) -> uuid.UUID:
    """The id of the numbered record, spread over the index as made ids are."""
    return uuid.uuid5(uuid.UUID(int=kind), str(number))


def scalar(connection: psycopg.Connection, statement: str) -> uuid.UUID:
    row = connection.execute(statement.encode()).fetchone()
    if row is None:
        raise LookupError(f"The benchmark's town is missing: {statement}")
    found: uuid.UUID = row[0]
    return found
