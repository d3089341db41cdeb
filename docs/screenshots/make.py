"""Pictures of the pages, wide and as on a phone.

    make pictures                                        those of the documents, of a demonstration of its own
    python -m docs.screenshots.make --url http://…       the same of one that runs here, in KHETANE_HOME
    python -m docs.screenshots.make --every FOLDER …     every page that each role reaches, for people to look at

Writes docs/screenshots/PAGE-LANGUAGE-WIDTH.png, as the coordinator of one unit sees the page. Everybody in the
pictures is invented. Needs the packages for development and Chromium. The accounts get new passwords.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.crawl import reachable

FOLDER = Path(__file__).resolve().parent
COMMAND = [sys.executable, "-m", "khetane.cli"]
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
    parser.add_argument("--every", type=Path, help="take every page of every role into this folder")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    parser.add_argument("--widths", nargs="+", type=int, default=[size["width"] for size in SIZES])
    options = parser.parse_args()
    with demonstration(options.url.rstrip("/")) as (url, passwords), chromium() as browser:
        if options.every is None:
            take(browser, url, passwords[EMAIL])
            return
        options.every.mkdir(parents=True, exist_ok=True)
        every(browser, url, passwords, Wanted(options.every, options.languages, options.widths))


@contextmanager
def demonstration(url: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Where a demonstration answers, and its accounts' passwords: the one at `url`, or one that goes away."""
    if url:
        yield url, new_passwords(dict(os.environ))
        return
    with tempfile.TemporaryDirectory(prefix="khetane-pictures-") as folder:
        given = {name: value for name, value in os.environ.items() if not name.startswith("KHETANE_")}
        given.pop("DATABASE_URL", None)
        environment = {**given, "KHETANE_HOME": f"{folder}/var", "PORT": str(free_port())}
        said = Path(folder, "said")  # a file: a pipe that nobody reads would stop the server once it is full
        with said.open("w") as log:
            process = subprocess.Popen([*COMMAND, "run"], env=environment, stdout=log)
        try:
            yield address_of(process, said), new_passwords(environment)
        finally:
            process.terminate()
            process.wait()
            postgres = Path(folder, "var", "postgres")
            if postgres.is_symlink():  # started by root, it keeps the database outside
                shutil.rmtree(postgres.resolve())


def new_passwords(environment: dict[str, str]) -> dict[str, str]:
    told = subprocess.run(
        [*COMMAND, "demo", "--passwords", "--json"], env=environment, check=True, stdout=subprocess.PIPE
    )
    return {one["email"]: one["password"] for one in json.loads(told.stdout)["accounts"]}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def address_of(process: subprocess.Popen[bytes], said: Path) -> str:
    """Wait until it says where it answers."""
    while process.poll() is None:
        answers = [line for line in said.read_text().splitlines() if line.startswith("Khetane answers at")]
        if answers:
            return answers[0].split()[3].rstrip("/.,")
        time.sleep(0.5)
    sys.exit(f"{said.read_text()}\nKhetane did not start; the lines above say why.")


@contextmanager
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        sys.exit("Chromium is missing. Run: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def take(browser: Browser, url: str, password: str) -> None:
    page = browser.new_page()
    sign_in(page, url, EMAIL, password)
    cookies = page.context.storage_state()
    for language in LANGUAGES:
        for size in SIZES:
            context = browser.new_context(viewport=size, storage_state=cookies)
            context.add_cookies([{"name": "django_language", "value": language, "url": url}])
            pictures(context.new_page(), url, f"{language}-{size['width']}")
            context.close()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pictures for people to look at: where they go, in which languages and widths."""

    folder: Path
    languages: Sequence[str]
    widths: Sequence[int]


def every(browser: Browser, url: str, passwords: dict[str, str], wanted: Wanted) -> None:
    """The first page of each account, and each kind of page of the first account that reaches it."""
    taken: set[str] = set()
    for email, password in passwords.items():
        page = browser.new_page()
        sign_in(page, url, email, password)
        for kind, path in reachable(page.request, url).items():
            if kind in taken and kind != "/":
                continue
            taken.add(kind)
            name = (
                kind.strip("/").replace("/", "-").replace("<id>", "ID") or f"today-{email.partition('@')[0]}"
            )
            as_wanted(page, url + path, name, wanted)
        page.context.close()


def as_wanted(page: Page, address: str, name: str, wanted: Wanted) -> None:
    for language in wanted.languages:
        page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        page.goto(address, wait_until="networkidle")
        for width in wanted.widths:
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=wanted.folder / f"{name}_{language}_{width}.png", full_page=True)


def sign_in(page: Page, url: str, email: str, password: str) -> None:
    page.set_default_timeout(120_000)  # a first answer on a busy machine
    page.goto(f"{url}/account/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.click("main button[type=submit]")
    if page.url != f"{url}/":
        sys.exit(f"{email} could not sign in. The page says: {page.inner_text('main')}")


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
