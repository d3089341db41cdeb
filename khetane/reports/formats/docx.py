"""A report as a text document."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as Text
from docx.oxml.ns import qn

from khetane.reports.report import Report
from khetane.reports.sections import Section
from khetane.web.formats import moment
from khetane.web.languages import current


def docx(report: Report) -> bytes:
    """Headings, notes and tables, in the reader's language."""
    document = Document()
    document.core_properties.title = report.title
    document.core_properties.created = report.made_at.replace(tzinfo=None)
    speaks(document)
    document.add_heading(report.title, level=0)
    for line in [*report.lines, moment(report.made_at)]:
        document.add_paragraph(line)
    for section in report.sections:
        add(document, section)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def speaks(document: Text) -> None:
    """Say in which language it is written, for who has it read aloud."""
    language = document.styles.element.find(".//" + qn("w:lang"))
    if language is not None:
        language.set(qn("w:val"), current().tag)


def add(document: Text, section: Section) -> None:
    document.add_heading(section.title, level=1)
    if section.note:
        document.add_paragraph(section.note)
    table = document.add_table(rows=1, cols=len(section.columns) + 1, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("", *section.columns), strict=True):
        cell.text = text
    for row in section.rows:
        cells = table.add_row().cells
        cells[0].text = row.label
        for cell, value in zip(cells[1:], row.written, strict=True):
            cell.text = value
