"""The database counts days where Khetane counts them: its own `current_date` is that of UTC."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

pytestmark = pytest.mark.django_db
OF_UTC = r"\mcurrent_date\M|now\(\)\s*::\s*date|\mlocaltimestamp\M"


def asked(question: str, *values: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def test_today_is_the_day_of_the_installation() -> None:
    assert asked("select khetane_today(), cases_today()") == [(timezone.localdate(), timezone.localdate())]


def test_nothing_in_the_database_asks_for_the_day_of_utc() -> None:
    assert (
        asked(
            "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosrc ~* %s", OF_UTC
        )
        == []
    )
    assert (
        asked(
            "select tablename, policyname from pg_policies where coalesce(qual, '') || coalesce(with_check, '') ~* %s",
            OF_UTC,
        )
        == []
    )
    assert (
        asked("select viewname from pg_views where schemaname = 'public' and definition ~* %s", OF_UTC) == []
    )


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-22 22:59Z", "2026-11-22"),
        ("2026-11-22 23:01Z", "2026-11-23"),
        ("2026-07-01 22:01Z", "2026-07-02"),
    ],
)
def test_a_day_begins_at_midnight_here(said: str, day: str) -> None:
    """What `khetane_today` says of a moment; the moment itself cannot be set."""
    ((source,),) = asked("select prosrc from pg_proc where proname = 'khetane_today'")
    told = str(source).replace("now()", "%s::timestamptz")
    assert [str(one) for (one,) in asked(told, said)] == [day]
