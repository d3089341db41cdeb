"""A device made for somebody else: its owner alone learns the secret, by which one sees and sends as she does."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from khetane.access import actions_devices
from khetane.access.enums import DeviceState
from khetane.access.models import Account, Device
from khetane.access.tokens import DeviceIdentity, device_of
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as
from tests import world
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> world.Town:
    return world.town("HERE")


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    return world.account("unit_coordinator", here.unit)


@pytest.fixture
def mediator(here: world.Town) -> Account:
    return world.account("health_mediator", here.unit)


def offered(coordinator: Account, mediator: Account, here: world.Town) -> Device:
    with acting_as(coordinator.pk):
        return actions_devices.offer_device(account=mediator, unit=here.unit, label="Tablet")


def test_the_coordinator_is_not_shown_the_code(
    coordinator: Account, mediator: Account, here: world.Town
) -> None:
    values = {"account": mediator.pk, "unit": here.unit.pk, "label": "Tablet"}
    answer = client_of(coordinator).post(reverse("access:create_device"), values)
    assert answer.headers["Location"] == reverse("access:devices")
    told = [str(one) for one in get_messages(answer.wsgi_request)]
    assert "waits for" in told[0]
    assert not re.search(r"/key/\S+", answer.content.decode() + told[0])
    with acting_as(coordinator.pk):
        assert Device.objects.get().state == "waiting"


def test_the_owner_takes_it_over_and_is_shown_the_code_once(
    coordinator: Account, mediator: Account, here: world.Town
) -> None:
    device = offered(coordinator, mediator, here)
    client: Client = client_of(mediator)
    address = reverse("access:take_over", args=[device.pk])
    assert address in client.get(reverse("access:mine")).content.decode()
    page = client.post(address).content.decode()
    found = re.search(r"/key/([\w-]+)", page)
    assert found is not None
    taken = device_of(found[1])
    assert taken is not None
    assert (taken.id, taken.account_id, taken.may_pull) == (device.pk, mediator.pk, True)
    with acting_as(mediator.pk), pytest.raises(Invalid, match="does not wait"):
        actions_devices.take_over(device_id=device.pk)


def test_nobody_else_takes_it_over(coordinator: Account, mediator: Account, here: world.Town) -> None:
    device = offered(coordinator, mediator, here)
    address = reverse("access:take_over", args=[device.pk])
    assert client_of(coordinator).post(address).status_code == 404
    with acting_as(coordinator.pk), pytest.raises(Invalid, match="does not wait"):
        actions_devices.take_over(device_id=device.pk)


def test_a_device_that_waits_sends_and_pulls_nothing() -> None:
    waiting = DeviceIdentity(uuid4(), uuid4(), uuid4(), DeviceState.WAITING)
    assert not waiting.may_send
    assert not waiting.may_pull


def test_the_command_lines_way_is_closed_to_her(
    coordinator: Account, mediator: Account, here: world.Town
) -> None:
    with acting_as(coordinator.pk), pytest.raises(NotAllowed):
        actions_devices.create_device(account=mediator, unit=here.unit)


@pytest.mark.parametrize(
    "statement",
    [
        """insert into access_device (id, account_id, unit_id, label, token_hash, state, created_at)
           select gen_random_uuid(), account_id, unit_id, '', 'known', 'active', now() from access_device where id = %s""",
        "update access_device set token_hash = 'known' where id = %s",
        "update access_device set state = 'active' where id = %s",
        "update access_device set state = 'retired' where id = %s",
    ],
)
def test_the_database_refuses_her_too(
    statement: str, coordinator: Account, mediator: Account, here: world.Town
) -> None:
    device = offered(coordinator, mediator, here)
    with (
        acting_as(coordinator.pk),
        pytest.raises(DatabaseError, match=r"row-level security|denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [device.pk])


def test_she_may_withdraw_it(coordinator: Account, mediator: Account, here: world.Town) -> None:
    device = offered(coordinator, mediator, here)
    with acting_as(coordinator.pk):
        assert actions_devices.stolen(device_id=device.pk).state == "stolen"
    with acting_as(mediator.pk), pytest.raises(Invalid, match="does not wait"):
        actions_devices.take_over(device_id=device.pk)
