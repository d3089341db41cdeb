"""Lock files hold names, versions and hashes: no address of a host, no path of a machine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.repository.tree import ROOT, files, shown

LOCKS = files("requirements*.lock")
PINNED = re.compile(r"^[A-Za-z0-9_.\[\]-]+==[^\s;]+( ; .*)?( \\)?$")


@pytest.mark.parametrize("path", LOCKS, ids=shown)
def test_python_packages_are_pinned_with_hashes_and_nothing_else(path: Path) -> None:
    blocks = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())
    for block in (one for one in blocks if not one.startswith("#")):
        first, *rest = block.splitlines()
        assert PINNED.match(first), first
        assert any(line.strip().startswith("--hash=sha256:") for line in rest), f"{first} has no hash"
        named = [line for line in rest if not line.strip().startswith(("--hash=sha256:", "#"))]
        assert named == [], first


@pytest.mark.parametrize("path", LOCKS, ids=shown)
def test_no_lock_file_names_a_host_or_a_path(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(
        r"://|file:|@ |^\s*(-i|--index-url|--extra-index-url|--find-links|-e)\b|\s/", text, re.MULTILINE
    )


def test_browser_packages_have_hashes_and_come_from_wherever_npm_is_told() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    for name, package in lock["packages"].items():
        if name:
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name
