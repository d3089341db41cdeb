"""On a phone every tab can be seen, the chosen one among them, however long its words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site, limited
from tests.browser.settle import EMAIL

HIDDEN = """nav => {
    const room = nav.getBoundingClientRect();
    return [...nav.querySelectorAll("a")].filter(tab => {
        const box = tab.getBoundingClientRect();
        return box.left < room.left - 1 || box.right > room.right + 1 || tab.scrollWidth > tab.clientWidth;
    }).map(tab => tab.textContent);
}"""
PAGES = ["/accounts/confirm/", "/accounts/confirm/given/", "/work/procedures/", "/organisations/units/"]


@pytest.mark.parametrize("language", ["sr", "mk"])
def test_no_tab_is_cut_on_a_phone(site: Site, browser: Browser, language: str) -> None:
    context = limited(browser.new_context(viewport={"width": 320, "height": 800}))
    page = context.new_page()
    site.sign_in(page, EMAIL)
    context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    for path in PAGES:
        page.goto(site.url + path)
        tabs = page.locator(".k-tabs")
        assert tabs.locator("a").count() > 1, path
        assert tabs.evaluate(HIDDEN) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    context.close()
