"""Documents as PDF: tagged, the same for the same values, and never led astray by what was typed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import typst

from khetane.core.typeset import pdf

AT = datetime.datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=datetime.UTC)
TEMPLATE = """
#let v = json(bytes(sys.inputs.values))
#set document(title: v.title)
#set text(lang: v.lang, font: "Libertinus Serif")
= #v.title
#v.text
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "letter.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def values(text: str) -> dict[str, str]:
    return {"title": "Упут", "lang": "sr", "text": text}


def test_a_document_is_tagged_and_says_its_language(template: Path) -> None:
    made = pdf(template, values("Ђорђе, Ljiljana, ѓ, ќ, ž"), at=AT)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert b"/Lang(sr)" in made
    assert b"<pdfuaid:part>1" in made


def test_the_same_values_give_the_same_bytes(template: Path) -> None:
    assert pdf(template, values("one"), at=AT) == pdf(template, values("one"), at=AT)
    assert pdf(template, values("one"), at=AT) != pdf(template, values("two"), at=AT)


def test_what_was_typed_is_text_and_no_language(template: Path) -> None:
    for typed in ('#panic("no")', '#read("/etc/passwd")', "$ x", "`", "*", "= ", "\\", '"', "<a>", "@a"):
        assert pdf(template, values(typed), at=AT).startswith(b"%PDF-")


def test_a_sign_that_the_fonts_lack_costs_the_standard_and_not_the_document(template: Path) -> None:
    made = pdf(template, values("thank you 😀"), at=AT)
    assert b"/StructTreeRoot" in made
    assert b"<pdfuaid:part>" not in made


def test_a_fault_of_the_template_is_told(template: Path) -> None:
    with pytest.raises(typst.TypstError):
        pdf(template, {"title": "x"}, at=AT)
