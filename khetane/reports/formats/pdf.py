"""A report as a tagged PDF."""

from __future__ import annotations

from pathlib import Path

from khetane.core.typeset import pdf as typeset
from khetane.reports.report import Report
from khetane.web.formats import moment
from khetane.web.languages import current

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(report: Report) -> bytes:
    """Set from the same tables as the page."""
    language, _, script = current().tag.partition("-")
    values = {
        "lang": language,
        "script": script.lower() or "auto",
        "title": report.title,
        "lines": report.lines,
        "made": moment(report.made_at),
        "warning": report.notes[0],
        "sections": [
            {
                "title": section.title,
                "note": section.note,
                "columns": list(section.columns),
                "rows": [[row.label, *row.written] for row in section.rows],
            }
            for section in report.sections
        ],
    }
    return typeset(TEMPLATE, values, at=report.made_at)
