"""Making and ending devices and API tokens. Their secrets are returned once and kept as keyed hashes."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from khetane.access import rules
from khetane.access.enums import DeviceState
from khetane.access.models import Account, ApiToken, Device
from khetane.access.scopes import label as label_of
from khetane.access.tokens import new_token, token_hash
from khetane.core import audit
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import NO_ROLE, SYSTEM_ACCOUNT, acting_as, current
from khetane.organisations.models import Unit
from khetane.web.names import unit_label

NOT_WAITING = Sentence(
    "device_not_waiting",
    gettext_noop("This device does not wait for you any more. Ask your coordinator for a new one."),
)
CANNOT_SEND = Sentence(
    "device_account",
    gettext_noop(
        "{account} holds no role in {unit} that may send records. Give the role first, then make the device."
    ),
)


def create_device(*, account: Account, unit: Unit, label: str = "") -> tuple[Device, str]:
    """Make a device of `account` in `unit`; returns it with its secret.

    Whoever knows the secret sees what the account sees and sends in its name: only the account itself, and
    the program at the command line, make a device so. Others `offer_device`.
    """
    if current().account_id not in (account.pk, SYSTEM_ACCOUNT):
        raise NotAllowed(NO_ROLE.about())
    token = new_token()
    return _make(account, unit, label, DeviceState.ACTIVE, token), token


def offer_device(*, account: Account, unit: Unit, label: str = "") -> Device:
    """Make a device of another account: it waits until its owner takes it over, and nobody knows its secret."""
    return _make(account, unit, label, DeviceState.WAITING, new_token())


@transaction.atomic
def take_over(*, device_id: UUID) -> tuple[Device, str]:
    """Take over a device that waits for the viewer; returns it with its secret. Invalid when none waits."""
    token = new_token()
    with connection.cursor() as cursor:
        cursor.execute("select access_device_take_over(%s, %s)", [device_id, token_hash("device", token)])
        (taken,) = cursor.fetchone()
    if not taken:
        raise Invalid(NOT_WAITING.about())
    device = Device.objects.get(pk=device_id)
    audit.record("changed", "device", [device_id], fields=["state"], unit_id=device.unit_id)
    return device, token


@transaction.atomic
def _make(account: Account, unit: Unit, label: str, state: DeviceState, token: str) -> Device:
    current().check("device.write", unit.pk)
    with acting_as(account.pk) as owner:
        may_send = owner.can("submission.send", unit.pk)
    if not may_send:
        raise Invalid(CANNOT_SEND.about(account=label_of(account), unit=unit_label(unit)))
    secret = token_hash("device", token)
    device = Device(account=account, unit=unit, label=label.strip(), token_hash=secret, state=state)
    device.save(force_insert=True)
    audit.record("created", "device", [device.pk, account.pk], unit_id=unit.pk)
    return device


def retire(*, device_id: UUID) -> Device:
    """The device may still send what it holds, and is given nothing any more."""
    return _set_state(device_id, DeviceState.RETIRED)


def stolen(*, device_id: UUID) -> Device:
    """The device is refused altogether; our own app wipes itself when it hears so."""
    return _set_state(device_id, DeviceState.STOLEN)


@transaction.atomic
def create_token(*, label: str = "") -> tuple[ApiToken, str]:
    """Make an API token with the viewer's own rights; returns it with its secret."""
    token = new_token()
    made = ApiToken(account_id=current().account_id, label=label.strip(), token_hash=token_hash("api", token))
    made.save(force_insert=True)
    audit.record("created", "api_token", [made.pk])
    return made, token


@transaction.atomic
def revoke_token(*, token_id: UUID) -> None:
    """End one of the viewer's own API tokens at once."""
    ApiToken.objects.filter(pk=token_id, account_id=current().account_id, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    audit.record("revoked", "api_token", [token_id])


@transaction.atomic
def _set_state(device_id: UUID, state: DeviceState) -> Device:
    device = Device.objects.select_for_update().get(pk=device_id)
    current().check("device.end", device.unit_id)
    rules.check_device_state(DeviceState(device.state), state)
    device.state = state
    Device.objects.filter(pk=device_id).update(state=state)
    audit.record("changed", "device", [device_id], fields=["state"], unit_id=device.unit_id)
    return device
