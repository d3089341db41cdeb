"""The real application behind a real server, and a real browser before it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from khetane.config.postgres import role_url
from khetane.web.build import ROOT
from tests import children
from tests.browser.settle import EMAIL, PASSWORD
from tests.running import PATIENCE, free_port, wait_until

# The browser finds this machine only.
ELSEWHERE_NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Seconds. The server has answered before (`site`): what a page lacks after this is missing, and the run goes on.
FIELD, ANSWER = 60.0, 300.0
expect.set_options(timeout=FIELD * 1000)


@dataclass(frozen=True)
class Site:
    """Where the application answers, and the ids of what no link leads to."""

    url: str
    ids: Mapping[str, str]

    def sign_in(self, page: Page, email: str = EMAIL) -> None:
        page.goto(self.url + "/account/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(self.url + "/")


@pytest.fixture(scope="session")
def site(clone_database: Callable[[str], str], passwords: dict[str, str]) -> Iterator[Site]:
    owner_url = clone_database("khetane_browser")
    app_url = role_url(owner_url, "khetane_app", passwords["khetane_app"])
    environment = {
        **os.environ,
        "KHETANE_ENV": "test",
        "KHETANE_DEMO": "1",
        "KHETANE_DATABASE_URL": app_url,
        "KHETANE_OWNER_DATABASE_URL": owner_url,
    }
    command = [sys.executable, "-m", "tests.browser.settle"]
    settled = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    server = children.start([*command, "khetane.config.wsgi:application"], cwd=ROOT, env=environment)
    try:
        wait_until(lambda: server.poll() is not None or answers(f"http://127.0.0.1:{port}/healthz"))
        assert server.poll() is None, "The server ended by itself."
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=PATIENCE):
            pass  # its first page is its slowest
        yield Site(f"http://127.0.0.1:{port}", json.loads(settled.stdout))
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url):
            return True
    except (urllib.error.URLError, ConnectionError):
        return False


@pytest.fixture(scope="module")  # while it is open, Django refuses the database to this process
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("Chromium is missing. Run: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", ELSEWHERE_NOWHERE]
        )
        yield launched
        launched.close()


def limited(context: BrowserContext) -> BrowserContext:
    """The same, giving up on what a page does not have sooner than on an answer of the server."""
    context.set_default_timeout(FIELD * 1000)
    context.set_default_navigation_timeout(ANSWER * 1000)
    return context


@pytest.fixture(scope="module")
def signed_in_state(site: Site, browser: Browser) -> StorageState:
    """The cookies of a coordinator, so that each test need not sign in again."""
    context = limited(browser.new_context())
    site.sign_in(context.new_page())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = limited(browser.new_context(viewport={"width": 1280, "height": 800}))
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
