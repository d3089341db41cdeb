"""What a person does all day, without a pointer; and what a unit sees that has recorded nothing yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import faults
from tests.browser.conftest import Site
from tests.browser.settle import ADMINISTRATOR, NEWCOMER

EMPTY = [
    "people/households/", "people/search/", "work/visits/", "work/tasks/", "work/needs/",
    "work/referrals/", "work/services/", "work/procedures/", "submissions/", "submissions/map/", "submissions/kept/",
    "conflicts/", "devices/", "requests/",
]  # fmt: skip


@pytest.fixture(scope="module")
def coordinator(browser: Browser, signed_in_state: dict[str, object]) -> Iterator[Page]:
    context = browser.new_context(
        storage_state=signed_in_state,  # type: ignore[arg-type]  # as playwright gave it
        viewport={"width": 360, "height": 800},
    )
    yield context.new_page()
    context.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def tab_to(page: Page, text: str, presses: int = 60) -> None:
    """Press Tab until what has the focus reads `text`; its outline must be seen."""
    for _press in range(presses):
        page.keyboard.press("Tab")
        if focused(page) == text:
            style = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(style) != "none", text
            return
    pytest.fail(f"{presses} times Tab did not reach “{text}”; the last was “{focused(page)}”.")


def test_the_first_tab_skips_to_the_content(site: Site, coordinator: Page) -> None:
    coordinator.goto(site.url)
    coordinator.keyboard.press("Tab")
    assert focused(coordinator) == "Skip to the content"
    coordinator.keyboard.press("Enter")
    coordinator.keyboard.press("Tab")
    assert coordinator.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_of_a_phone_opens_and_leads_on(site: Site, coordinator: Page) -> None:
    coordinator.goto(site.url)
    tab_to(coordinator, "Menu")
    coordinator.keyboard.press("Enter")
    tab_to(coordinator, "Visits")
    with coordinator.expect_navigation():
        coordinator.keyboard.press("Enter")
    assert coordinator.url.endswith("/work/visits/")


def test_a_conflict_is_decided(site: Site, coordinator: Page) -> None:
    coordinator.goto(f"{site.url}/people/search/?q=selma")
    coordinator.locator("#found td a.k-code").first.focus()
    for text in ("", "Look at both", "Household", "Take this value"):
        if text:
            tab_to(coordinator, text)
        with coordinator.expect_navigation():
            coordinator.keyboard.press("Enter")
    assert coordinator.locator(".ds-alert[data-color=success]").is_visible()


def test_a_new_unit_is_told_what_to_do(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    site.sign_in(page, NEWCOMER)
    for path in EMPTY:
        page.goto(f"{site.url}/{path}")
        told = page.locator("main .k-empty")
        assert told.count() > 0, path
        assert len(told.first.inner_text().split()) > 5, path
        assert faults(page) == [], path
    context.close()


def test_menus_on_ones_own_pages_are_those_of_every_page(site: Site, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    site.sign_in(page, ADMINISTRATOR)
    entries = page.locator(".k-nav a").all_inner_texts()
    page.goto(f"{site.url}/account/password/change/")
    assert page.locator(".k-nav a").all_inner_texts() == entries
    context.close()
