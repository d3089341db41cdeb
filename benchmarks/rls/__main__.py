"""`python -m benchmarks.rls --persons 200000`: prints the time of each question, on and off, and the ratio.

The time is that of the fastest tenth: what the machine does beside it lengthens the others.

Off is the same SQL for the same rows under a role that passes the policies, with the units written
into the question: what a filter in the application would do.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import statistics
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import Connection, sql

from benchmarks.rls.questions import QUESTIONS, Question
from khetane.config.postgres import ROLES, ensure_roles, role_url, temporary_server

UNITS = 150
DATA = Path(__file__).with_name("data.sql")
LIMIT = 1.3
GRANTS = "select r.permissions, r.mandates, g.unit_ids from access_viewer_grants() g join access_role r on r.code = g.role"
_entries = count()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with temporary_server() as owner_url:
        passwords = {role.name: secrets.token_urlsafe(12) for role in ROLES}
        ensure_roles(owner_url, passwords)
        migrate(owner_url, passwords)
        fill(owner_url, options.persons)
        app_url = role_url(owner_url, "khetane_app", passwords["khetane_app"])
        results = measure(owner_url, app_url, options.rounds)
    report(results, as_json=options.json, persons=options.persons)


def migrate(owner_url: str, passwords: dict[str, str]) -> None:
    """Make our tables in the empty database."""
    os.environ["KHETANE_ENV"] = "test"
    os.environ["KHETANE_OWNER_DATABASE_URL"] = owner_url
    os.environ["KHETANE_DATABASE_URL"] = role_url(owner_url, "khetane_app", passwords["khetane_app"])
    os.environ["DJANGO_SETTINGS_MODULE"] = "khetane.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0)


def fill(owner_url: str, persons: int) -> None:
    with psycopg.connect(owner_url) as connection, psycopg.ClientCursor(connection) as cursor:
        cursor.execute(DATA.read_text(), {"units": UNITS, "persons": persons})
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def viewer_of(owner_url: str) -> tuple[UUID, UUID, UUID]:
    """A coordinator of one unit, that unit, and one of its households."""
    with psycopg.connect(owner_url) as connection:
        account = connection.execute(
            "insert into access_account (id, email, name, language, is_active, is_demo, created_at, password) values "
            "(gen_random_uuid(), 'b@example.org', '', '', true, false, now(), '!') returning id"
        ).fetchone()
        row = connection.execute(
            "select unit_id, min(id::text)::uuid from people_household group by 1 limit 1"
        ).fetchone()
        assert account
        assert row
        connection.execute(
            "insert into access_rolegrant (id, account_id, role_id, unit_id, begins, granted_at) values "
            "(gen_random_uuid(), %s, 'unit_coordinator', %s, date '2020-01-01', now())",
            [account[0], row[0]],
        )
    return account[0], row[0], row[1]


def measure(owner_url: str, app_url: str, rounds: int) -> dict[str, dict[str, float]]:
    account, unit, household = viewer_of(owner_url)
    values = {"unit": unit, "household": household, "key": None, "account": account}
    with connected(app_url) as on, connected(owner_url) as off:
        keys = [
            row[0]
            for row in off.execute(
                "select distinct key from people_personkey where unit_id = %s limit 200", [unit]
            )
        ]
        results = {}
        for question in QUESTIONS:
            results[question.name] = {
                way: statistics.quantiles(times, n=10)[0]
                for way, times in alternate(on, off, question, account, values, keys, rounds).items()
            }
    return results


def connected(url: str) -> Connection:
    """Values are put into the statement on this side, as Django does."""
    return psycopg.connect(url, cursor_factory=psycopg.ClientCursor)


def alternate(
    on: Connection,
    off: Connection,
    question: Question,
    account: UUID,
    values: dict[str, Any],
    keys: Sequence[str],
    rounds: int,
) -> dict[str, list[float]]:
    """Both ways turn by turn, so that a noisy machine disturbs both alike. Milliseconds."""
    times: dict[str, list[float]] = {"on": [], "off": []}
    for number in range(rounds):
        asked = {**values, "key": keys[number % len(keys)]}
        rows = {}
        for way, connection in (("on", on), ("off", off)):
            began = time.perf_counter()
            rows[way] = ask(connection, question, asked, account if way == "on" else None)
            times[way].append((time.perf_counter() - began) * 1000)
        assert rows["on"] == rows["off"], question.name
        assert rows["on"], question.name
    return {way: found[rounds // 10 :] for way, found in times.items()}


def ask(
    connection: Connection, question: Question, values: dict[str, Any], account: UUID | None
) -> list[Any]:
    """One transaction with all statements of a page, as a request runs it."""
    found: list[Any] = []
    with connection.transaction():
        if account is not None:
            connection.execute("select * from access_enter(%s, %s)", [account, f"{next(_entries)}:"])
        else:  # a filter in the application has to know the viewer's units too
            connection.execute("select set_config('khetane.viewer', %s, true)", [str(values["account"])])
            connection.execute(GRANTS)
        for statement in question.statements:
            where = sql.SQL("true") if account is not None else sql.SQL("{}.unit_id = %(unit)s")
            text = sql.SQL(statement).format(
                **{alias: where.format(sql.Identifier(alias)) for alias in question.aliases}
            )
            found.extend(sorted(connection.execute(text, values).fetchall(), key=str))
    return found


def report(results: dict[str, dict[str, float]], *, as_json: bool, persons: int) -> None:
    ratios = {name: round(way["on"] / way["off"], 3) for name, way in results.items()}
    if as_json:
        print(json.dumps({"persons": persons, "milliseconds": results, "ratios": ratios, "limit": LIMIT}))
        return
    print(f"{persons} persons in {UNITS} units; milliseconds of one transaction, fastest tenth")
    for name, way in results.items():
        verdict = "within" if ratios[name] <= LIMIT else "ABOVE"
        print(
            f"{name:<16} on {way['on']:7.3f}  off {way['off']:7.3f}  ratio {ratios[name]:.2f}  {verdict} {LIMIT}"
        )


if __name__ == "__main__":
    main()
