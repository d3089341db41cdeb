"""What the program says in Serbian and Macedonian, wherever it is written, and what GLOSSARY.md says of words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from khetane.web import catalogue_rules, catalogues
from tests.repository.tree import ROOT, files, shown

LANGUAGES = {"sr": "Serbian", "mk": "Macedonian"}
COLUMN = re.compile(r"(?P<what>.+)::English \(en\)")
TITLES = {"sr": "khetane_title_sr", "mk": "khetane_title_mk"}
# The words of laws and of what is handed to offices, and the names of places: not ours to choose.
OF_LAW = (
    "khetane/cases/procedures/",
    "khetane/cases/papers/",
    "khetane/cases/lists/",
    "khetane/places/data/",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or label: where it stands, in English, and what one language says for it."""

    where: str
    english: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A word that may not come back, and where it is still right."""

    language: str
    words: re.Pattern[str]
    instead: str
    phrases: tuple[str, ...]
    english: tuple[str, ...]

    def is_in(self, said: Said) -> bool:
        if said.language != self.language or any(one in said.english.lower() for one in self.english):
            return False
        text = said.text.lower()
        for phrase in self.phrases:
            text = text.replace(phrase, " ")
        return self.words.search(text) is not None


@cache
def everything() -> tuple[Said, ...]:
    return (*of_catalogues(), *of_sheets(), *of_definitions())


def of_catalogues() -> Iterator[Said]:
    """Each form of each message; its context stands where others have their file."""
    for code, language in LANGUAGES.items():
        for message in catalogues.read(code):
            if not message.id:
                continue
            for form in catalogue_rules.forms(message):
                yield Said(
                    f"catalogue {message.context or ''}".strip(),
                    catalogue_rules.text(message),
                    language,
                    form,
                )


def of_sheets() -> Iterator[Said]:
    """Labels, hints, refusals and titles of our own forms, and the lists that answers are held against."""
    for path in ours("khetane/*.csv"):
        with path.open(encoding="utf-8", newline="") as sheet:
            for row in csv.DictReader(sheet):
                yield from of_row(shown(path), row)


def of_row(where: str, row: dict[str, str]) -> Iterator[Said]:
    for column, english in row.items():
        named = COLUMN.fullmatch(column)
        if named and english:
            for name, text in row.items():
                if name.startswith(named["what"] + "::") and name.endswith(("(sr)", "(mk)")):
                    yield Said(where, english, LANGUAGES[name[-3:-1]], text)
    for code, column in TITLES.items():
        if row.get(column):
            yield Said(where, row["form_title"], LANGUAGES[code], row[column])


def of_definitions() -> Iterator[Said]:
    """Every `{en: …, sr: …, mk: …}` of the definitions kept as YAML."""
    for path in ours("khetane/*.yaml"):
        for definition in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            yield from of_words(shown(path), definition)


def of_words(where: str, part: Any) -> Iterator[Said]:
    if isinstance(part, dict):
        if "en" in part and isinstance(part["en"], str):
            yield from (
                Said(where, part["en"], LANGUAGES[code], part[code]) for code in LANGUAGES if code in part
            )
        for value in part.values():
            yield from of_words(where, value)
    elif isinstance(part, list):
        for value in part:
            yield from of_words(where, value)


def ours(pattern: str) -> Iterator[Path]:
    return (path for path in files(pattern) if not shown(path).startswith(OF_LAW))


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of GLOSSARY.md, cell by cell."""
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    section = glossary.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@cache
def terms() -> dict[str, dict[str, str]]:
    """Each term of the field that is a label, with its word in each language."""
    found = rows("The field, as the screens and forms say it")
    return {
        term: {"Serbian": word(serbian), "Macedonian": word(macedonian)}
        for term, _, serbian, macedonian in found
    }


def word(cell: str) -> str:
    """Without the mark of review, and without the full name in brackets."""
    return re.sub(r"\*?\([^)]*\)\*?", "", cell).strip()


@cache
def gone() -> tuple[Gone, ...]:
    return tuple(
        Gone(language, pattern(words.split(", ")), instead, *still_right(right))
        for language, words, instead, _, right in rows("Words that may not come back")
    )


def pattern(words: list[str]) -> re.Pattern[str]:
    """Whole words; one that ends in “…” with any ending."""
    each = (re.escape(one.lower().removesuffix("…")) + (r"\w*" if one.endswith("…") else "") for one in words)
    return re.compile(rf"\b(?:{'|'.join(each)})\b(?!-)")


def still_right(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Phrases of the language, and words of the English sentence: the two are told apart by their letters."""
    named = [] if cell == "–" else [one.lower() for one in cell.split(", ")]
    english = tuple(one for one in named if one.isascii())
    return tuple(one for one in named if one not in english), english
