"""The database and the roles, made alike in the embedded PostgreSQL and on a server of one's own.

The owner makes the tables and nothing else uses it. Every other role owns nothing; what it may read or
write is granted table by table in the migrations. Only the backup passes row-level security.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from khetane.config.problem import Problem

OWNER = "khetane_owner"
DATABASE = "khetane"
# Any number will do; it keeps two starts from making the roles at the same time.
ROLES_LOCK = 5_170_418_001


class RolesProblem(Problem):
    """The database refused a role; the message says what the owner of the server must grant."""


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    bypasses_row_security: bool = False
    member_of: tuple[str, ...] = ()


ROLES: tuple[Role, ...] = (
    Role("khetane_app"),
    Role("khetane_sealer"),
    Role("khetane_eraser"),
    Role("khetane_backup", bypasses_row_security=True, member_of=("pg_read_all_data",)),
    Role("khetane_snapshot"),
    Role("khetane_matching"),
)


def ensure_database(admin_url: str, name: str = DATABASE) -> None:
    """Make the database `name` if the server of `admin_url` does not hold it."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not found:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def ensure_roles(admin_url: str, passwords: Mapping[str, str]) -> None:
    """Make every role of ROLES, with its attributes and password, or mend it; safe to repeat.

    `passwords` holds one for each role by name. They are sent as SCRAM verifiers, never in the clear.
    """
    try:
        with psycopg.connect(admin_url) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [ROLES_LOCK])
            for role in ROLES:
                _ensure_role(connection, role, passwords[role.name])
            close_to_others(connection)
    except psycopg.errors.InsufficientPrivilege as error:
        raise RolesProblem(
            f"The database refused to make Khetane's roles: {error.diag.message_primary}. The account of "
            "DATABASE_URL must own the database; its administrator grants it the rest with: ALTER ROLE … CREATEROLE "
            "BYPASSRLS; GRANT pg_read_all_data TO … WITH ADMIN OPTION."
        ) from error


def _ensure_role(connection: psycopg.Connection, role: Role, password: str) -> None:
    name = sql.Identifier(role.name)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role.name]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {}").format(name))
    verifier = connection.pgconn.encrypt_password(
        password.encode(), role.name.encode(), b"scram-sha-256"
    ).decode()
    attributes = sql.SQL("LOGIN INHERIT PASSWORD {}").format(sql.Literal(verifier))
    connection.execute(sql.SQL("ALTER ROLE {} WITH {}").format(name, attributes))
    _ensure_attributes(connection, role)
    for group in role.member_of:
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), name))


def _ensure_attributes(connection: psycopg.Connection, role: Role) -> None:
    """Say only what differs: a server's owner who is no superuser may not even repeat NOSUPERUSER."""
    found = connection.execute(
        "SELECT rolsuper, rolreplication, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = %s",
        [role.name],
    ).fetchone()
    wanted = (False, False, False, False, role.bypasses_row_security)
    words = ("SUPERUSER", "REPLICATION", "CREATEDB", "CREATEROLE", "BYPASSRLS")
    for word, has, should in zip(words, found or (), wanted, strict=True):
        if has != should:
            change = sql.SQL(word if should else f"NO{word}")
            connection.execute(sql.SQL("ALTER ROLE {} WITH {}").format(sql.Identifier(role.name), change))


def close_to_others(connection: psycopg.Connection) -> None:
    """Only our roles may connect to this database, and none of them may make tables in it."""
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    for role in ROLES:
        name = sql.Identifier(role.name)
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, name))
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))


def role_url(admin_url: str, role: str, password: str) -> str:
    """The address of the same database for another role."""
    parts = urlsplit(admin_url)
    server = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{quote(password, safe='')}@{server}"))
