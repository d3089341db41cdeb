"""The formats in which a report is given out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from khetane.reports.formats.docx import docx
from khetane.reports.formats.pdf import pdf
from khetane.reports.formats.xlsx import xlsx
from khetane.reports.report import Report


def as_json(report: Report) -> bytes:
    """The counts by measure and code, for programs."""
    return json.dumps(report.facts(), ensure_ascii=False, indent=2).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Format:
    """What a file of it is called, what it is for a browser, and what makes it."""

    name: str
    content_type: str
    make: Callable[[Report], bytes]


OPEN_XML = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, Format] = {
    "pdf": Format("PDF", "application/pdf", pdf),
    "xlsx": Format("XLSX", f"{OPEN_XML}.spreadsheetml.sheet", xlsx),
    "docx": Format("DOCX", f"{OPEN_XML}.wordprocessingml.document", docx),
    "json": Format("JSON", "application/json", as_json),
}
