"""The desk's pages in a real browser: accessible, phone-wide, by keyboard, with nothing to complain of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, StorageState

from tests.browser.axe import faults
from tests.browser.conftest import Site

LISTS = [
    "", "people/search/?q=dzemile", "people/search/?q=nobody+at+all", "people/households/", "work/visits/", "work/tasks/",
    "work/needs/", "work/referrals/", "work/referrals/sent/", "directory/", "work/services/",
    "work/services/figures/", "work/groups/", "work/groups/new/", "work/schemes/", "work/schemes/housing_upgrade/", "work/procedures/", "conflicts/",
    "work/overdue/", "work/plans/", "work/caseload/", "work/reminders/",
]  # fmt: skip
HOUSEHOLD = "people/search/?q=dzemile"
# Reached from the page of the household by these links.
BEHIND = [
    "Plan",
    "Add a need",
    "Add a task",
    "Card",
    "Refer",
    "Change",
    "Another head",
    "Split the household",
    "Record a consent",
    "Hand over",
    "Moved",
    "Withdraw",
    "Look at both",
]
Open = Callable[..., Page]


@pytest.fixture
def opened(site: Site, browser: Browser, signed_in_state: StorageState) -> Iterator[Open]:
    """Opens a page of the signed-in coordinator; complaints of the browser fail the test at its end."""
    complaints: list[str] = []
    contexts = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def go(path: str, width: int = 1280, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            storage_state=signed_in_state,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.goto(f"{site.url}/{path}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def to_household(page: Page) -> None:
    page.locator("#found td a.k-code").first.click()
    page.wait_for_url("**/people/households/*/")


@pytest.mark.parametrize("width", [320, 1280])
def test_lists_are_accessible_and_fit_a_phone(opened: Open, width: int) -> None:
    page = opened("", width)
    base = page.url
    for path in LISTS:
        page.goto(base + path)
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_home_is_enrolled_on_a_phone_and_what_comes_next_stands_first(opened: Open) -> None:
    page = opened(HOUSEHOLD, 320)
    to_household(page)
    page.get_by_role("link", name="Enrol in a scheme").click()
    page.get_by_role("link", name="Housing upgrade").click()
    for name, answer in (("may_build", "yes"), ("to_be_relocated", "no"), ("hot_water", "no")):
        page.select_option(f"[name={name}]", answer)
    assert faults(page) == []
    page.click("main form.k-form button[type=submit]")
    page.wait_for_url("**/work/enrolments/*/")
    assert page.locator("main h2").first.inner_text() == "What next"
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [320, 1280])
def test_a_household_its_person_and_its_forms_are_accessible(opened: Open, width: int) -> None:
    page = opened(HOUSEHOLD, width)
    page.locator("#found th a").first.click()
    page.wait_for_url("**/people/persons/*/")
    assert faults(page) == []
    page.go_back()
    to_household(page)
    home = page.url
    for link in ("", *BEHIND):
        page.goto(home)
        if link:
            page.get_by_role("link", name=link, exact=True).first.click()
            page.wait_for_load_state()
            assert page.url != home, link
        assert faults(page) == [], link
        assert page.evaluate("document.documentElement.scrollWidth") <= width, link


def test_a_person_is_found_by_keyboard_alone(opened: Open) -> None:
    page = opened("")
    page.focus("#search-text")
    page.keyboard.type("xhemile")
    page.wait_for_selector("#search-results a")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.closest('#search-results') === null"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/persons/*/")
    assert "Џемиле" in page.inner_text("h1")


def test_answers_come_while_typing_and_without_scripts_by_the_button(opened: Open) -> None:
    page = opened("people/search/")
    page.fill("#id_q", "selma")
    page.wait_for_selector("#found tbody tr")
    assert "Selma" in page.inner_text("#found")
    plain = opened("people/search/", scripts=False)
    plain.fill("#id_q", "selma")
    plain.click(".k-filters button")
    plain.wait_for_load_state()
    assert "Selma" in plain.inner_text("#found")


def test_on_paper_a_household_page_has_no_controls(opened: Open) -> None:
    page = opened(HOUSEHOLD)
    to_household(page)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator(".k-nav").is_visible()
    assert not page.get_by_role("link", name="Split the household").is_visible()
