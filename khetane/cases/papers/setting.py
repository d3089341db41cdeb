"""Setting a filled paper as PDF (Typst) or DOCX (docxtpl), each by a layout beside this file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate

from khetane.cases.papers.filling import Filled
from khetane.core.typeset import pdf

PDF_LAYOUT = Path(__file__).with_name("paper.typ")
DOCX_LAYOUT = Path(__file__).with_name("paper.docx")


def as_pdf(paper: Filled, *, at: datetime) -> bytes:
    """The paper as tagged PDF; `at` is when it was made."""
    return pdf(PDF_LAYOUT, asdict(paper), at=at)


def as_docx(paper: Filled) -> bytes:
    """The paper as DOCX, to be changed in a word processor before it is signed."""
    document = DocxTemplate(DOCX_LAYOUT)
    document.render(asdict(paper), autoescape=True)
    out = BytesIO()
    document.save(out)
    return out.getvalue()
