"""Pictures of pages for people to look at: `python -m tests.browser.pictures URL FOLDER [PATH …]`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from khetane.web import languages
from tests.browser.conftest import CHROMIUM, Site

WIDTHS = (320, 360, 1280)


def main(url: str, folder: str, *paths: str) -> None:
    """Sign in as the tests' coordinator at `url` and write one PNG per page, language and width."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language in languages.LANGUAGES:
            context = browser.new_context()
            page = context.new_page()
            Site(url).sign_in(page)
            context.add_cookies([{"name": "django_language", "value": language.code, "url": url}])
            for path in paths or ("", "gallery/"):
                page.goto(f"{url}/{path}")
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 800})
                    name = f"{path.strip('/').replace('/', '-') or 'home'}_{language.code}_{width}.png"
                    page.screenshot(path=Path(folder) / name, full_page=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
