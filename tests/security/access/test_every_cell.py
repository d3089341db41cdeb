"""Every cell of the table of roles is tried: read, added, changed, deleted as each role, as the application's database role.

The table (docs/reference/role-table.md) says how far each role reaches with each kind of record; the register here has a row of
every table for two units, several mandates and, where rows are about households, a client's and another's.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from khetane.access.policies import ACTIONS
from khetane.config.postgres import role_url
from tests.conftest import Clone
from tests.security.access.made_rows import Column, Home, Made, anew, columns, insert, make, without_checks
from tests.security.access.said import ROLES, TABLES, Where, reached

NEW_ENTRY = count()
# What is asked beside who looks, so that a row of this register cannot be tried; each has a test of its own.
BESIDE = {
    "access_auditevent": "the database fills in who, when and where (test_tampering)",
    "access_rolegrant": "the accounts' own rows are in it (test_second_person)",
    "access_role": "the shipped roles are in it (test_tampering)",
    "access_invitation": "asked for accounts that one manages (test_second_person)",
    "access_override": "made for oneself, reviewed by another (test_overrides)",
    "access_device": "made for oneself or waiting, ended by state (test_who_makes_devices)",
    "access_apitoken": "one's own (test_tokens)",
    "outreach_reminders": "one's own (tests/integration/desk)",
    "places_place": "its path is looked at by triggers (tests/integration/places)",
    "organisations_unit": "its municipality is looked at by triggers (tests/integration/organisations)",
    "cases_referralpage": "asks for a referral that is there (tests/security/cases/test_sealed_pages)",
    "cases_sealedreferral": "written with its page, read by nobody (tests/security/cases/test_sealed_pages)",
    "cases_pageevent": "written by functions (tests/security/cases/test_sealed_pages)",
    "importing_tableimport": "made and dropped as a draft (tests/security/importing)",
    "subjects_subjectrequest": "taken down and done by oneself (tests/security/subjects)",
    "khetane_forms_formversion": "asks for its form (tests/security/forms)",
    "khetane_forms_formcontent": "asks for its version, or a submission of it (tests/security/forms)",
    "khetane_forms_formmedia": "asks for its version (tests/security/forms)",
    "khetane_forms_namesondevices": "signed by oneself (tests/security/forms)",
    "history_conflictside": "asks for its conflict (tests/security/history)",
    "khetane_forms_attachment": "asks for its submission (tests/security/forms)",
    "khetane_forms_keptupload": "made by the program on the way in (tests/security/forms)",
    "grievances_grievancecode": "written once by who took the grievance in (tests/security/grievances)",
    "grievances_grievancemessage": "asks for its grievance (tests/security/grievances)",
    "grievances_grievanceconcern": "asks for its grievance (tests/security/grievances)",
    "programmes_schemestaff": "one's own is read by oneself (tests/security/programmes)",
}
TRIED = [table for table in TABLES if table not in BESIDE]


@dataclass(frozen=True)
class Register:
    """The rows of every table, and an account of each role in the first unit."""

    app_url: str
    here: UUID
    client: Home
    rows: Mapping[str, list[Made]]
    columns: Mapping[str, list[Column]]
    accounts: Mapping[str, UUID] = field(default_factory=dict)


@pytest.fixture(scope="module")
def register(clone_database: Clone, passwords: dict[str, str]) -> Register:
    owner_url = clone_database("khetane_every_cell")
    with psycopg.connect(owner_url) as owner:
        owner.execute("set session_replication_role = replica")
        without_checks(owner)
        here, there = uuid.uuid4(), uuid.uuid4()
        towns = {here: uuid.uuid4(), there: uuid.uuid4()}
        homes = [Home(here), Home(here), Home(there)]
        for unit, town in towns.items():
            path = f"see.t{town.hex[:6]}"
            insert(owner, "places_place", id=town, kind="municipality", code=path, path=path)
            insert(owner, "organisations_unit", id=unit, code=path, municipality_id=town)
        accounts = {role: _account(owner, role, here) for role in ROLES}
        rows = {table: make(owner, table, homes, towns) for table in TABLES}
        _connect(owner, accounts["legal_aid_lawyer"], homes[0])
        known = {table: columns(owner, table) for table in TABLES}
    app_url = role_url(owner_url, "khetane_app", passwords["khetane_app"])
    return Register(app_url, here, homes[0], rows, known, accounts)


def _account(owner: psycopg.Connection[Any], role: str, unit: UUID) -> UUID:
    made = uuid.uuid4()
    insert(owner, "access_account", id=made, email=f"{made.hex}@example.org", is_active=True)
    insert(
        owner, "access_rolegrant", account_id=made, role_id=role, unit_id=unit, begins="2020-01-01",
        widening=[], left_out=[], widened_by=[],
    )  # fmt: skip
    return made


def _connect(owner: psycopg.Connection[Any], lawyer: UUID, home: Home) -> None:
    """A power of attorney that makes a household the lawyer's client, in a unit of nobody: it is no row to be tried."""
    insert(
        owner, "cases_powerofattorney", unit_id=uuid.uuid4(), household_id=home.id, person_id=home.person,
        lawyer=lawyer, given_on="2026-01-01", mandate="legal",
    )  # fmt: skip


