"""A real register in a durable server: persons in bulk, the product's tables, policies and roles."""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path
from time import monotonic

import psycopg
from psycopg import sql

from benchmarks.search.names import Person, persons
from khetane.config.postgres import ROLES, Cluster, ensure_database, ensure_roles, role_url
from khetane.config.postgres.roles import DATABASE
from khetane.core.birth import Birth, Precision
from khetane.people.rekeying import write_all_keys
from khetane.places.tree.rules import search_text

UNITS, SETTLEMENTS, HOUSEHOLD_SIZE = 150, 600, 5
ROWS_AT_ONCE = 5000
PLACES = """
    insert into places_place (id, kind, code, name, sort_key, parent_id, path, designation_note, source,
        search_text, designation_notes)
    select gen_random_uuid(), 'municipality', 'B' || n, 'B' || n, 'b' || n, id, ('see.b' || n)::ltree, '', '', '', '{}'
    from places_place, generate_series(0, %(units)s - 1) n where code = 'SEE';
    insert into organisations_unit (id, code, name, municipality_id, decision, memorandum, equipment)
    select gen_random_uuid(), code || '-U', code, id, '', '', '' from places_place where code ~ '^B[0-9]+$';
    insert into places_place (id, kind, code, name, sort_key, parent_id, path, designation_note, source,
        search_text, designation_notes)
    select gen_random_uuid(), 'settlement', p.code || '-S' || n, t.name, lower(t.name), p.id,
        (p.path::text || '.s' || n)::ltree, '', '', t.heard, '{}'
    from unnest(%(names)s::text[], %(heard)s::text[]) with ordinality t (name, heard, n)
    join places_place p on p.code = 'B' || (n %% %(units)s)
"""
HOMES = """
    select p.id, u.id from places_place p join organisations_unit u on u.municipality_id = p.parent_id
    where p.kind = 'settlement' and u.code ~ '^B[0-9]+-U$' order by p.code
"""
HOMES_NAMED = "select name from places_place where kind = 'settlement' and code ~ '^B[0-9]+-S' order by code"
# The index that stands beside ours, as people usually make one: on the names as written.
TRIGRAM = """
    create extension if not exists pg_trgm;
    create index person_by_trigram on people_person using gin ((given_name || ' ' || family_name) gin_trgm_ops);
"""
FILLED = "select count(*) from people_person"


@contextmanager
def register(folder: Path, count: int, seed: int) -> Iterator[list[Person]]:
    """`count` persons, in the database that Django then uses as the application's role.

    They are loaded into `folder` unless they are there already; the keys of what is there are as its last load
    or migration wrote them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # as root, PostgreSQL's account must get through
    password = secret(folder / "password")
    cluster = Cluster.at(folder / "postgres", owner_password=password, log=folder / "log")
    try:
        cluster.start(patience=120)
        ensure_database(cluster.owner_url("postgres"))
        owner_url = cluster.owner_url(DATABASE)
        ensure_roles(owner_url, {role.name: password for role in ROLES})
        os.environ["KHETANE_ENV"] = "test"
        os.environ["KHETANE_OWNER_DATABASE_URL"] = owner_url
        os.environ["KHETANE_DATABASE_URL"] = role_url(owner_url, "khetane_app", password)
        os.environ["DJANGO_SETTINGS_MODULE"] = "khetane.config.settings"
        migrate()
        people = list(persons(count, seed))
        fill(owner_url, people)
        yield people
    finally:
        cluster.stop()


def secret(path: Path) -> str:
    """The password of a kept register, made at its first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def migrate() -> None:
    import django  # after the environment is complete

    django.setup()
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0)


def fill(owner_url: str, people: list[Person]) -> None:
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(FILLED).fetchone()
        there = row[0] if row else 0
        if there not in (0, len(people)):
            raise SystemExit(
                f"The folder holds {there} persons, not {len(people)}. Name another, or remove it."
            )
        if there:
            return
        load(connection, people)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(TRIGRAM)
        connection.execute("vacuum analyze")


def load(connection: psycopg.Connection, people: list[Person]) -> None:
    """Households of five in turn over the settlements of all units, by COPY as the tables' owner."""
    connection.execute("set session_replication_role = replica")  # what refers to what is right as made
    names = settlement_names()
    with psycopg.ClientCursor(connection) as cursor:
        heard = [search_text("", [name]) for name in names]
        cursor.execute(PLACES, {"units": UNITS, "names": names, "heard": heard})
    homes = connection.execute(HOMES).fetchall()
    copy(
        connection,
        "people_household (id, version, created_at, updated_at, code, address, phone, note, place_id, unit_id)",
        (
            f"{number_id(1, n)}\t1\tnow\tnow\tC{n:08}\t\t\t\t{homes[n % SETTLEMENTS][0]}\t{homes[n % SETTLEMENTS][1]}\n"
            for n in range(-(-len(people) // HOUSEHOLD_SIZE))
        ),
    )
    copy(
        connection,
        "people_person (id, version, created_at, updated_at, given_name, family_name, parent_name, sort_key, sex, "
        "birth_date, birth_precision, phone, language, household_id, unit_id)",
        (
            f"{number_id(2, n)}\t1\tnow\tnow\t{one.given}\t{one.family}\t{one.parent}\t\tunknown\t{born(one).day}\tyear\t"
            f"\t\t{number_id(1, n // HOUSEHOLD_SIZE)}\t{homes[n // HOUSEHOLD_SIZE % SETTLEMENTS][1]}\n"
            for n, one in enumerate(people)
        ),
    )
    started = monotonic()
    write_all_keys(connection)
    print(f"    of which all keys, as an upgrade writes them: {monotonic() - started:.0f} s", flush=True)


def settlement_names() -> list[str]:
    """Made-up names, all different also by their sound."""
    first, second = (
        ["Bra", "Da", "Go", "Ka", "Lu", "Mo", "Pe", "Ri", "So", "Tu"],
        ["bran", "dol", "grad", "kov", "lin", "mar", "nik", "per", "rad", "van"],
    )
    third = ("ac", "evo", "ina", "ovo", "ska", "ište")
    return [a + b + c for a, b, c in product(first, second, third)][:SETTLEMENTS]


def homes_named() -> list[str]:
    """The names of the settlements, in the order in which households stand in them."""
    with psycopg.connect(os.environ["KHETANE_OWNER_DATABASE_URL"]) as connection:
        return [name for (name,) in connection.execute(HOMES_NAMED)]


def born(one: Person) -> Birth:
    return Birth(date(one.birth_year, 7, 1), Precision.YEAR)


def copy(connection: psycopg.Connection, target: str, lines: Iterable[str]) -> None:
    """Lines of COPY's text format; the names of the benchmark hold nothing that must be escaped there."""
    with connection.cursor().copy(sql.SQL("copy {} from stdin").format(sql.SQL(target))) as into:
        block: list[str] = []
        for line in lines:
            block.append(line)
            if len(block) == ROWS_AT_ONCE:
                into.write("".join(block))
                block = []
        into.write("".join(block))


def number_id(kind: int, number: int) -> uuid.UUID:
    """The id of the numbered record, spread over the index as made ids are."""
    return uuid.uuid5(uuid.UUID(int=kind), str(number))
