"""Decisions can be named by their number."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.repository.tree import files, shown

DECISIONS = [path for path in files("docs/adr/*.md") if path.name != "README.md"]


def test_each_number_stands_for_one_decision() -> None:
    times = Counter(path.name[:4] for path in DECISIONS)
    assert [number for number, count in times.items() if count > 1] == []


@pytest.mark.parametrize("path", DECISIONS, ids=shown)
def test_a_decision_carries_its_number_and_says_context_decision_consequences(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith(f"# {int(path.name[:4])}. ")
    headings = [line for line in lines if line.startswith("## ")]
    assert headings[0] == "## Context"
    assert {"## Decision", "## Consequences"} <= set(headings)
