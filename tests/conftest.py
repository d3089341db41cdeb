"""A real PostgreSQL for every test, seen through the application's own role."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from khetane.access.models import Account
from khetane.config.postgres import ROLES, ensure_database, ensure_roles, temporary_server
from tests import kept_database, world
from tests.installations import Installation, point_django_at
from tests.running import a_running

TEMPLATE = "khetane_template"


class Clone(Protocol):
    def __call__(self, name: str, of: str = ...) -> str: ...


@pytest.fixture(scope="session")
def passwords() -> dict[str, str]:
    """A password for each database role of this run."""
    return {role.name: secrets.token_urlsafe(12) for role in ROLES}


@pytest.fixture(scope="session")
def server(passwords: dict[str, str]) -> Iterator[str]:
    """The owner's URL of an empty database on a throwaway server."""
    with temporary_server() as admin_url:
        yield admin_url


@pytest.fixture(scope="session")
def template_database(server: str, passwords: dict[str, str], django_db_blocker: DjangoDbBlocker) -> str:
    """The name of a migrated database from which others are cloned in a moment."""
    from django.core.management import call_command
    from django.db import connections

    ensure_database(server, TEMPLATE)
    owner_url = _with_database(server, TEMPLATE)
    ensure_roles(owner_url, passwords)
    point_django_at(owner_url, passwords)
    with django_db_blocker.unblock():
        kept_database.migrated(owner_url, lambda: call_command("migrate", database="owner", verbosity=0))
        connections.close_all()
    return TEMPLATE


@pytest.fixture(scope="session")
def clone_database(server: str, template_database: str, passwords: dict[str, str]) -> Clone:
    """Makes a migrated database of one's own and gives its owner's URL: for servers and other processes.

    `of` names another database to copy, to which nobody is connected.
    """

    def clone(name: str, of: str = template_database) -> str:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(
                sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(of))
            )
        owner_url = _with_database(server, name)
        ensure_roles(owner_url, passwords)
        return owner_url

    return clone


@pytest.fixture(scope="session")
def django_db_setup(clone_database: Clone, passwords: dict[str, str]) -> None:
    """pytest-django's own: tests of this process share one clone and roll back."""
    point_django_at(clone_database("khetane_tests"), passwords)


@pytest.fixture
def installation(
    clone_database: Clone, passwords: dict[str, str], tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Installation]:
    """An installation of the test's own, in which this process works and what is written is committed."""
    made = Installation(clone_database(f"own_{uuid.uuid4().hex[:8]}"), passwords, tmp_path / "home")
    with made.inside(django_db_blocker):
        yield made


@pytest.fixture
def here() -> world.Town:
    """Where a test takes place: a municipality, its settlement `HERE-S1` and its unit `HERE-U`."""
    return world.town("HERE")


@pytest.fixture
def author(here: world.Town) -> Account:
    """Who records `here`: the coordinator of its unit."""
    return world.account("unit_coordinator", here.unit)


@pytest.fixture(scope="session")
def started_before() -> Iterator[Path]:
    """A data folder in which Khetane ran and has stopped: `a_running(like=…)` need not make its tables again."""
    with a_running() as first:
        first.start()
        first.stop()
        yield first.home


def _with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
