"""Signing in with more than a password: passkeys, the authenticator app, recovery codes; and being locked out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site
from tests.browser.settle import LOCKED_OUT, PASSKEY, PASSWORD, TWO_STEPS
from tests.browser.totp import code_of


@pytest.fixture
def page(site: Site, browser: Browser) -> Page:
    """A phone's browser."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    return context.new_page()


def sound(page: Page) -> None:
    """Nothing is wrong with the page for people who need aids, nor on a narrow phone."""
    assert faults(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url


def try_password(page: Page, base: str, email: str, password: str) -> None:
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    press(page, page.get_by_role("button", name="Sign in", exact=True))


def press(page: Page, button: Locator) -> None:
    """Press it and wait for the page it leads to."""
    with page.expect_navigation():
        button.click()


def open_once_more_proved(page: Page, address: str) -> None:
    """Open a page that asks for the password again before anything is changed about the sign-in."""
    page.goto(address)
    assert "/reauthenticate/" in page.url
    sound(page)
    page.fill("[name=password]", PASSWORD)
    press(page, page.locator("main form button[type=submit]").first)
    assert page.url == address
    sound(page)


def sign_out(page: Page, base: str) -> None:
    page.goto(f"{base}/account/logout/")
    sound(page)
    press(page, page.locator("main button[type=submit]"))


def with_authenticator(page: Page) -> None:
    """The browser holds passkeys, and whoever sits before it is always there and known."""
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    known = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    client.send("WebAuthn.addVirtualAuthenticator", {"options": options | known})


def test_a_passkey_is_added_and_signs_in_without_a_password(site: Site, page: Page) -> None:
    base = site.url.replace("127.0.0.1", "localhost")  # passkeys are of a name, never of an address
    with_authenticator(page)
    try_password(page, base, PASSKEY, PASSWORD)
    open_once_more_proved(page, f"{base}/account/2fa/webauthn/add/")
    page.fill("[name=name]", "My phone")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("recovery-codes|webauthn/(keys/)?$"))
    for path in ("account/2fa/", "account/2fa/webauthn/", "account/2fa/recovery-codes/"):
        page.goto(f"{base}/{path}")
        sound(page)
    sign_out(page, base)
    try_password(page, base, PASSKEY, PASSWORD)
    sound(page)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(f"{base}/")
    sign_out(page, base)
    page.goto(f"{base}/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{base}/")
    assert page.locator("h1").is_visible()
    page.goto(f"{base}/account/2fa/webauthn/")
    links = [str(link.get_attribute("href")) for link in page.locator("main a[href*='/keys/']").all()]
    assert len(links) == 2
    for link in links:
        page.goto(base + link)
        sound(page)


def test_the_app_is_set_up_and_a_recovery_code_signs_in(site: Site, page: Page) -> None:
    try_password(page, site.url, TWO_STEPS, PASSWORD)
    open_once_more_proved(page, f"{site.url}/account/2fa/totp/activate/")
    page.fill("[name=code]", code_of(page.input_value("#authenticator_secret")))
    page.get_by_role("button", name="Activate", exact=True).click()
    page.wait_for_url("**/recovery-codes/**")
    sound(page)
    page.goto(f"{site.url}/account/2fa/recovery-codes/")
    sound(page)
    code = re.findall(
        r"\b[0-9a-f]{8}\b|\b\d{8}\b", page.inner_text("main") + page.locator("textarea").first.input_value()
    )[0]
    page.goto(f"{site.url}/account/2fa/totp/deactivate/")
    sound(page)
    sign_out(page, site.url)
    try_password(page, site.url, TWO_STEPS, PASSWORD)
    sound(page)
    page.fill("[name=code]", "000000")
    press(page, page.locator("main form button[type=submit]").first)
    sound(page)
    assert page.url != f"{site.url}/"
    page.fill("[name=code]", code)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"{site.url}/")


def test_whoever_is_locked_out_reads_why_and_how_long(site: Site, page: Page) -> None:
    for guess in range(6):
        try_password(page, site.url, LOCKED_OUT, f"wrong {guess}")
    sound(page)
    try_password(page, site.url, LOCKED_OUT, PASSWORD)
    said = page.locator(".k-error-summary")
    expect(said).to_contain_text("Too many failed")
    assert page.evaluate("document.activeElement.closest('.k-error-summary') !== null")


def test_a_session_that_ended_leads_to_the_sign_in_and_back(site: Site, page: Page) -> None:
    site.sign_in(page)
    page.goto(f"{site.url}/work/visits/")
    page.context.clear_cookies(name="sessionid")
    page.reload()
    assert "/account/login/" in page.url
    page.fill("[name=login]", "coordinator@example.org")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{site.url}/work/visits/")


def test_a_search_after_the_session_ended_leads_to_the_sign_in(site: Site, page: Page) -> None:
    site.sign_in(page)
    page.context.clear_cookies(name="sessionid")
    page.fill("#search-text", "selma")
    page.wait_for_url("**/account/login/**")
