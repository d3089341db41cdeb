"""Secrets that devices, programs and invited people present; only a keyed hash of each is kept.

A look-up goes through a narrow function of the database (`access_…_by_token`) that needs no viewer and
tells nothing but whose secret it is.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import connection

from khetane.access.enums import DeviceState
from khetane.core import demonstration
from khetane.core.exchange import exchange
from khetane.core.sealing import lookup_hash

TOKEN_BYTES = 32
# Demonstration accounts are refused where there is no demonstration (ADR 0401).
_DEVICE = """
    select id, account_id, unit_id, state from access_device_by_token(%s) where access_is_welcome(account_id, %s)
"""
_ACCOUNT = "select a from access_account_by_token(%s) a where access_is_welcome(a, %s)"

REMEMBERED = 10_000
_remembered: dict[bytes, DeviceIdentity] = {}
NOTED_EVERY = 300.0  # seconds, as access_device_seen() has it
_noted: dict[UUID, float] = {}

Purpose = Literal["device", "api", "invitation", "referral", "calendar", "copy", "grievance"]


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """The device behind a token, its account and unit. A stolen one is known, and must be refused."""

    id: UUID
    account_id: UUID
    unit_id: UUID
    state: DeviceState
    remembered: bool = False  # its state is what this process saw before: whoever lets it act asks anew

    @property
    def may_send(self) -> bool:
        """Whether records are taken from it: a retired device still empties its outbox."""
        return may_send_as(self.state)

    @property
    def may_pull(self) -> bool:
        """Whether forms and lists are given to it."""
        return self.state == DeviceState.ACTIVE


def may_send_as(state: str | None) -> bool:
    """Whether records are taken from a device in this state; None: of an account that is not active any more."""
    return state in (DeviceState.ACTIVE, DeviceState.RETIRED)


def noted_lately(device: DeviceIdentity) -> bool:
    """Whether this process noted within five minutes that the device called: then the database need not be asked."""
    return time.monotonic() - _noted.get(device.id, -NOTED_EVERY) < NOTED_EVERY


def heard_of(device: DeviceIdentity) -> None:
    """Let the database note that a device called, in the transaction of its viewer: every five minutes at most."""
    if len(_noted) >= REMEMBERED:
        _noted.clear()
    _noted[device.id] = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("select access_device_seen(%s)", [device.id])


def new_token() -> str:
    """A fresh secret that stands in an address without escaping."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(purpose: Purpose, token: str) -> bytes:
    """What the database keeps of a token. A token of one purpose is not found as another's."""
    return lookup_hash(settings.ENVIRONMENT.lookup_key, f"token:{purpose}:{token}")


def device_of(token: str) -> DeviceIdentity | None:
    """The device with this token; None when there is none or its account is no longer active."""
    # Its plan is kept, since every request of every device begins with it.
    (answer,) = exchange((_DEVICE, [token_hash("device", token), demonstration.stands()]))
    row = next(iter(answer.rows()), None)
    return DeviceIdentity(row[0], row[1], row[2], DeviceState(row[3])) if row else None


def remembered_device_of(token: str) -> DeviceIdentity | None:
    """The device as this process last saw it, else as it is.

    A device's account and unit never change, its state does: what it may is asked again
    in the transaction in which it acts. This spares every upload an exchange with the database.
    """
    hashed = token_hash("device", token)
    if hashed not in _remembered:
        found = device_of(token)
        if found is not None and found.may_send:
            if len(_remembered) >= REMEMBERED:
                _remembered.clear()
            _remembered[hashed] = replace(found, remembered=True)
        return found
    return _remembered[hashed]


def forget(token: str) -> None:
    """Look the device up anew from here on."""
    _remembered.pop(token_hash("device", token), None)


def account_of(token: str) -> UUID | None:
    """The account of an API token; None when it is unknown or revoked, or its account not active."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNT, [token_hash("api", token), demonstration.stands()])
        found = cursor.fetchone()
    return found[0] if found else None
