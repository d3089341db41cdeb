"""Papers of procedures: every text fills in every language, whatever was typed stays text, PDF and DOCX say it."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from khetane.cases.papers.filling import LINE, Facts, fill
from khetane.cases.papers.reading import GAPS, Paper, gaps_of, papers_for, read_file, shipped
from khetane.cases.papers.setting import as_docx, as_pdf
from khetane.cases.procedures import reading
from khetane.core.definitions import LANGUAGES, Words, WrongDefinition

ON = date(2026, 3, 10)
MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)
TYPED = {gap: f"<{gap}> & #{gap} {{gap}}" for gap in GAPS}


def words(language: str):  # type: ignore[no-untyped-def]  # a function of words, as the screens give it
    def said(text: Words) -> str:
        return text[language]

    return said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", shipped(), ids=lambda paper: paper.code)
def test_a_paper_fills_in_every_language_and_leaves_lines_for_what_is_not_known(
    paper: Paper, language: str
) -> None:
    empty = fill(paper, Facts({}, [], "", ON), words(language), language)
    assert LINE in " ".join(empty.body)
    full = fill(paper, Facts(TYPED, ["a"], "Bor", ON), words(language), language)
    assert "{person}" not in " ".join((*full.body, full.to, full.title, full.place))
    assert full.title
    assert "10. 3. 2026." in full.place


@pytest.mark.parametrize("paper", shipped(), ids=lambda paper: paper.code)
def test_a_paper_says_the_same_in_every_language(paper: Paper) -> None:
    for text in (paper.title, paper.to, *paper.body):
        assert len({frozenset(gaps_of(text[language])) for language in LANGUAGES}) == 1
    assert gaps_of(paper.title["en"]) <= {"procedure"}  # the list of papers fills nothing else
    assert set(paper.types) <= reading.shipped().keys()


def test_each_type_has_a_power_and_what_it_begins_with() -> None:
    for procedure in reading.shipped().values():
        codes = {one.code for one in papers_for(procedure)}
        assert "POWER" in codes
        if procedure.jurisdiction != "RS":
            assert not codes & {"SILENCE", "APPEAL"}  # remedies of Serbian law


def test_what_was_typed_is_text_in_a_pdf_and_in_a_docx() -> None:
    paper = next(one for one in shipped() if one.code == "REQUEST")
    filled = fill(paper, Facts(TYPED, ["one & <two>"], "Bor", ON), words("sr"), "sr")
    assert as_pdf(filled, at=MOMENT).startswith(b"%PDF")
    assert as_pdf(filled, at=MOMENT) == as_pdf(filled, at=MOMENT)
    with zipfile.ZipFile(BytesIO(as_docx(filled))) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))
        footer = "".join(
            "".join(ElementTree.fromstring(parts.read(name)).itertext())
            for name in parts.namelist()
            if name.startswith("word/footer")
        )
    text = "".join(body.itertext())
    assert "<person> & #person {gap}" in text
    assert "one & <two>" in text
    assert "{%" not in text + footer
    assert "правник" in footer


def test_a_gap_that_nothing_fills_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "papers.yaml"
    words_of = "{en: 'I, {who}', sr: 'Ja, {who}', mk: 'Jas, {who}'}"
    said = f"title: {words_of}\n    to: {words_of}\n    body: []\n    signed_by: client"
    file.write_text(f"papers:\n  X:\n    {said}\n", encoding="utf-8")
    with pytest.raises(WrongDefinition, match="who"):
        list(read_file(file))
