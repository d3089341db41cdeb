"""A settlement's legalisation on a phone, from the first decision to an inspection; a relocation that is refused."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.axe import faults
from tests.browser.conftest import Site


@pytest.fixture
def phone(site: Site, browser: Browser, signed_in_state: StorageState) -> Page:
    context = browser.new_context(viewport={"width": 360, "height": 780}, storage_state=signed_in_state)
    page = context.new_page()
    page.goto(f"{site.url}/settlements/")
    page.get_by_role("link", name="Settlement GALLERY").first.click()
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def begin(page: Page, kind: str, title: str) -> None:
    follow(page, "Begin a process")
    page.get_by_label(re.compile(f"{kind}:")).check()
    page.fill("[name=title]", title)
    assert sound(page)
    press(page, "Save")
    page.wait_for_url("**/settlements/processes/*/")


def record(page: Page, link: str, **said: str) -> None:
    follow(page, link)
    for name, text in said.items():
        if name == "result":
            page.get_by_label(text, exact=True).check()
        else:
            page.fill(f"[name={name}]", text)
    assert sound(page)
    press(page, "Save")
    page.wait_for_url("**/settlements/processes/*/")


def all_documents(page: Page) -> None:
    """Record each that is missing."""
    there, missing = page.url, page.locator("a[href*='document=']")
    while missing.count():
        missing.first.click()
        press(page, "Save")
        page.wait_for_url(there)


def sound(page: Page) -> bool:
    """Nothing to complain of, and as wide as the phone."""
    return faults(page) == [] and page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_settlement_is_legalised_from_the_first_decision_to_an_inspection(phone: Page) -> None:
    begin(phone, "Legalisation of the settlement", "The old quarter")
    assert phone.locator("main h2").first.inner_text() == "What next"
    assert "A decision that grants it" in phone.inner_text("main")
    record(
        phone, "Record a decision", number="351-12/2026", body="Skupština opštine", result="granted",
        findings="To begin",
    )  # fmt: skip
    follow(phone, "The municipality decided to begin")
    phone.fill("[name=due]", "2027-02-01")
    press(phone, "Save")
    phone.wait_for_url("**/settlements/processes/*/")
    assert "Decision to begin taken" in phone.inner_text("main")
    follow(phone, "The buildings are surveyed")
    press(phone, "Save")
    phone.wait_for_url("**/settlements/processes/*/")
    all_documents(phone)
    follow(phone, "The requests are filed")
    press(phone, "Save")
    phone.wait_for_url("**/settlements/processes/*/")
    assert "An inspection that found everything in order" in phone.inner_text("main")
    record(phone, "Record an inspection", body="Inspection office", result="in order", findings="As surveyed")
    assert sound(phone)
    phone.get_by_role("link", name="The decisions on the homes are taken", exact=True).wait_for()
    phone.context.close()


def test_a_relocation_is_refused_until_its_safeguards_are_answered(phone: Page) -> None:
    begin(phone, "Relocation", "A road")
    assert phone.get_by_role("link", name="Relocation was decided").count() == 0
    there = phone.url
    phone.goto(f"{there}steps/decide/")
    press(phone, "Save")
    assert "nobody is moved before every safeguard is met" in phone.inner_text("main")
    assert faults(phone) == []
    phone.goto(there)
    for _ in range(3):  # those that the decision needs stand first
        phone.locator("a[href*='/safeguards/']").first.click()
        phone.get_by_label("met", exact=True).check()
        phone.fill("[name=evidence]", "Minutes of 5 March")
        assert sound(phone)
        press(phone, "Save")
        phone.wait_for_url(there)
    all_documents(phone)
    record(
        phone, "Record a decision", number="7", body="Skupština opštine", result="granted", findings="A road"
    )
    follow(phone, "Relocation was decided")
    press(phone, "Save")
    phone.wait_for_url(there)
    assert sound(phone)
    assert phone.get_by_role("link", name="The date is set").count() == 0  # it needs more of them
    assert "Adequate housing was offered before" in phone.inner_text("main")
    phone.context.close()
