"""A complaint without a name on the smallest phone: sent, answered, replied to; without scripts, in each script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import faults
from tests.browser.conftest import Site
from tests.browser.settle import GRIEVANCES

PHONE = 320
TOO_FRESH = 3500  # milliseconds after which a form is taken for a person's


@pytest.fixture
def phone(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A phone: a stranger's without scripts, or that of somebody who has signed in."""
    contexts = []

    def of(email: str = "", *, scripts: bool = False) -> Page:
        contexts.append(
            browser.new_context(viewport={"width": PHONE, "height": 640}, java_script_enabled=scripts)
        )
        page = contexts[-1].new_page()
        if email:
            site.sign_in(page, email)
        return page

    yield of
    for context in contexts:
        context.close()


def looked_at(page: Page) -> None:
    """Accessible, and no wider than the phone."""
    assert faults(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, page.url


def told(site: Site, page: Page, text: str, language: str) -> str:
    """Send a complaint; its code."""
    page.goto(f"{site.url}/tell/?l={language}&u=GALLERY-U")
    assert page.locator("[name=unit] option:checked").inner_text().strip() != ""
    page.check("[name=kind][value=complaint]")
    page.select_option("[name=about]", "help")
    page.fill("[name=text]", text)
    page.wait_for_timeout(TOO_FRESH)
    page.locator("form button[type=submit]").click()
    return page.locator("code.k-secret").inner_text()


def test_a_complaint_is_sent_answered_and_replied_to(site: Site, phone: Callable[..., Page]) -> None:
    stranger = phone()
    code = told(site, stranger, "Обећана дрва нису дошла.", "sr")
    assert stranger.context.cookies() == []
    officer = phone(GRIEVANCES, scripts=True)
    officer.goto(f"{site.url}/work/grievances/")
    looked_at(officer)
    for row in officer.locator("tbody th a").all():
        officer.goto(site.url + str(row.get_attribute("href")))
        if "Обећана дрва" in officer.inner_text("main"):
            break
        officer.go_back()
    looked_at(officer)
    officer.get_by_role("link", name="Answer", exact=True).click()
    looked_at(officer)
    officer.fill("[name=text]", "Стижу у петак.")
    officer.locator("main button[type=submit]").click()
    looked_at(officer)
    stranger.goto(f"{site.url}/tell/answer/?l=sr")
    stranger.fill("[name=code]", code.lower().replace("-", " "))
    stranger.locator("form button[type=submit]").click()
    assert "Стижу у петак." in stranger.inner_text("main")
    stranger.check("[name=satisfied][value=yes]")
    stranger.locator("form button[type=submit]").first.click()
    assert "Закључено је." in stranger.inner_text("main")


@pytest.mark.parametrize("language", ["sr", "sr-latn", "mk", "en"])
def test_every_step_of_the_public_page_is_accessible_on_the_smallest_phone(
    site: Site, phone: Callable[..., Page], language: str
) -> None:
    page = phone(scripts=True)
    page.goto(f"{site.url}/tell/?l={language}")
    page.locator("summary").click()
    looked_at(page)
    page.locator("form button[type=submit]").evaluate("button => button.form.noValidate = true")
    page.locator("form button[type=submit]").click()
    page.locator(".k-error-summary").wait_for()
    looked_at(page)
    code = told(site, page, "Nobody came.", language)
    looked_at(page)
    page.goto(f"{site.url}/tell/answer/?l={language}")
    page.fill("[name=code]", code[:-1] + "?")
    page.locator("form button[type=submit]").click()
    looked_at(page)
    page.fill("[name=code]", code)
    page.locator("form button[type=submit]").click()
    assert "Nobody came." in page.inner_text("main")
    looked_at(page)
    page.fill("[name=text]", "And nobody wrote.")
    page.locator("form button[type=submit]").click()
    assert "And nobody wrote." in page.inner_text("main")
    looked_at(page)
