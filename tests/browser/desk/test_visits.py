"""A joint visit from the plan to a need found at it, as on a phone and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.axe import faults
from tests.browser.conftest import Site


@pytest.fixture
def phone(site: Site, browser: Browser, signed_in_state: StorageState) -> Iterator[Page]:
    """A small screen whose browser runs no scripts."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, storage_state=signed_in_state
    )
    yield context.new_page()
    context.close()


def test_a_visit_is_planned_made_and_leads_to_a_need(site: Site, phone: Page) -> None:
    phone.goto(f"{site.url}/work/visits/")
    phone.get_by_role("link", name="Plan a visit").click()
    settlement = phone.get_by_label("Settlement")
    if not settlement.input_value():  # one settlement alone is no choice
        settlement.select_option(index=1)
    phone.get_by_label("Date of the visit").fill(timezone.localdate().isoformat())
    phone.get_by_role("button", name="Go on").click()
    chosen = phone.locator("input[name=planned]:checked")
    assert chosen.count() >= 1
    code = phone.locator("li:has(input[name=planned]:checked) .k-code").first.inner_text()
    phone.get_by_role("button", name="Save").click()
    assert phone.url != f"{site.url}/work/visits/"
    phone.get_by_role("link", name="Round").click()
    assert code in phone.inner_text("main")
    phone.go_back()
    phone.get_by_role("link", name="Record that it took place").click()
    phone.locator("input[name=households]").first.check()
    phone.get_by_role("button", name="Save").click()
    assert "Households met" in phone.inner_text("main")
    phone.get_by_role("link", name=re.compile("^Need, ")).first.click()
    assert "visit=" in phone.url


def test_the_month_is_walked_by_keyboard(site: Site, page: Page, signed_in_state: StorageState) -> None:
    page.context.add_cookies(signed_in_state["cookies"])  # type: ignore[arg-type]  # as they were given out
    page.goto(f"{site.url}/work/visits/calendar/")
    this_month = page.inner_text("h1")
    page.get_by_role("link", name="Month after").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**?month=*")
    assert page.inner_text("h1") != this_month
    page.get_by_role("link", name="This month").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    assert page.inner_text("h1") == this_month
    assert page.locator("td[aria-current=date]").count() == 1
    assert faults(page) == []
