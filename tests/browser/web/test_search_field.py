"""What the search field asks for can be read whole on a phone, in every language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site
from tests.browser.settle import EMAIL

WIDTHS = """field => {
    const style = getComputedStyle(field);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return [pen.measureText(field.placeholder).width, room];
}"""


@pytest.mark.parametrize("language", ["en", "sr", "sr-latn", "mk"])
def test_the_hint_fits_into_the_field(site: Site, browser: Browser, language: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    site.sign_in(page, EMAIL)
    context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    page.goto(f"{site.url}/")
    asked, room = page.locator("#search-text").evaluate(WIDTHS)
    assert 0 < asked <= room
    context.close()
