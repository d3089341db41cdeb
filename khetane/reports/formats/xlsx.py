"""A report as a workbook: one sheet per table."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from khetane.reports.report import Report
from khetane.reports.sections import Section

NOT_IN_A_NAME = str.maketrans("", "", "[]:*?/\\'")
NAME = 31  # letters, Excel's limit


def xlsx(report: Report) -> bytes:
    """The workbook; texts are written as texts, so that none is taken for a formula."""
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": report.title, "created": report.made_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True})
        for number, section in enumerate(report.sections, start=1):
            sheet = book.add_worksheet(f"{number} {section.title}".translate(NOT_IN_A_NAME)[:NAME])
            write(sheet, report, section, bold)
    return out.getvalue()


def write(sheet: xlsxwriter.worksheet.Worksheet, report: Report, section: Section, bold: object) -> None:
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 12, 16)
    head = [report.title, *report.lines, section.note]
    for line, text in enumerate(filter(None, head)):
        sheet.write_string(line, 0, text, bold if line == 0 else None)
    top = len(list(filter(None, head))) + 1
    for column, text in enumerate((section.title, *section.columns)):
        sheet.write_string(top, column, text, bold)
    for line, row in enumerate(section.rows, start=top + 1):
        sheet.write_string(line, 0, row.label)
        for column, value in enumerate(row.numbers, start=1):
            if row.protected and value == 0:
                sheet.write_string(line, column, row.written[column - 1])
            else:
                sheet.write_number(line, column, value)
