"""Every address of the application that shows a page: accessible, as wide as a phone, with nothing to complain of.

The addresses come from the application itself, so a new page is looked at without anybody naming it here. Pages of
the library for accounts that need more than a sign-in are looked at in test_two_steps.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter
from playwright.sync_api import APIResponse, Browser, BrowserContext, ConsoleMessage, Page

from khetane.core.routes import LIBRARY, rule_of
from tests.browser.axe import faults
from tests.browser.conftest import Site
from tests.browser.crawl import reachable
from tests.browser.settle import ADMINISTRATOR, EMAIL, GRIEVANCES, LAWYER, OFFICER, READER

NOBODY = ""
ACCOUNTS = (ADMINISTRATOR, EMAIL, OFFICER, READER, LAWYER, GRIEVANCES, NOBODY)
FOR_PROGRAMS = ("api", "openrosa", "odata")
WIDTHS = (320, 1280)
# What somebody sent: downloads, of which no example is made here.
FILES = ("forms:attachment", "forms:attachment_as_it_came", "forms:media", "cases:paper", "rights:letter")
# On a phone a row of a table is a card: a label that nothing stands behind is a riddle.
LABELS_OF_NOTHING = """
    [...document.querySelectorAll('.k-cards > tbody > tr > td[data-label]')]
        .filter((cell) => getComputedStyle(cell, '::before').content !== 'none' && cell.getClientRects().length)
        .filter((cell) => !cell.innerText.trim() && !cell.querySelector('input, select, img, svg, progress'))
        .map((cell) => cell.dataset.label)
"""
# What stands for an id of which there is no example: enough for an address that takes only what is sent to it.
ANY = {UUIDConverter: UUID(int=0), IntConverter: 0, SlugConverter: "x", StringConverter: "x"}


def routes(of: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """The names of all routes below, each with its pattern."""
    for entry in of.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield namespace + entry.name, entry
        elif not (entry.namespace or "").startswith(FOR_PROGRAMS):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, inner)


ROUTES = dict(routes(get_resolver()))


@dataclass(frozen=True)
class Known:
    """What following links found: pages by route with the account that reached them, and ids by parameter."""

    pages: Mapping[str, tuple[str, str]]
    ids: Mapping[str, object]
    contexts: Mapping[str, BrowserContext]


@pytest.fixture(scope="module")
def known(site: Site, browser: Browser) -> Iterator[Known]:
    pages: dict[str, tuple[str, str]] = {}
    ids: dict[str, object] = dict(site.ids)
    contexts = {}
    for email in ACCOUNTS:
        contexts[email] = browser.new_context()
        page = contexts[email].new_page()
        if email:
            site.sign_in(page, email)
        for path in reachable(page.request, site.url, "/").values():
            found = resolve(path)
            pages.setdefault(found.view_name, (path, email))
            for name, value in found.captured_kwargs.items():  # type: ignore[attr-defined]  # the stubs lack it
                ids.setdefault(name, value)
        contexts[email].add_cookies([{"name": "django_language", "value": "sr", "url": site.url}])
        page.close()
    yield Known(pages, ids, contexts)
    for context in contexts.values():
        context.close()


def opened(known: Known, site: Site, route: str) -> tuple[Page, str] | None:
    """A blank page of an account that may see the route, and its address; None when the route shows no page."""
    if route in known.pages:
        path, email = known.pages[route]
        return known.contexts[email].new_page(), path
    pattern = ROUTES[route]
    converters = pattern.pattern.converters
    values = {name: known.ids.get(name, ANY[type(converters[name])]) for name in converters}
    try:
        path = reverse(route, kwargs=values)
    except NoReverseMatch:
        if rule_of(pattern.callback) is LIBRARY:  # it asks for an id that only a link tells
            return None
        raise
    refused = []
    for context in known.contexts.values():
        answer = context.request.get(site.url + path, headers={"Accept": "text/html"}, max_redirects=0)
        if shows_no_page(answer):
            return None
        if answer.status == 200:
            return context.new_page(), path
        refused.append(answer.status)
    if rule_of(pattern.callback) is LIBRARY:
        return None
    pytest.fail(
        f"{path} ({route}) opens for nobody: {refused}. Let tests/browser/settled.py make an example."
    )


def shows_no_page(answer: APIResponse) -> bool:
    """It takes only what is sent to it, leads elsewhere, or gives a file."""
    leads_elsewhere = 300 <= answer.status < 400 and "/login/" not in answer.headers.get("location", "")
    is_file = answer.status == 200 and not answer.headers["content-type"].startswith("text/html")
    return answer.status == 405 or leads_elsewhere or is_file


@pytest.mark.parametrize("route", sorted(ROUTES.keys() - FILES))
def test_page_is_accessible_and_fits_a_phone(site: Site, known: Known, route: str) -> None:
    found = opened(known, site, route)
    if found is None:
        return
    page, path = found
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", hear)
    answer = page.goto(site.url + path)
    assert answer is not None
    assert answer.status == 200, path
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert faults(page) == [], (path, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        assert page.evaluate(LABELS_OF_NOTHING) == [], (path, width)
    assert complaints == [], path
    page.close()


def test_links_reach_the_pages_of_each_part(known: Known) -> None:
    """Without this, a broken navigation would leave little to look at."""
    assert {route.partition(":")[0] for route in known.pages} >= {
        "people", "outreach", "cases", "history", "forms", "places", "organisations", "access", "subjects",
    }  # fmt: skip
