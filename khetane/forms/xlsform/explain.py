"""The converter's messages as problems with a place, completed by what we find ourselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

from khetane.forms.xlsform import problems
from khetane.forms.xlsform.checks import find_all, hinted
from khetane.forms.xlsform.converter_says import in_our_words
from khetane.forms.xlsform.problems import FormProblem, nowhere
from khetane.forms.xlsform.workbook import Workbook

_STARTS = re.compile(r"^(?=\[row\s*:)", re.MULTILINE)
_IN_ROW = re.compile(
    r"\[row\s*:\s*(?P<row>\d+)\]\s*(?:On the '(?P<sheet>\w+)' sheet,\s*)?(?P<text>.*)", re.DOTALL
)
_IN_SHEET = re.compile(r"Invalid headers provided for sheet:\s*'(?P<sheet>\w+)'\.\s*(?P<text>.*)", re.DOTALL)
_ROW_DUMP = re.compile(r"\s*\{'.*\}\s*$", re.DOTALL)
_LEARN_MORE = re.compile(r"\s*Learn more: \S+")
_NO_SURVEY = re.compile(r"You must have a sheet named 'survey'")
_NO_COLUMN = re.compile(
    r"^Language '(?P<language>.*)' is missing the (?P<sheet>survey|choices) (?:(?P<one>\w+) column|columns (?P<several>.*))\.$",
    re.MULTILINE,
)
# Messages without a place, and the code of what we find ourselves for the same mistake.
_SAME_MISTAKE = (
    (re.compile(r"Choice names with spaces"), "form-25"),
    (re.compile(r"no survey element named|Could not find the name"), "form-23"),
    (re.compile(r"Unknown question type"), "form-26"),
    (
        re.compile(
            r"List name not in|There should be (?:a )?choices|in order to use.* choices", re.IGNORECASE
        ),
        "form-22",
    ),
    (re.compile(r"Choice names must be unique"), "form-20"),
)


def errors(message: str, book: Workbook) -> tuple[FormProblem, ...]:
    """Why the converter refused: what it says where it alone knows, and every mistake we can place."""
    found = list(find_all(book))
    places = {(problem.sheet, problem.row) for problem in found}
    codes = {problem.problem.code.replace("form-21", "form-20") for problem in found}
    theirs = [
        problem
        for part in _parts(message)
        if not _is_covered(part, codes)
        for problem in _said(part, book)
        if (problem.sheet, problem.row) not in places
    ]
    return tuple(sorted([*theirs, *found], key=lambda one: (one.sheet or "", one.row or 0)))


def warnings(messages: Iterable[str], book: Workbook) -> tuple[FormProblem, ...]:
    return tuple(problem for message in messages for part in _parts(message) for problem in _said(part, book))


def missing_columns(message: str, book: Workbook) -> list[FormProblem]:
    """The columns of translations that a message tells to be missing, by sheet and language."""
    return [
        FormProblem(
            book.name(found["sheet"]),
            1,
            problems.NO_TRANSLATION.about(
                language=found["language"], columns=found["one"] or found["several"]
            ),
        )
        for found in _NO_COLUMN.finditer(message)
    ]


def _parts(message: str) -> list[str]:
    """A message of the converter may speak of several rows: what it says of each."""
    return [part.strip() for part in _STARTS.split(message) if part.strip()]


def _said(message: str, book: Workbook) -> list[FormProblem]:
    if _NO_SURVEY.match(message):
        names = [name.lower() for name in book.raw["sheet_names"] if name]
        return [nowhere(hinted(problems.NO_SURVEY, problems.NO_SURVEY_MEANT, "survey", names))]
    if untranslated := missing_columns(message, book):
        return untranslated
    return [placed(message, book)]


def placed(message: str, book: Workbook) -> FormProblem:
    """A message about one thing, in our words where we have them and else as a quotation, with its place."""
    sheet: str | None = None
    row: int | None = None
    text = message
    if found := _IN_ROW.match(message):
        sheet, row, text = found["sheet"] or "survey", int(found["row"]), found["text"]
    elif found := _IN_SHEET.match(message):
        sheet, row, text = found["sheet"], 1, found["text"]
    text = _cleaned(text) or message
    quoted = problems.FROM_CONVERTER.about(text=text)
    return in_our_words(text, sheet, row, book) or FormProblem(
        book.name(sheet) if sheet else None, row, quoted
    )


def _cleaned(text: str) -> str:
    return " ".join(_LEARN_MORE.sub("", _ROW_DUMP.sub("", text)).split())


def _is_covered(message: str, codes: set[str]) -> bool:
    return any(code in codes and mistake.search(message) for mistake, code in _SAME_MISTAKE)
