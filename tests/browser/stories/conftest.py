"""A phone for each person of a story."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site, limited
from tests.browser.stories.phone import HEIGHT, WIDTH, Phone

PhoneOf = Callable[..., Phone]


@pytest.fixture
def phone_of(site: Site, browser: Browser) -> Iterator[PhoneOf]:
    """The phone on which somebody has signed in; for nobody, a stranger's."""
    contexts = []

    def of(email: str = "", *, language: str = "en") -> Phone:
        context = limited(browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}))
        context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        contexts.append(context)
        page = context.new_page()
        if email:
            site.sign_in(page, email)
        return Phone(page, site.url, language)

    yield of
    for context in contexts:
        context.close()
