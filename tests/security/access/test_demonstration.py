"""A demonstration account opens nothing where there is no demonstration: not by password, session, token or device."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from khetane.access.enums import DeviceState
from khetane.access.models import Account, ApiToken, Device
from khetane.access.tokens import account_of, device_of, new_token, token_hash
from khetane.core.viewer import acting_as, acting_as_system
from tests import world

pytestmark = pytest.mark.django_db
PASSWORD = world.PASSWORD


@pytest.fixture
def home() -> world.Town:
    cache.clear()
    return world.town("HERE")


@pytest.fixture
def invented(home: world.Town) -> Account:
    account = world.account("social_worker", home.unit)
    with acting_as_system():
        Account.objects.filter(pk=account.pk).update(is_demo=True)
    return account


def signed_in(account: Account) -> tuple[Client, str]:
    client = Client()
    page = client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD}, follow=True)
    return client, page.content.decode()


def is_in(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


def test_it_signs_in_only_where_the_demonstration_is(invented: Account, settings: Settings) -> None:
    client, page = signed_in(invented)
    assert not is_in(client)
    assert "demonstration account" in page
    settings.DEMO = True
    assert is_in(signed_in(invented)[0])


def test_it_signs_in_as_soon_as_the_demonstration_is_loaded_beside_a_running_server(
    invented: Account, settings: Settings, tmp_path: Path
) -> None:
    settings.DEMO_MARK = tmp_path / "demo"
    assert not is_in(signed_in(invented)[0])
    settings.DEMO_MARK.touch()
    client, page = signed_in(invented)
    assert is_in(client)
    assert "synthetic" in page


def test_its_session_ends_when_the_installation_is_no_demonstration_any_more(
    invented: Account, settings: Settings
) -> None:
    settings.DEMO = True
    client, _ = signed_in(invented)
    settings.DEMO = False
    assert not is_in(client)


def test_its_tokens_and_devices_are_unknown(home: world.Town, invented: Account, settings: Settings) -> None:
    api, phone = new_token(), new_token()
    with acting_as(invented.pk):
        ApiToken.objects.create(account=invented, token_hash=token_hash("api", api))
    with acting_as_system():
        Device.objects.create(
            account=invented,
            unit=home.unit,
            label="tablet",
            token_hash=token_hash("device", phone),
            state=DeviceState.ACTIVE,
        )
    assert account_of(api) is None
    assert device_of(phone) is None
    settings.DEMO = True
    assert account_of(api) == invented.pk
    assert device_of(phone) is not None
