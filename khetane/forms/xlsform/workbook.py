"""The sheets of a form's workbook as rows of text, by the column names people use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyxform import aliases
from pyxform.xls2json_backends import xls_to_dict, xlsx_to_dict

from khetane.forms.xlsform.container import Kind

FIRST_ROW = 2  # of a sheet's content: the header is row 1
_BLANKS = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number as Excel shows it, its cells by column name in lower case with "_"."""

    number: int
    cells: Mapping[str, str]

    def get(self, *columns: str) -> str:
        """The first of these columns that is filled, or ""."""
        return next((self.cells[column] for column in columns if self.cells.get(column)), "")


@dataclass(frozen=True, slots=True)
class Workbook:
    """`raw` is what the converter takes; `sheets` our own reading of the same."""

    raw: dict[str, Any]
    sheets: Mapping[str, tuple[Row, ...]]
    names: Mapping[str, str]

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that have anything in them; of the survey, those that are not disabled."""
        rows = (row for row in self.sheets.get(sheet, ()) if row.cells)
        return (
            row for row in rows if sheet != "survey" or not aliases.yes_no.get(row.get("disabled"), False)
        )

    def name(self, sheet: str) -> str:
        """The name of a sheet as the author wrote it."""
        return self.names.get(sheet, sheet)

    def setting(self, *columns: str) -> str:
        return next((row.get(*columns) for row in self.rows("settings")), "")


def read_workbook(data: bytes, kind: Kind) -> Workbook:
    """Raises the converter's own errors for what it cannot open."""
    raw: dict[str, Any] = (xls_to_dict if kind is Kind.XLS else xlsx_to_dict)(data)
    sheets = {
        name: tuple(_row(number, cells) for number, cells in enumerate(rows, start=FIRST_ROW))
        for name, rows in raw.items()
        if name != "sheet_names" and not name.endswith("_header")
    }
    names = {name.lower(): name for name in raw["sheet_names"]}
    if len(names) == 1 and "survey" not in names:  # a single sheet is the survey, whatever its name
        names = {"survey": raw["sheet_names"][0]}
    return Workbook(raw, sheets, names)


def _row(number: int, cells: Mapping[str, Any]) -> Row:
    return Row(number, {column_name(name): str(text) for name, text in cells.items() if text is not None})


def column_name(header: str) -> str:
    """ "List  name" and "list_name" are the same column; a translation keeps its language."""
    name, separator, language = header.partition(":")
    return _BLANKS.sub("_", name.strip().lower()) + separator + language
