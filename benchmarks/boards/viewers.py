"""Who looks at the lists: made in the register at the first time, each with a session as signing in makes it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

FIRST_UNITS = (
    "select id from organisations_unit where code ~ '^B[0-9]+-U$' order by length(code), code limit %s"
)


@dataclass(frozen=True, slots=True)
class Looking:
    """Somebody of a role, for the first `units` units, or for everything when there is no number."""

    name: str
    role: str
    units: int | None


VIEWERS = (
    Looking("coordinator", "unit_coordinator", 1),
    Looking("health mediator", "health_mediator", 1),
    Looking("lawyer, 10 units", "legal_aid_lawyer", 10),
    Looking("lawyer, all units", "legal_aid_lawyer", None),
    Looking("national analyst", "national_analyst", None),
    Looking("data protection", "data_protection_officer", None),
)


def cookie(account: UUID) -> str:
    """The cookie of a new session of this account."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(
        get_user_model().objects.get(pk=account),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    name: str = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def known(looking: Looking, owner_url: str) -> UUID:
    """The account's id."""
    email = f"{looking.role}-of-{looking.units or 'all'}@example.org"
    with psycopg.connect(owner_url) as connection:
        found = connection.execute("select id from access_account where email = %s", [email]).fetchone()
        return UUID(str(found[0])) if found else made(connection, looking, email)


def made(connection: psycopg.Connection, looking: Looking, email: str) -> UUID:
    row = connection.execute(
        "insert into access_account (id, email, name, language, is_active, is_demo, created_at, password) values "
        "(gen_random_uuid(), %s, %s, 'en', true, false, now(), '!') returning id",
        [email, looking.name],
    ).fetchone()
    if row is None:
        raise LookupError(f"The account {email} was not made.")
    grant = (
        "insert into access_rolegrant (id, account_id, role_id, unit_id, place_id, begins, granted_at) "
        "values (gen_random_uuid(), %s, %s, %s, %s, date '2020-01-01', now())"
    )
    if looking.units is None:
        top = connection.execute("select id from places_place where code = 'SEE'").fetchone() or (None,)
        connection.execute(grant, [row[0], looking.role, None, top[0]])
    else:
        for (unit,) in connection.execute(FIRST_UNITS, [looking.units]).fetchall():
            connection.execute(grant, [row[0], looking.role, unit, None])
    return UUID(str(row[0]))
