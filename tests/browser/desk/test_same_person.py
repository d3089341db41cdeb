"""Two records are compared, merged and parted on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site


@pytest.fixture
def page(site: Site, browser: Browser, signed_in_state: StorageState) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800}, storage_state=signed_in_state)
    yield context.new_page()
    context.close()


def person(page: Page, site: Site, name: str) -> str:
    """The id of somebody whom the search finds."""
    page.goto(f"{site.url}/people/search/?q={name}")
    address = page.locator("#found th a").first.get_attribute("href")
    assert address is not None
    return address.strip("/").rpartition("/")[2]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_two_records_are_compared_merged_and_parted(page: Page, site: Site) -> None:
    kept, other = person(page, site, "marko"), person(page, site, "luka")
    page.goto(f"{site.url}/people/persons/{kept}/same/{other}/")
    assert faults(page) == []
    assert fits(page)
    page.locator("input[name=given_name][value=other]").check()
    page.get_by_role("button", name="Same person: merge").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose for each which one is right")
    assert faults(page) == []
    expect(page.locator("input[name=given_name][value=other]")).to_be_checked()
    open_ones = page.locator("input[type=radio][value=kept]:not([name=given_name])")
    for number in range(open_ones.count()):
        open_ones.nth(number).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Same person: merge").click()
    page.wait_for_url(f"**/people/persons/{kept}/")
    expect(page.locator("main")).to_contain_text("Merged.")
    expect(page.locator("h1")).to_contain_text("Luka")
    page.goto(f"{site.url}/people/persons/{other}/")
    page.wait_for_url(f"**/people/persons/{kept}/")
    page.get_by_role("link", name="Undo the merge").click()
    page.wait_for_load_state()
    assert faults(page) == []
    assert fits(page)
    page.get_by_role("button", name="Undo the merge").click()
    page.wait_for_url(f"**/people/persons/{other}/")
    expect(page.locator("h1")).to_contain_text("Luka")
    page.goto(f"{site.url}/people/persons/{kept}/")
    expect(page.locator("h1")).to_contain_text("Marko")
    page.goto(f"{site.url}/people/same/")
    assert faults(page) == []
    assert fits(page)
