"""What a coordinator does with papers, a new head and another unit, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.conftest import Site


@pytest.fixture
def page(site: Site, browser: Browser, signed_in_state: StorageState) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800}, storage_state=signed_in_state)
    page = context.new_page()
    page.goto(f"{site.url}/people/search/?q=marko")
    yield page
    context.close()


def open_household(page: Page) -> None:
    page.locator("#found td a.k-code").first.click()
    page.wait_for_url("**/people/households/*/")


def follow(page: Page, link: str) -> None:
    page.get_by_role("link", name=link, exact=True).first.click()
    page.wait_for_load_state()


def save(page: Page) -> None:
    page.locator("main form.k-form button[type=submit]").click()
    page.wait_for_load_state()


def test_an_identity_card_is_recorded_and_stands_on_the_persons_page(page: Page) -> None:
    page.locator("#found th a").first.click()
    follow(page, "Change: identity card")
    page.get_by_label("has it", exact=True).check()
    page.get_by_label("Number").fill("007 123 456")
    save(page)
    expect(page.locator("main")).to_contain_text("Saved.")
    follow(page, "Change: identity card")
    expect(page.get_by_label("Number")).to_have_value("007123456")


def test_what_a_person_says_of_herself_is_asked_without_pressing(page: Page) -> None:
    page.locator("#found th a").first.click()
    page.locator("a[href$='self-identification/']").click()
    page.get_by_label("answered", exact=True).check()
    save(page)
    expect(page.locator("main")).to_contain_text("Choose what the person said")
    page.get_by_label("Roma", exact=True).check()
    page.get_by_label("Serb", exact=True).check()
    save(page)
    expect(page.locator("main")).to_contain_text("Roma, Serb")


def test_another_head_is_chosen_and_everybody_is_asked(page: Page) -> None:
    open_household(page)
    follow(page, "Another head")
    page.get_by_label("Nada Izmišljeni").check()
    save(page)
    expect(page.locator("h1")).to_contain_text("Nada")
    expect(page.get_by_label("Marko Izmišljeni")).to_have_value("parent")
    page.get_by_label("Luka Izmišljeni").select_option("other")
    save(page)
    expect(page.locator("main")).to_contain_text("Saved.")
    expect(page.locator("tbody tr").first).to_contain_text("Nada")


def test_a_household_is_handed_over_under_its_consent_and_is_gone(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/people/search/?q=vesna")  # of a household that no other test looks for
    open_household(page)
    home = page.url
    follow(page, "Hand over")
    expect(page.locator("main")).to_contain_text("has agreed to no other unit")
    follow(page, "Record a consent")
    expect(page.locator("[name=purpose]")).to_have_value("sharing")
    page.locator("[name=unit]").select_option("ELSEWHERE-U")
    page.locator("[name=notice_version]").fill("1")
    page.locator("[name=given_by]").select_option("self")
    page.locator("[name=evidence]").select_option("signed")
    save(page)  # and back to what waited for it
    page.get_by_label("Unit ELSEWHERE").check()
    save(page)
    expect(page.locator("main")).to_contain_text("was handed over")
    answer = page.goto(home)
    assert answer is not None
    assert answer.status == 404
