"""A test that the documentation names is there: a promise with a test is checked, one without is not made."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.repository.tree import ROOT, files, parsed, shown

SHORT = re.compile(r"`(?P<name>[A-Z]+)` is `(?P<path>tests/[\w/]+\.py)`")
NAMED = re.compile(r"`(?P<path>[\w/]+(?:\.py)?)::(?P<test>test_\w+)`")
PAGES = [page for page in files("docs/*.md", "*.md") if NAMED.search(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_named_test_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    shorts = {found["name"]: found["path"] for found in SHORT.finditer(text)}
    missing = [
        f"{path}::{found['test']}"
        for found in NAMED.finditer(text)
        if found["test"] not in names_in(path := shorts.get(found["path"], found["path"]))
    ]
    assert missing == []


def names_in(path: str) -> set[str]:
    file = ROOT / path
    if not file.is_file():
        return set()
    return {node.name for node in ast.walk(parsed(file)) if isinstance(node, ast.FunctionDef)}


def test_the_page_on_bad_input_names_its_tests() -> None:
    assert ROOT / "docs/explanation/bad-input.md" in PAGES
