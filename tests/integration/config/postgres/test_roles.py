from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import psycopg
import pytest

from khetane.config.postgres import ROLES, RolesProblem, ensure_roles, role_url, temporary_server

PASSWORDS = {role.name: f"p/w:{role.name}@?" for role in ROLES}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with temporary_server() as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE secret AS SELECT 'row' AS text")
            connection.execute("ALTER TABLE secret ENABLE ROW LEVEL SECURITY")
            connection.execute("ALTER TABLE secret FORCE ROW LEVEL SECURITY")
        ensure_roles(url, PASSWORDS)
        yield url


def connect(url: str, role: str) -> psycopg.Connection:
    return psycopg.connect(role_url(url, role, PASSWORDS[role]))


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_a_role_connects_owns_nothing_and_makes_nothing(url: str, role: str) -> None:
    with connect(url, role) as connection:
        owned = connection.execute(
            "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = %s", [role]
        )
        assert owned.fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")


@pytest.mark.parametrize("role", [role.name for role in ROLES if not role.bypasses_row_security])
def test_only_the_backup_reads_past_the_policies(url: str, role: str) -> None:
    with psycopg.connect(url) as owner:
        owner.execute(f"GRANT SELECT ON secret TO {role}")
    with connect(url, role) as connection:
        assert connection.execute("SELECT count(*) FROM secret").fetchone() == (0,)
    with connect(url, "khetane_backup") as connection:
        assert connection.execute("SELECT count(*) FROM secret").fetchone() == (1,)


def test_what_somebody_changed_by_hand_is_mended(url: str) -> None:
    with psycopg.connect(url) as owner:
        owner.execute("ALTER ROLE khetane_app SUPERUSER BYPASSRLS CREATEDB PASSWORD 'guess'")
    ensure_roles(url, PASSWORDS)
    with connect(url, "khetane_app") as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, False)


def test_starts_at_the_same_time_do_not_disturb_each_other(url: str) -> None:
    problems: list[Exception] = []

    def start() -> None:
        try:
            ensure_roles(url, PASSWORDS)
        except Exception as error:
            problems.append(error)

    threads = [Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_other_accounts_of_the_server_are_kept_out(url: str) -> None:
    with psycopg.connect(url) as owner:
        owner.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(role_url(url, "stranger", "stranger"))


def test_an_account_that_may_not_make_roles_is_told_what_it_needs(url: str) -> None:
    with pytest.raises(RolesProblem, match="CREATEROLE BYPASSRLS"):
        ensure_roles(role_url(url, "khetane_app", PASSWORDS["khetane_app"]), PASSWORDS)


def test_an_owner_who_is_no_superuser_can_make_the_roles(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE ROLE tenant LOGIN PASSWORD 'tenant' CREATEROLE BYPASSRLS")
        owner.execute("GRANT pg_read_all_data TO tenant WITH ADMIN OPTION")
        owner.execute("CREATE DATABASE tenancy OWNER tenant")
        for role in ROLES:
            owner.execute(f"GRANT {role.name} TO tenant WITH ADMIN OPTION")
    tenant = role_url(url, "tenant", "tenant").replace("/khetane?", "/tenancy?")
    ensure_roles(tenant, PASSWORDS)
    with connect(url.replace("/khetane?", "/tenancy?"), "khetane_app") as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("tenancy",)
