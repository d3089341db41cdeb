"""Cells of exported tables that a spreadsheet program will not run as formulas.

Rule: OWASP, "CSV Injection". A text that begins with a character which starts a formula gets an
apostrophe in front; spreadsheet programs then take the cell as text. A plain number keeps its
minus sign and stays a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# The full-width forms are read as formulas too where the East Asian locale is set.
STARTS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def safe_cell(value: object) -> object:
    """`value` as it may stand in a CSV or spreadsheet cell. Values other than text are unchanged."""
    return safe_text(value) if isinstance(value, str) else value


def safe_text(text: str) -> str:
    """The same of a text."""
    if text[:1] not in STARTS_FORMULA or _PLAIN_NUMBER.fullmatch(text):
        return text
    return "'" + text


def safe_row(values: Iterable[object]) -> list[object]:
    return [safe_cell(value) for value in values]
