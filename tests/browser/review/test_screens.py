"""The screens of forms and submissions in a browser: phone-wide, in two languages, without errors."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState

from tests.browser.conftest import Site

# Where a person who wants to look finds the pictures; nothing is written without it.
PICTURES = os.environ.get("PICTURES_FOLDER", "")
PAGES = {
    "submissions": "/submissions/",
    "correction": "/submissions/?state=needs_correction",
    "map": "/submissions/map/",
    "kept": "/submissions/kept/",
    "forms": "/forms/",
    "upload": "/forms/upload/",
}
FOLLOWED = {
    "submission": ("/submissions/", "tbody th a"),
    "kept-one": ("/submissions/kept/", "tbody th a"),
    "form": ("/forms/", "tbody th a"),
    "wrong": ("/submissions/?state=needs_correction", "tbody th a"),
}


@pytest.mark.parametrize("language", ["en", "sr"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_scrolls_sideways_or_fails(
    site: Site, browser: Browser, signed_in_state: StorageState, width: int, language: str
) -> None:
    context = browser.new_context(
        storage_state=signed_in_state,
        viewport={"width": width, "height": 800},
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    addresses = {name: site.url + path for name, path in PAGES.items()}
    for name, (path, link) in FOLLOWED.items():
        page.goto(site.url + path)
        addresses[name] = site.url + str(page.locator(link).first.get_attribute("href"))
    page.goto(addresses["form"])
    addresses["version"] = site.url + str(page.locator("tbody th a").first.get_attribute("href"))
    for name, address in addresses.items():
        answer = page.goto(address, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, name
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}_{language}_{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert errors == [], name
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_map_opens_on_the_points_and_says_how_far_they_lie_apart(
    site: Site, browser: Browser, signed_in_state: StorageState, width: int
) -> None:
    context = browser.new_context(storage_state=signed_in_state, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(site.url + PAGES["map"], wait_until="networkidle")
    length, unit = page.locator(".leaflet-control-scale-line").inner_text().split()
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"map_opened_{width}.png")
    assert int(length) * {"m": 1, "km": 1000}[unit] <= 10_000
    context.close()
