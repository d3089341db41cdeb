from __future__ import annotations

import select
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from khetane.core.connections import drop_dead

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def in_a_thread(work: Callable[[], tuple[int, int]]) -> tuple[int, int]:
    """With connections of its own, outside the test's transaction, as a request's thread has them."""

    def alone() -> tuple[int, int]:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result()


def process() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_connection_whose_server_is_gone_is_replaced_before_it_is_used() -> None:
    def work() -> tuple[int, int]:
        first = process()
        socket = connection.connection.fileno()
        with connections["owner"].cursor() as owner:
            owner.execute("select pg_terminate_backend(%s)", [first])
        assert select.select([socket], [], [], 10)[0]
        drop_dead()
        return first, process()

    first, second = in_a_thread(work)
    assert first != second


def test_a_living_connection_stays() -> None:
    def work() -> tuple[int, int]:
        first = process()
        drop_dead()
        return first, process()

    first, second = in_a_thread(work)
    assert first == second
