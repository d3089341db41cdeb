"""A number with decimals is written with a comma in Serbian and Macedonian, as the pages write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from khetane.web import catalogues
from tests.repository.tree import files, shown

# Two numbers around a point, of which the second has not the three digits of thousands; no date, no version.
DECIMAL_POINT = re.compile(r"(?<!BY )(?<![\w.,-])\d+\.\d{1,2}(?![\w.])")
LANGUAGES = ("sr", "mk")
CATALOGUES = [path for path in files("khetane/*.yaml") if "sr:" in path.read_text("utf-8")]


def said(values: Any) -> Iterator[str]:
    """Every text in Serbian or Macedonian below a value of a YAML file."""
    if isinstance(values, dict):
        yield from (str(values[language]) for language in LANGUAGES if language in values)
    for below in values.values() if isinstance(values, dict) else values if isinstance(values, list) else ():
        yield from said(below)


@pytest.mark.parametrize("path", CATALOGUES, ids=shown)
def test_definitions_write_a_decimal_comma(path: Path) -> None:
    texts = said(yaml.safe_load(path.read_text("utf-8")))
    assert [text for text in texts if DECIMAL_POINT.search(text)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_translations_write_a_decimal_comma(code: str) -> None:
    wrong = [
        str(one.string) for one in catalogues.read(code) if one.id and DECIMAL_POINT.search(str(one.string))
    ]
    assert wrong == []


def test_the_search_knows_a_decimal_point() -> None:
    assert DECIMAL_POINT.search("најмање 2.5")
    for other in (
        "20.000 редова",
        "31.5.2024",
        "1.250,50",
        "EUPL-1.2",
        "CC BY 4.0",
        "GRK 13/2017 (30.08.2017)",
        "у 5. разреду",
    ):
        assert not DECIMAL_POINT.search(other), other
