"""Fixtures of integration tests."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from tests.installations import point_django_at


@pytest.fixture
def open_database(
    clone_database: Callable[[str], str], passwords: dict[str, str], django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A database of one's own, in which what is done is committed; the tests' database is put back after."""
    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    url = clone_database(f"committed_{uuid.uuid4().hex[:8]}")
    with django_db_blocker.unblock():
        point_django_at(url, passwords)
        yield
        connections.close_all()
        for alias, settings in before.items():
            connections[alias].settings_dict.update(settings)
