"""Code lists that stand in CSV files: codes, their words per language, the economies in which each is used.

The columns are those of an XLSForm's choices, so that a form offers the very list that answers are held against.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LABEL = "label::"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry. Without `economies` it is used everywhere; `labels` by language code."""

    name: str
    labels: Mapping[str, str]
    economies: frozenset[str]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list in its order."""

    codes: Mapping[str, Code]

    def of(self, economy: str) -> tuple[str, ...]:
        """The codes used in an economy; every code where the list says nothing of it."""
        spoken_of = any(economy in one.economies for one in self.codes.values())
        return tuple(
            name
            for name, one in self.codes.items()
            if not spoken_of or not one.economies or economy in one.economies
        )


def read_list(path: Path) -> CodeList:
    """The list in a file; KeyError when a column is missing."""
    with path.open(encoding="utf-8", newline="") as sheet:
        rows = list(csv.DictReader(sheet, strict=True))
    return CodeList({row["name"]: read_code(row) for row in rows})


def read_code(row: Mapping[str, str]) -> Code:
    labels = {language(column): text for column, text in row.items() if column.startswith(LABEL)}
    return Code(row["name"], labels, frozenset((row.get("economies") or "").split()))


def language(column: str) -> str:
    """The code of `label::Српски (sr)`."""
    return column.rpartition("(")[2].rstrip(")")
