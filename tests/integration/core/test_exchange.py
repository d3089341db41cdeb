"""Several statements in one exchange: what comes back, what an error leaves behind, how plans come and go."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections, transaction

from khetane.core.exchange import KEPT, exchange

pytestmark = pytest.mark.django_db
T = TypeVar("T")
PLANS = "select count(*) from pg_prepared_statements where name like 'khetane_%%'"


def alone(work: Callable[[], T]) -> T:
    """On a connection of its own, outside the test's transaction."""

    def in_a_thread() -> T:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(in_a_thread).result()


def one(statement: str, *parameters: Any) -> Any:
    return exchange((statement, parameters))[0].rows()[0][0]


def idle() -> bool:
    return bool(connection.connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE)


def test_parameters_and_rows_are_converted() -> None:
    given = [UUID(int=7), "Ђурић", b"\x00\xff", None, 3, True, ["a", "b"]]
    (answer,) = exchange(
        ("select %s::uuid, %s::text, %s::bytea, %s::text, %s::int, %s::boolean, %s::text[]", given)
    )
    assert answer.rows() == [tuple(given)]


def test_a_name_may_stand_several_times() -> None:
    (answer,) = exchange(
        ("select %(b)s::text || %(a)s::text || %(b)s::text, '5%%'", {"a": "1", "b": "2", "c": "3"})
    )
    assert answer.rows() == [("212", "5%")]


def test_each_statement_has_its_own_answer() -> None:
    changed, read = exchange(
        ("update access_account set is_active = true where false", ()),
        ("select generate_series(1, %s::int)", [3]),
    )
    assert (changed.touched, read.touched, read.rows()) == (0, 3, [(1,), (2,), (3,)])


def test_after_an_error_nothing_more_is_run_and_the_connection_goes_on() -> None:
    def work() -> tuple[str, int]:
        with pytest.raises(psycopg.errors.DivisionByZero), transaction.atomic():
            exchange(
                ("select set_config('khetane.viewer', 'x', false)", ()),
                ("select 1 / %s::int", [0]),
                ("select 2", ()),
                ending=True,
            )
        return one("select current_setting('khetane.viewer', true)"), one("select 1 / %s::int", 1)

    assert alone(work) == ("", 1)


def test_the_end_of_the_transaction_goes_along() -> None:
    def work() -> tuple[bool, bool, str]:
        with transaction.atomic():
            exchange(("select set_config('khetane.viewer', 'kept', false)", ()))
            before = idle()
            exchange(("select 1", ()), ending=True)
            after = idle()
        return before, after, one("select current_setting('khetane.viewer')")

    assert alone(work) == (False, True, "kept")


def test_a_plan_is_made_once_and_only_so_many_are_kept() -> None:
    def work() -> tuple[int, int]:
        for _ in range(3):
            one("select 1")
        few = one(PLANS)
        for number in range(KEPT + 20):
            one(f"select {number}")
        return few, one(PLANS)

    assert alone(work) == (2, KEPT)


def test_plans_that_were_discarded_are_made_again() -> None:
    def work() -> int:
        one("select 1")
        with connection.cursor() as cursor:
            cursor.execute("deallocate all")
        with pytest.raises(psycopg.errors.InvalidSqlStatementName):
            one("select 1")
        found: int = one("select 1")
        return found

    assert alone(work) == 1


def test_out_of_a_failed_transaction_leads_a_way_however_many_plans_are_kept() -> None:
    def work() -> str:
        with transaction.atomic():
            exchange(("savepoint here", ()))
            for number in range(KEPT):
                one(f"select {number} + %s::int", 1)
            with pytest.raises(psycopg.errors.DivisionByZero):
                one("select 1 / %s::int", 0)
            exchange(("rollback to savepoint here", ()))
            return str(one("select %s::text", "went on"))

    assert alone(work) == "went on"


def test_what_cannot_be_converted_leaves_nothing_half_way() -> None:
    with pytest.raises(psycopg.DataError):
        exchange(("select %s::int", [1]), ("select %s::text", ["no text holds \0"]))
    assert one("select %s::text", "as before") == "as before"
