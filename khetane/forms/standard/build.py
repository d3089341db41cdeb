"""Builds the .xlsx of a standard form from its folder of CSV sheets."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from khetane.forms.standard.sheets import Row, Schemes, read_sheets

MADE = datetime(2026, 1, 1, tzinfo=UTC)  # fixed, so that the same sheets give the same bytes


def build_xlsx(form_dir: Path, schemes: Schemes | None = None) -> bytes:
    """The form as an XLSForm workbook in all languages. The same folder and `schemes` give the same bytes."""
    sheets = read_sheets(form_dir, schemes)
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": MADE})
        for name in ("survey", "choices", "settings", "entities"):
            write_sheet(book, name, getattr(sheets, name))
    return out.getvalue()


def write_sheet(book: xlsxwriter.Workbook, name: str, rows: list[Row]) -> None:
    sheet = book.add_worksheet(name)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    for line, cells in enumerate([columns, *([row.get(column, "") for column in columns] for row in rows)]):
        for place, text in enumerate(cells):
            if text:
                sheet.write_string(line, place, text)
