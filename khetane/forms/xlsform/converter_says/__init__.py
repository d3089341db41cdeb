"""The messages of pyxform that somebody with a workbook can meet, as sentences of ours.

Read in pyxform 4.5 (errors.py, xls2json.py, validators/): it speaks English only, to people who know its insides.
`tests/integration/forms/xlsform/` provokes each one, so that a new pyxform which words it otherwise is noticed.
"""

from __future__ import annotations

import re

from khetane.forms.xlsform.converter_says import entities, names, parameters, questions, remarks
from khetane.forms.xlsform.problems import FormProblem
from khetane.forms.xlsform.workbook import FIRST_ROW, Workbook

KNOWN = remarks.KNOWN + names.KNOWN + questions.KNOWN + parameters.KNOWN + entities.KNOWN
_PARTS_WORDS = re.compile(r"[\s=]+")


def in_our_words(message: str, sheet: str | None, row: int | None, book: Workbook) -> FormProblem | None:
    """A message (without its place, on one line) in our words; None for one that we do not know.

    `sheet` and `row` are what the message said of its place.
    """
    for one in KNOWN:
        gaps = one.match(message)
        if gaps is None:
            continue
        sheet = gaps.pop("sheet", None) or sheet or one.sheet
        if "below" in gaps:
            row = FIRST_ROW + int(gaps.pop("below"))
        if row is None and sheet and one.finds:
            column, word = one.finds
            row = _only_row(book, sheet, column, word.format(**gaps))
        return FormProblem(book.name(sheet) if sheet else None, row, one.sentence.about(**gaps))
    return None


def _only_row(book: Workbook, sheet: str, column: str, word: str) -> int | None:
    """The row with this word in the column; None when there are several, since the message does not say which."""
    rows = [row.number for row in book.rows(sheet) if word in _PARTS_WORDS.split(row.get(column))]
    return rows[0] if len(rows) == 1 else None
