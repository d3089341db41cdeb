"""Tokens of devices and programs open what their account may, and nothing once revoked."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import path
from ninja import NinjaAPI

from khetane.access.api_auth import may, ruled
from khetane.access.enums import DeviceState
from khetane.access.models import Account, ApiToken, Device
from khetane.access.tokens import account_of, device_of, new_token, token_hash
from khetane.config import urls as application
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Household
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

api = NinjaAPI(urls_namespace="test_tokens")


@api.get("/codes", auth=may("identity.read"))
def codes(request: HttpRequest) -> list[str]:
    return list(Household.objects.values_list("code", flat=True))


@api.post("/household", auth=may("registry.write"))
def refuse_after_writing(request: HttpRequest) -> None:
    Household.objects.update(note="half written")
    raise ValueError("broken")


# Beside the pages of the application, to which the frame around a refusal leads.
urlpatterns = [path("api/", ruled(api.urls)), *application.urlpatterns]


def api_token(account: Account) -> str:
    token = new_token()
    with acting_as(account.pk):
        ApiToken.objects.create(account=account, token_hash=token_hash("api", token))
    return token


def device(account: Account, home: world.Town, state: DeviceState = DeviceState.ACTIVE) -> str:
    token = new_token()
    with acting_as_system():
        Device.objects.create(
            account=account, unit=home.unit, token_hash=token_hash("device", token), state=state
        )
    return token


def get(token: str) -> Any:
    return Client().get("/api/codes", headers={"Authorization": f"Bearer {token}"})


def test_a_token_reads_what_its_account_reads(here: world.Town) -> None:
    there = world.town("THERE")
    ours, theirs = (world.account("unit_coordinator", town.unit) for town in (here, there))
    world.household(ours, here, code="AAAA-0001")
    world.household(theirs, there, code="AAAA-0002")
    assert get(api_token(ours)).json() == ["AAAA-0001"]


def test_no_token_and_a_wrong_one_are_refused(here: world.Town) -> None:
    assert Client().get("/api/codes").status_code == 401
    assert get("guessed").status_code == 401


def test_a_revoked_token_is_refused(here: world.Town) -> None:
    account = world.account("unit_coordinator", here.unit)
    token = api_token(account)
    with acting_as(account.pk):
        ApiToken.objects.update(revoked_at="2026-01-01T00:00:00Z")
    assert account_of(token) is None
    assert get(token).status_code == 401


def test_a_token_of_an_account_that_was_closed_is_refused(here: world.Town) -> None:
    account = world.account("unit_coordinator", here.unit)
    token, phone = api_token(account), device(account, here)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert account_of(token) is None
    assert device_of(phone) is None


def test_the_wrong_role_is_refused(here: world.Town) -> None:
    assert get(api_token(world.account("municipal_officer", here.municipality))).status_code == 403


def test_a_bad_token_is_not_helped_by_a_session(here: world.Town) -> None:
    client = Client()
    client.force_login(world.account("unit_coordinator", here.unit))
    assert client.get("/api/codes").status_code == 200
    assert client.get("/api/codes", headers={"Authorization": "Bearer x"}).status_code == 401


def test_a_session_writes_only_with_its_csrf_token(here: world.Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.account("unit_coordinator", here.unit))
    assert client.post("/api/household").status_code == 403


def test_an_error_of_an_operation_leaves_nothing_behind(here: world.Town) -> None:
    account = world.account("unit_coordinator", here.unit)
    world.household(account, here, code="AAAA-0001")
    client = Client(raise_request_exception=False)
    answer = client.post("/api/household", headers={"Authorization": f"Bearer {api_token(account)}"})
    assert answer.status_code == 500
    with acting_as(account.pk):
        assert Household.objects.get().note == ""


@pytest.mark.parametrize(
    ("state", "sends", "pulls"), [("active", True, True), ("retired", True, False), ("stolen", False, False)]
)
def test_a_device_is_known_by_its_token(state: str, sends: bool, pulls: bool, here: world.Town) -> None:
    account = world.account("unit_coordinator", here.unit)
    found = device_of(device(account, here, DeviceState(state)))
    assert found is not None
    assert (found.account_id, found.unit_id) == (account.pk, here.unit.pk)
    assert (found.may_send, found.may_pull) == (sends, pulls)


def test_a_token_of_one_purpose_is_not_one_of_another(here: world.Town) -> None:
    account = world.account("unit_coordinator", here.unit)
    assert device_of(api_token(account)) is None
    assert account_of(device(account, here)) is None
