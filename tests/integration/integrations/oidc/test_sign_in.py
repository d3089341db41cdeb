"""Signing in through an OpenID Connect provider that runs as a process of its own, over real HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account
from khetane.config.environment import EnvironmentProblem
from khetane.config.headers import policy
from khetane.integrations.oidc.configuration import providers
from tests import children, world
from tests.running import PATIENCE


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a running provider."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-H", "127.0.0.1", "-p", str(port)]
    running = children.start(
        command, env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/.well-known/openid-configuration")
        yield address
    finally:
        running.terminate()
        running.wait(timeout=PATIENCE)


def wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            httpx.get(address).raise_for_status()
        except httpx.HTTPError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


@pytest.fixture
def configured(provider: str, settings: Any) -> str:
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        replace(
            django_settings.ENVIRONMENT,
            oidc_issuer=provider,
            oidc_client_id="khetane",
            oidc_client_secret="secret",
        )
    )
    return provider


def sign_in(provider: str, email: str, *, verified: bool) -> Client:
    """A browser that signs in at the provider as `email` and comes back."""
    subject = quote(email)
    httpx.put(
        f"{provider}/users/{subject}", json={"email": email, "email_verified": verified}
    ).raise_for_status()
    browser = Client()
    there = browser.post(reverse("openid_connect_login", args=["oidc"]))
    back = httpx.post(there["Location"], data={"sub": email})
    assert back.status_code == 302, back.text
    browser.get(back.headers["Location"])
    return browser


@pytest.mark.django_db
def test_an_invited_account_signs_in_by_its_verified_address(configured: str) -> None:
    account = world.account("social_worker", world.town("HERE").unit)
    browser = sign_in(configured, account.email, verified=True)
    assert browser.get(reverse("home")).status_code == 200
    assert browser.get(reverse("home")).wsgi_request.user == account


@pytest.mark.django_db
def test_an_unverified_address_signs_nobody_in(configured: str) -> None:
    account = world.account("social_worker", world.town("HERE").unit)
    browser = sign_in(configured, account.email, verified=False)
    assert browser.get(reverse("home")).status_code == 302


@pytest.mark.django_db
def test_a_stranger_gets_no_account(configured: str) -> None:
    before = Account.objects.count()
    browser = sign_in(configured, "stranger@example.org", verified=True)
    assert browser.get(reverse("home")).status_code == 302
    assert Account.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_half_a_configuration_stops_the_start() -> None:
    with pytest.raises(EnvironmentProblem, match="Set all three"):
        providers(replace(django_settings.ENVIRONMENT, oidc_issuer="https://login.example.org"))


def test_forms_may_lead_to_the_provider_only() -> None:
    assert "form-action 'self' https://login.example.org;" in policy("https://login.example.org/realms/a")
    assert "form-action 'self';" in policy("")
