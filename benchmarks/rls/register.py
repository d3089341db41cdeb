"""A register of a given size in a server of its own, and two people who look at it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from benchmarks.search.names import persons
from khetane.config.postgres import ROLES, Cluster, ensure_database, ensure_roles, role_url
from khetane.config.postgres.roles import DATABASE
from khetane.core.birth import Birth, Precision
from khetane.people.keys import key_rows

UNITS = 150
NAMES = 19_997  # different persons, of whom the register is made; prime, so that every unit has all kinds
SEED = 1
DATA, CASEWORK = (Path(__file__).with_name(name) for name in ("data.sql", "casework.sql"))
FILLED = "select exists (select from organisations_unit where code = 'B1-U')"
WORKED = "select exists (select from cases_caseplan)"


@dataclass(frozen=True, slots=True)
class Register:
    """The register's database, as its owner and as the application reach it."""

    owner_url: str
    app_url: str


@dataclass(frozen=True, slots=True)
class Looking:
    """A coordinator of some units."""

    account: UUID
    units: tuple[UUID, ...]


@contextmanager
def register(folder: Path, count: int, *, durable: bool = False) -> Iterator[Register]:
    """`count` persons; made in `folder` unless they are there already, and brought up to today's migrations.

    `durable`: PostgreSQL as Khetane starts it, which writes to the disk before it answers and has its share of memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # as root, PostgreSQL's account must get through
    password = secret(folder / "password")
    cluster = Cluster.at(
        folder / "postgres", owner_password=password, log=folder / "log", throwaway=not durable
    )
    try:
        cluster.start(patience=120)
        ensure_database(cluster.owner_url("postgres"))
        url = cluster.owner_url(DATABASE)
        passwords = {role.name: password for role in ROLES}
        ensure_roles(url, passwords)
        found = Register(url, role_url(url, "khetane_app", passwords["khetane_app"]))
        migrate(found)
        fill(url, count)
        work(url)
        yield found
    finally:
        cluster.stop()


def secret(path: Path) -> str:
    """The password of a kept register, made at its first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def migrate(made: Register) -> None:
    """Bring the tables up to date, and make the database Django's."""
    os.environ["KHETANE_ENV"] = "test"
    os.environ["KHETANE_OWNER_DATABASE_URL"] = made.owner_url
    os.environ["KHETANE_DATABASE_URL"] = made.app_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "khetane.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0)


def fill(owner_url: str, count: int) -> None:
    with psycopg.connect(owner_url) as connection, psycopg.ClientCursor(connection) as cursor:
        row = cursor.execute(FILLED).fetchone()
        if row and row[0]:
            return
        cursor.execute("create temporary table pool (number integer primary key, given text, family text, parent text, "
                       "born integer, keys jsonb)")  # fmt: skip
        with cursor.copy("copy pool from stdin") as into:
            for number, one in enumerate(persons(NAMES, SEED)):
                keys = key_rows(
                    one.given, one.family, one.parent, Birth(date(one.birth_year, 7, 1), Precision.YEAR)
                )
                into.write_row(
                    (
                        number,
                        one.given,
                        one.family,
                        one.parent,
                        one.birth_year,
                        Jsonb([key._asdict() for key in keys]),
                    )
                )
        cursor.execute("analyze pool")
        cursor.execute(DATA.read_text(), {"units": UNITS, "persons": count})
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def work(owner_url: str) -> None:
    """What came to a register after it was filled: once for each, also one that was kept from before."""
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(WORKED).fetchone()
        if row and row[0]:
            return
        connection.execute(CASEWORK.read_bytes())
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def coordinator(owner_url: str, units: int) -> Looking:
    """A coordinator of the first units, made at the first time."""
    email = f"of-{units}@example.org"
    with psycopg.connect(owner_url) as connection:
        known = connection.execute("select id from access_account where email = %s", [email]).fetchone()
        ids = [
            row[0]
            for row in connection.execute(
                "select id from organisations_unit where code ~ '^B[0-9]+-U$' order by length(code), code limit %s",
                [units],
            )
        ]
        if known:
            return Looking(known[0], tuple(ids))
        made = connection.execute(
            "insert into access_account (id, email, name, language, is_active, is_demo, created_at, password) values "
            "(gen_random_uuid(), %s, '', '', true, false, now(), '!') returning id",
            [email],
        ).fetchone()
        if made is None:
            raise LookupError(f"The account {email} was not made.")
        connection.execute(
            "insert into access_rolegrant (id, account_id, role_id, unit_id, begins, granted_at) "
            "select gen_random_uuid(), %s, 'unit_coordinator', unit, date '2020-01-01', now() from unnest(%s) unit",
            [made[0], ids],
        )
    return Looking(made[0], tuple(ids))
