from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState

from khetane.web import languages
from tests.browser.axe import faults
from tests.browser.conftest import Site

CODES = [language.code for language in languages.LANGUAGES]
PAGES = ["gallery/", "", "account/login/", "account/password/change/", "account/2fa/", "no-such-page"]

Opened = Callable[..., Page]


@pytest.fixture
def opened(site: Site, browser: Browser, signed_in_state: StorageState) -> Iterator[Opened]:
    """Opens a page in a language at a width; complaints of the browser fail the test at its end."""
    complaints: list[str] = []
    contexts: dict[tuple[object, ...], BrowserContext] = {}

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "404 (Not Found)" not in message.text:
            complaints.append(message.text)

    def go(path: str, code: str = "en", width: int = 1280, scripts: bool = True) -> Page:
        signed_in = path != "account/login/"
        kind = (code, width, scripts, signed_in)
        if kind not in contexts:
            contexts[kind] = browser.new_context(
                viewport={"width": width, "height": 800},
                java_script_enabled=scripts,
                storage_state=signed_in_state if signed_in else None,
            )
            contexts[kind].add_cookies([{"name": "django_language", "value": code, "url": site.url}])
        page = contexts[kind].new_page()
        page.on("console", hear)
        page.goto(f"{site.url}/{path}")
        return page

    yield go
    for context in contexts.values():
        context.close()
    assert complaints == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_are_accessible(opened: Opened, path: str, width: int) -> None:
    page = opened(path, "sr", width)
    assert faults(page) == []


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_wider_than_a_phone(opened: Opened, code: str) -> None:
    for path in PAGES:
        page = opened(path, code, 320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.parametrize("code", CODES)
def test_the_page_says_its_language_and_keeps_it(opened: Opened, code: str) -> None:
    page = opened("gallery/", "en")
    page.click(".k-dropdown summary")
    page.click(f'button[name=language][value="{code}"]')
    page.wait_for_load_state()
    assert page.get_attribute("html", "lang") == languages.BY_CODE[code].tag
    assert page.url.endswith("/gallery/")
    page.reload()
    assert page.get_attribute("html", "lang") == languages.BY_CODE[code].tag


def test_the_menu_opens_on_a_phone_without_scripts(opened: Opened) -> None:
    page = opened("gallery/", "en", 360, scripts=False)
    link = page.locator(".k-nav a").first
    assert not link.is_visible()
    page.click(".k-menu summary")
    assert link.is_visible()
    assert page.locator(".k-switches .k-dropdown").first.is_visible()


def test_a_designation_note_stands_once_at_the_foot(opened: Opened) -> None:
    page = opened("gallery/")
    assert page.locator(".k-note-mark").first.inner_text() == "*"
    assert page.locator(".k-notes li").count() == 1
    assert "1244" in page.locator(".k-notes li").inner_text()


def test_a_refused_form_ties_each_error_to_its_field(opened: Opened) -> None:
    page = opened("gallery/")
    link = page.locator(".k-error-summary a").first
    target = page.locator(str(link.get_attribute("href"))).last
    assert target.get_attribute("aria-invalid") == "true"
    described = str(target.get_attribute("aria-describedby")).split()
    assert any(page.locator(f"#{name}").last.inner_text().strip() for name in described)


def test_the_content_policy_holds_on_every_page(opened: Opened) -> None:
    for path in PAGES:
        html = opened(path).content()
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
