"""Bringing the tables up to date at the start, and not asking Django when nothing can have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import psycopg

import khetane
from khetane.config.home import Home, write_private
from khetane.config.problem import Problem
from khetane.config.services import django, run_once

# Any number will do; it keeps two machines from migrating one database at the same time.
MIGRATION_LOCK = 5_170_418_002
WITH_TABLES = ("Django", "django-allauth", "procrastinate")
# Tables are made under Django's name of the owner's connection.
COMMAND = django("migrate", "--database", "owner", "--no-input", "--verbosity", "0")


def migrate(home: Home, owner_url: str, environment: Mapping[str, str]) -> None:
    """Apply what is missing. Raises Problem when a migration fails; what it did is rolled back."""
    note = home.run / "migrated"
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        if note.exists() and note.read_text() == state(connection):
            return
        if run_once(COMMAND, environment) != 0:
            raise Problem(
                "The database could not be brought up to date; the lines above say why. Nothing of the failed step "
                "was kept. `khetane doctor` checks the installation."
            )
        write_private(note, state(connection))


def state(connection: psycopg.Connection) -> str:
    """Changes with the migrations in the code, and with those that the database says it has."""
    code = hashlib.sha256(" ".join(version(package) for package in WITH_TABLES).encode())
    root = Path(khetane.__file__).parent
    for file in sorted(root.glob("**/migrations/*.py")):
        code.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
        return f"{code.hexdigest()} none"
    applied = connection.execute("SELECT count(*), max(applied) FROM django_migrations").fetchone()
    return f"{code.hexdigest()} {applied}"