@pytest.fixture(params=sorted(ROLES))
def role(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def looking(register: Register, role: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the application in which the role's account looks; what it does is taken back."""
    with psycopg.connect(register.app_url) as connection:
        entry = f"cell{next(NEW_ENTRY)}:"
        connection.execute("select * from access_enter(%s, %s)", [register.accounts[role], entry])
        yield connection
        connection.rollback()


def expected(register: Register, role: str, action: str) -> dict[str, int]:
    here = Where(register.here, register.client.id)
    return {
        table: sum(reached(role, table, action, row.placed, here) for row in register.rows[table])
        for table in TRIED
    }


def attempted(
    connection: psycopg.Connection[Any], statement: sql.SQL | sql.Composed, *given: object
) -> int | None:
    """How many rows a statement touches, taken back; None where row-level security or a missing right refuses it."""
    try:
        with connection.transaction(force_rollback=True):
            return connection.execute(statement, given).rowcount
    except psycopg.errors.InsufficientPrivilege:
        return None
    except psycopg.IntegrityError:
        return 1  # looked at after the policies: these let it through


def test_read(register: Register, looking: psycopg.Connection[Any], role: str) -> None:
    found = {}
    for table in TRIED:
        made = [row.values["id"] for row in register.rows[table] if "id" in row.values]
        whole = sql.SQL("select count(*) from {t}").format(t=sql.Identifier(table))
        if made:
            whole += sql.SQL(" where id::text = any(%s)")
        try:
            with looking.transaction():
                asked = looking.execute(whole, [[str(one) for one in made]] if made else []).fetchone()
            found[table] = asked[0] if asked else 0
        except psycopg.errors.InsufficientPrivilege:
            found[table] = 0
    assert differing(found, expected(register, role, "read")) == {}


def test_change(register: Register, looking: psycopg.Connection[Any], role: str) -> None:
    found = {}
    for table in TRIED:
        column = changeable(looking, table)
        statement = sql.SQL("update {t} set {c} = {c}").format(
            t=sql.Identifier(table), c=sql.Identifier(column)
        )
        found[table] = (attempted(looking, statement) or 0) if column else 0
    assert differing(found, expected(register, role, "change")) == {}


def test_delete(register: Register, looking: psycopg.Connection[Any], role: str) -> None:
    found = {
        table: attempted(looking, sql.SQL("delete from {t}").format(t=sql.Identifier(table))) or 0
        for table in TRIED
    }
    assert differing(found, expected(register, role, "delete")) == {}


def test_add(register: Register, looking: psycopg.Connection[Any], role: str) -> None:
    found = {}
    for table in TRIED:
        statement = sql.SQL(
            "insert into {t} select * from jsonb_populate_record(null::{t}, %s::jsonb)"
        ).format(t=sql.Identifier(table))
        added = [
            attempted(looking, statement, anew(row, register.columns[table])) for row in register.rows[table]
        ]
        found[table] = sum(one or 0 for one in added)
    assert differing(found, expected(register, role, "add")) == {}


def changeable(connection: psycopg.Connection[Any], table: str) -> str:
    """A column that the application may change; "" where there is none."""
    row = connection.execute(
        "select a.attname from pg_attribute a where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped "
        "and has_column_privilege('khetane_app', a.attrelid, a.attnum, 'update') order by a.attname = 'id', a.attnum",
        [table],
    ).fetchone()
    return str(row[0]) if row else ""


def differing(found: Mapping[str, int], said: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Tables in which other rows are reached than the table of roles says: (found, said)."""
    return {table: (found[table], said[table]) for table in found if found[table] != said[table]}


def test_every_table_is_tried_in_every_way() -> None:
    assert set(TABLES) == set(TRIED) | BESIDE.keys()
    assert set(ACTIONS.values()) == {"read", "add", "change", "delete"}
    assert len(TRIED) > len(TABLES) / 2
