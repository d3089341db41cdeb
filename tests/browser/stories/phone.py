"""A phone in somebody's hand: what it shows is looked at on every page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page

from tests.browser.axe import faults

WIDTH, HEIGHT = 360, 780


@dataclass(frozen=True)
class Phone:
    """A page as a person uses it: by what stands on it, not by how it is built.

    What is pressed, filled and chosen is named as in the source of the program; the phone shows it in its own
    language. What the catalogue does not know, such as the words of a scheme, is named as it is shown.
    """

    page: Page
    site: str
    language: str = "en"

    def open(self, path: str) -> None:
        """Go to an address of the site, as by a bookmark or a link somebody sent."""
        self.page.goto(path if path.startswith("http") else f"{self.site}/{path}")
        self.look()

    def look(self) -> None:
        """Accessible, and no wider than the phone."""
        self.page.wait_for_load_state()
        found = faults(self.page)
        assert found == [], (self.page.url, found)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= WIDTH, self.page.url

    def find(self, name: str) -> None:
        """Search for somebody and open her page."""
        self.open(f"people/search/?q={name}")
        self.main.get_by_role("rowheader").get_by_role("link").first.click()
        self.look()

    def press(self, name: str, *, of: str = "") -> None:
        """Press a button or follow a link in the page's main part; `of`: on the line that says so."""
        within = self.line(of) if of else self.main
        shown = self.shown(name)
        within.get_by_role("button", name=shown).or_(within.get_by_role("link", name=shown)).first.click()
        self.look()

    def follow(self, text: str) -> None:
        """Follow the first link of the main part that has this in it."""
        self.main.get_by_role("link").filter(has_text=self.said(text)).first.click()
        self.look()

    def fill(self, label: str, value: str) -> None:
        self.field(label).fill(value)

    def choose(self, label: str, answer: str) -> None:
        """Choose an answer from a list."""
        self.field(label).select_option(label=self.said(answer))

    def tick(self, label: str) -> None:
        """Tick a box, or one of several answers; part of its label is enough."""
        self.main.get_by_label(self.said(label)).first.check()

    def attach(self, label: str, name: str, content: bytes) -> None:
        """Choose a file, as the camera gives one."""
        kind = "application/octet-stream"  # the program looks at the file, not at what it is said to be
        self.field(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})

    def field(self, label: str) -> Locator:
        """The field with this label, which may say besides that it is optional."""
        return self.main.get_by_label(self.shown(label, rest=r"( \(|$)")).first

    def line(self, text: str) -> Locator:
        """The line of a list that says something."""
        return self.main.get_by_role("listitem").filter(has_text=self.said(text)).last

    def said(self, text: str) -> str:
        """The text in the phone's language."""
        with override(self.language):
            return gettext(text)

    def shown(self, text: str, *, rest: str = "$") -> re.Pattern[str]:
        """The same as a page writes it: labels begin with a capital there."""
        return re.compile(rf"^{re.escape(self.said(text))}{rest}", re.IGNORECASE)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def says(self) -> str:
        """What stands in the main part, in one line."""
        return " ".join(self.main.inner_text().split())

    @property
    def address(self) -> str:
        return self.page.url
