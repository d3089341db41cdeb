"""Small form workbooks, made where a test needs them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

import openpyxl
import xlwt

Rows = Iterable[Sequence[object]]
Sheets = Mapping[str, Rows]

SETTINGS: Rows = [("form_id", "form_title", "version"), ("visit", "Visit", "7")]
YES_NO: Rows = [("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No")]


def form(survey: Rows, **sheets: Rows) -> dict[str, Rows]:
    """A form with this survey sheet; settings and a yes/no list are given unless replaced."""
    return {"survey": survey, "choices": YES_NO, "settings": SETTINGS, **sheets}


def xlsx(sheets: Sheets) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return _saved(book)


def xls(sheets: Sheets) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    return _saved(book)


def _saved(book: openpyxl.Workbook | xlwt.Workbook) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
