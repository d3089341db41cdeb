"""Records that are taken in by a transaction of their own, which ends in the exchange that stores them."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from khetane.access.models import Account
from khetane.access.tokens import DeviceIdentity
from khetane.core.viewer import acting_as
from khetane.forms.models import Submission
from khetane.forms.receiving import receive
from khetane.forms.uploads import Answer, Status, Upload
from khetane.history.models import EntityChange
from khetane.people.models import Household
from tests.world import Town, account, town
from tests.world_devices import device, published, registration


@pytest.fixture
def home(django_db_setup: None, open_database: None) -> Town:
    return town("NIS")


@pytest.fixture
def phone(home: Town) -> DeviceIdentity:
    coordinator: Account = account("unit_coordinator", home.unit)
    published(coordinator)
    return device(coordinator, home)


def send(phone: DeviceIdentity, xml: bytes) -> Answer:
    return receive(phone, Upload(xml, ()))


def states(phone: DeviceIdentity) -> dict[str, str]:
    with acting_as(phone.account_id):
        return dict(Submission.objects.values_list("instance_id", "state"))


def version(household: uuid.UUID, instance: str, former: str, address: str) -> bytes:
    meta = f"<deprecatedID>uuid:{former}</deprecatedID>" if former else ""
    return registration(
        "NIS-S1", household=household, instance=f"uuid:{instance}", address=address, meta=meta
    )


def test_what_is_stored_is_there_for_others(phone: DeviceIdentity) -> None:
    xml = version(uuid.uuid4(), "a", "", "Prva 1")
    assert send(phone, xml).status == Status.STORED
    connection.close()
    assert states(phone) == {"a": "applied"}
    assert send(phone, xml).status == Status.KNOWN
    with acting_as(phone.account_id):
        assert Household.objects.count() == 1
        assert EntityChange.objects.count() == 3  # the household and two persons


def test_a_submission_that_waits_is_applied_in_the_same_transaction(phone: DeviceIdentity) -> None:
    household = uuid.uuid4()
    assert send(phone, version(household, "b", "a", "Druga 2")).state == "held"
    assert send(phone, version(household, "a", "", "Prva 1")).state == "applied"
    assert states(phone) == {"a": "replaced", "b": "applied"}
    with acting_as(phone.account_id):
        assert Household.objects.get().address == "Druga 2"


def test_what_the_database_refuses_is_taken_in_again_carefully(phone: DeviceIdentity) -> None:
    household = uuid.uuid4()
    send(phone, version(household, "a", "", "Prva 1"))
    answer = send(phone, version(household, "b", "", "Ista 2"))
    assert (answer.status, answer.state) == (Status.STORED, "needs_correction")
    with acting_as(phone.account_id):
        assert Household.objects.get().address == "Prva 1"
