"""A device shows what its account sees, so who may not see persons makes none; she may end every one."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from khetane.access import actions_devices
from khetane.access.models import Account, Device
from khetane.access.permissions import CONFIRMED, SEE_PERSONS
from khetane.access.rights import shipped_roles
from khetane.access.tokens import device_of
from khetane.core.refusals import NotAllowed
from khetane.core.viewer import acting_as
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> world.Town:
    return world.town("HERE")


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    return world.account("unit_coordinator", here.unit)


@pytest.fixture
def administrator() -> Account:
    return world.account("administrator", world.country())


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def made_by(coordinator: Account, here: world.Town) -> tuple[Device, str]:
    with acting_as(coordinator.pk):
        return actions_devices.create_device(account=coordinator, unit=here.unit, label="Phone 1")


def test_an_administrator_makes_no_device(
    administrator: Account, coordinator: Account, here: world.Town
) -> None:
    with acting_as(administrator.pk), pytest.raises(NotAllowed):
        actions_devices.create_device(account=coordinator, unit=here.unit)
    asked = browser(administrator).post(
        reverse("access:create_device"), {"account": coordinator.pk, "unit": here.unit.pk}
    )
    assert asked.status_code == 403


@pytest.mark.parametrize("what", ["insert", "token"])
def test_the_database_refuses_her_too(
    what: str, administrator: Account, coordinator: Account, here: world.Town
) -> None:
    device, _ = made_by(coordinator, here)
    statement = {
        "insert": """
            insert into access_device (id, account_id, unit_id, label, token_hash, state, created_at)
            select gen_random_uuid(), account_id, unit_id, '', 'known', 'active', now() from access_device where id = %s
        """,
        "token": "update access_device set token_hash = 'known' where id = %s",
    }[what]
    with (
        acting_as(administrator.pk),
        pytest.raises(DatabaseError, match=r"row-level security|denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [device.pk])


def test_an_administrator_sees_and_ends_devices(
    administrator: Account, coordinator: Account, here: world.Town
) -> None:
    device, token = made_by(coordinator, here)
    client = browser(administrator)
    page = client.get(reverse("access:devices")).content.decode()
    assert "Phone 1" in page
    assert reverse("access:create_device") not in page
    assert (
        reverse("access:create_device")
        in browser(coordinator).get(reverse("access:devices")).content.decode()
    )
    client.post(reverse("access:stolen", args=[device.pk]))
    found = device_of(token)
    assert found is not None
    assert not found.may_send


def test_where_there_is_none_she_is_told_who_makes_them(administrator: Account, here: world.Town) -> None:
    page = browser(administrator).get(reverse("access:devices")).content.decode()
    assert "Coordinators make the devices of their units." in page


def test_each_shipped_role_that_makes_devices_sees_persons() -> None:
    makers = {code: set(role["permissions"]) for code, role in shipped_roles().items() if code != "system"}
    makers = {code: held for code, held in makers.items() if "device.write" in held}
    assert makers
    assert all(held & SEE_PERSONS and "device.end" in held for held in makers.values())
    assert "device.write" in CONFIRMED
