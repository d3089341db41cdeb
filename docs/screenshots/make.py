"""Pictures of the main pages for the documents, in English and Serbian, wide and as on a phone.

    python docs/screenshots/make.py                      starts a demonstration of its own; takes some minutes
    python docs/screenshots/make.py --url http://…       of a demonstration that runs; asks for the password

Writes docs/screenshots/PAGE-LANGUAGE-WIDTH.png, as the coordinator of one unit sees the page. Everybody in the
pictures is invented. Needs the packages for development and Chromium.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parent
EMAIL = "unit-coordinator.bela-palanka@khetane.example"
LANGUAGES = ("en", "sr")
SIZES: tuple[ViewportSize, ...] = ({"width": 1280, "height": 900}, {"width": 360, "height": 780})
# Where each page is, and the link to follow from there.
PAGES = {
    "today": ("", ""),
    "search": ("people/search/?q=djordjevic", ""),
    "household": ("people/search/?q=djordjevic", "#found td a.k-code"),
    "settlement": ("settlements/", "main tbody th a"),
    "submissions": ("submissions/", ""),
    "conflict": ("conflicts/", "main tbody th a"),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", default="", help="where a demonstration answers")
    parser.add_argument("--email", default=EMAIL)
    options = parser.parse_args()
    if options.url:
        take(options.url.rstrip("/"), options.email, getpass.getpass(f"Password of {options.email}: "))
        return
    with demonstration() as (url, passwords):
        take(url, options.email, passwords[options.email])


@contextmanager
def demonstration() -> Iterator[tuple[str, dict[str, str]]]:
    """A demonstration in a folder that goes away: its address, and the accounts' passwords."""
    with tempfile.TemporaryDirectory(prefix="khetane-pictures-") as folder:
        given = {name: value for name, value in os.environ.items() if not name.startswith("KHETANE_")}
        given.pop("DATABASE_URL", None)
        environment = {**given, "KHETANE_HOME": f"{folder}/var", "PORT": str(free_port())}
        command = [sys.executable, "-m", "khetane.cli"]
        process = subprocess.Popen([*command, "run"], env=environment, stdout=subprocess.PIPE, text=True)
        try:
            url = address_of(process)
            told = subprocess.run(
                [*command, "demo", "--passwords", "--json"],
                env=environment,
                check=True,
                stdout=subprocess.PIPE,
            )
            yield url, {one["email"]: one["password"] for one in json.loads(told.stdout)["accounts"]}
        finally:
            process.terminate()
            process.communicate()
            postgres = Path(folder, "var", "postgres")
            if postgres.is_symlink():  # started by root, it keeps the database outside
                shutil.rmtree(postgres.resolve())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def address_of(process: subprocess.Popen[str]) -> str:
    """Wait until it says where it answers."""
    for line in process.stdout or ():
        print(line, end="", flush=True)
        if line.startswith("Khetane answers at"):
            return line.split()[3].rstrip("/.,")
    sys.exit("Khetane did not start; the lines above say why.")


def take(url: str, email: str, password: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is missing. Run: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        sign_in(page, url, email, password)
        cookies = page.context.storage_state()
        for language in LANGUAGES:
            for size in SIZES:
                context = browser.new_context(viewport=size, storage_state=cookies)
                context.add_cookies([{"name": "django_language", "value": language, "url": url}])
                pictures(context.new_page(), url, f"{language}-{size['width']}")
                context.close()
        browser.close()


def sign_in(page: Page, url: str, email: str, password: str) -> None:
    page.goto(f"{url}/account/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{url}/")


def pictures(page: Page, url: str, ending: str) -> None:
    for name, (path, link) in PAGES.items():
        page.goto(f"{url}/{path}")
        if link:
            page.locator(link).first.click()
            page.wait_for_url(lambda now: now != f"{url}/{path}")  # noqa: B023  # called before the next turn
            page.wait_for_load_state("networkidle")
        picture = FOLDER / f"{name}-{ending}.png"
        page.screenshot(path=picture)
        print(picture.relative_to(Path.cwd()) if picture.is_relative_to(Path.cwd()) else picture)


if __name__ == "__main__":
    main()
