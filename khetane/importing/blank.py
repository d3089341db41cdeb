"""The table to download and fill in: its columns in the reader's language, one sheet, with what lists may say."""

from __future__ import annotations

import io

import xlsxwriter
from django.utils.translation import gettext

from khetane.importing.targets import Kind, column_name, spoken, targets

COLUMNS = (
    "household.key", "household.place", "household.address", "household.phone", "person.given_name", "person.family_name",
    "person.parent_name", "person.sex", "person.birth_date", "person.role", "document.number", "need.area", "need.urgency", "need.description",
)  # fmt: skip
WIDTH = 24
FILLED = 1000  # rows in which a list can be chosen from


def blank_table() -> bytes:
    """An .xlsx whose columns are recognised when it is imported."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(gettext("Table")[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        words = book.add_worksheet(gettext("Words")[:31])
        for column, code in enumerate(COLUMNS):
            target = targets()[code]
            sheet.set_column(column, column, WIDTH)
            sheet.write(0, column, column_name(target), bold)
            if target.kind is Kind.CHOICE:
                said = list(spoken(target).values())
                words.write_column(0, column, [column_name(target), *said])
                source = f"='{words.name}'!${_letter(column)}$2:${_letter(column)}${len(said) + 1}"
                sheet.data_validation(
                    1, column, FILLED, column, {"validate": "list", "source": source, "error_type": "warning"}
                )
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _letter(column: int) -> str:
    return chr(ord("A") + column)
