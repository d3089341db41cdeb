"""From nothing to a health card, as a lawyer goes: late registration refused, the court, then one document after another."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.axe import faults
from tests.browser.conftest import Site

DOCUMENTS = (
    "birth_registration",
    "citizenship",
    "personal_number",
    "residence",
    "id_card",
    "health_card",
)
# What is started in turn, and the step that ends it.
AFTER_THE_COURT = (
    ("Citizenship", "Entry in the register of citizens"),
    ("Personal number", "Number determined by the office itself"),
    ("Registration of residence", "Residence registered"),
    ("Identity card", "Card issued"),
    ("Health insurance card", "Card issued"),
)


@pytest.fixture
def person(site: Site, browser: Browser, signed_in_state: StorageState) -> Page:
    """The page of a grown member, on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, storage_state=signed_in_state)
    page = context.new_page()
    page.goto(f"{site.url}/people/search/?q=marko")
    page.locator("#found th a").first.click()
    page.wait_for_url("**/people/persons/*/")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()
    assert page.get_by_text("Saved.").count() == 1, page.inner_text("main")


def start(page: Page, home: str, name: str) -> None:
    page.goto(home)
    page.get_by_role("link", name=f"Start: {name}", exact=True).click()
    save(page)
    assert page.inner_text("h1") == name


def record(page: Page, step: str, **chosen: str) -> None:
    """Record a step today; `chosen` are answers by their name."""
    page.get_by_role("link", name=f"Record: {step}", exact=True).click()
    for name, value in chosen.items():
        page.check(f"input[name={name}][value={value}]")
    assert faults(page) == [], step
    save(page)


def test_late_birth_registration_through_court_to_health_card(person: Page) -> None:
    page, home = person, person.url
    for kind in DOCUMENTS:
        page.goto(f"{home}documents/{kind}/")
        page.check("input[name=state][value=never_had]")
        save(page)
    start(page, home, "Late birth registration")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    record(page, "First-instance decision", result="refused", outcome="refused")
    refused = page.inner_text("main")
    assert "we may still act" in refused  # what was refused and closed can be appealed until its last day
    assert "Start the appeal" in refused
    assert faults(page) == []
    start(page, home, "Court determination of date and place of birth")
    assert "A lawyer must act here" in page.inner_text("main")
    record(page, "Hearing: witnesses, parties, expert on age")
    record(page, "Decision", result="granted")
    record(page, "Decision sent to the registrar; entry in the register")
    for name, last in AFTER_THE_COURT:
        start(page, home, name)
        record(page, last)
    page.goto(home)
    chain = page.locator("section", has_text="The way to documents and rights").last
    assert chain.get_by_text("has it").count() == len(DOCUMENTS)
    assert chain.get_by_role("link", name="Start: Financial social assistance").count() == 1
    page.context.close()
