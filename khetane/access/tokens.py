"""Secrets that devices, programs and invited people present; only a keyed hash of each is kept.

A look-up goes through a narrow function of the database (`access_…_by_token`) that needs no viewer and
tells nothing but whose secret it is.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection

from khetane.access.models import DeviceState
from khetane.core.sealing import lookup_hash

TOKEN_BYTES = 32
_DEVICE = "select id, account_id, unit_id, state from access_device_by_token(%s)"

Purpose = Literal["device", "api", "invitation"]


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """The device behind a token, its account and unit. A stolen one is known, and must be refused."""

    id: UUID
    account_id: UUID
    unit_id: UUID
    state: DeviceState

    @property
    def may_send(self) -> bool:
        """Whether records are taken from it: a retired device still empties its outbox."""
        return self.state != DeviceState.STOLEN

    @property
    def may_pull(self) -> bool:
        """Whether forms and lists are given to it."""
        return self.state == DeviceState.ACTIVE


def new_token() -> str:
    """A fresh secret that stands in an address without escaping."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(purpose: Purpose, token: str) -> bytes:
    """What the database keeps of a token. A token of one purpose is not found as another's."""
    return lookup_hash(settings.ENVIRONMENT.lookup_key, f"token:{purpose}:{token}")


def device_of(token: str) -> DeviceIdentity | None:
    """The device with this token; None when there is none or its account is no longer active."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    # Prepared, since every request of every device begins with it.
    row = psycopg.Cursor(raw).execute(_DEVICE, [token_hash("device", token)], prepare=True).fetchone()
    return DeviceIdentity(row[0], row[1], row[2], DeviceState(row[3])) if row else None


def account_of(token: str) -> UUID | None:
    """The account of an API token; None when it is unknown or revoked, or its account not active."""
    with connection.cursor() as cursor:
        cursor.execute("select access_account_by_token(%s)", [token_hash("api", token)])
        found: UUID | None = cursor.fetchone()[0]
    return found
