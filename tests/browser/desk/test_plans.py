"""A plan with a family on a phone: drawn up, a step given to somebody, agreed, closed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.axe import faults
from tests.browser.conftest import Site

HOUSEHOLD = "people/search/?q=Luka"  # of whose household there is no plan yet


@pytest.fixture
def phone(site: Site, browser: Browser, signed_in_state: StorageState) -> Page:
    context = browser.new_context(viewport={"width": 360, "height": 780}, storage_state=signed_in_state)
    page = context.new_page()
    page.goto(f"{site.url}/{HOUSEHOLD}")
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def test_a_plan_from_the_first_word_to_its_end(phone: Page) -> None:
    phone.locator("#found td a.k-code").first.click()
    follow(phone, "Plan")
    assert faults(phone) == []
    phone.fill("[name=goals]", "The children go to school every day")
    press(phone, "Save")
    phone.wait_for_url("**/work/plans/*/")
    assert faults(phone) == []
    follow(phone, "Add a step")
    phone.fill("[name=what]", "Ask the school")
    phone.select_option("[name=mandate]", "education")
    phone.fill("[name=until]", "2027-01-15")
    press(phone, "Save")
    phone.wait_for_url("**/work/plans/*/")
    follow(phone, "The family agreed")
    press(phone, "The family agreed")
    phone.wait_for_url("**/work/plans/*/")
    assert "agreed with the family" in phone.inner_text("main")
    assert "Ask the school" in phone.inner_text("main")
    assert faults(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    follow(phone, "Close")
    phone.select_option("[name=outcome]", "achieved")
    phone.fill("[name=result]", "They go every day")
    press(phone, "Close")
    phone.wait_for_url("**/work/plans/*/")
    assert "They go every day" in phone.inner_text("main")
    phone.context.close()
