"""Every page of the documentation is found by who begins at README (`scripts/links.py` finds dead links)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from os.path import normpath
from pathlib import Path

from tests.repository.tree import ROOT, files, shown

PAGES = files("*.md")
LINK = re.compile(r"\]\((?!\w+://|mailto:)([^)#\s]+)")
# GitHub shows it beside the files it is about; nobody comes to it from README.
BESIDE_ITS_FILES = {"khetane/forms/standard/README.md"}


def leads_to(page: Path) -> Iterator[Path]:
    """What a page links to; a link to a folder shows its pages."""
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        target = Path(normpath(page.parent / link))
        yield from target.glob("*.md") if target.is_dir() else [target]


def reached(start: Path) -> set[Path]:
    found: set[Path] = set()
    waiting = [start]
    while waiting:
        page = waiting.pop()
        if page not in found and page.suffix == ".md" and page.exists():
            found.add(page)
            waiting += leads_to(page)
    return found


def test_every_page_is_reached_from_the_first() -> None:
    lost = {shown(page) for page in PAGES if page not in reached(ROOT / "README.md")} - BESIDE_ITS_FILES
    assert lost == set(), "Name it in README's table, or link to it from a page that is named there."


def test_a_page_that_nothing_links_to_is_lost(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("[one](one.md) and [a folder](folder)", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for name in ("one.md", "two.md", "folder/three.md"):
        (tmp_path / name).write_text("[nowhere](https://example.org/two.md)", encoding="utf-8")
    assert {page.name for page in reached(tmp_path / "README.md")} == {"README.md", "one.md", "three.md"}
