"""What pyxform says in English, told in our words with its place: each message made by a workbook.

When a new pyxform words one of them otherwise, its case here comes back as a quotation (form-30).
"""

from __future__ import annotations

import io
from collections import Counter

import pytest
import xlwt

from khetane.forms.xlsform.conversion import convert_here
from khetane.forms.xlsform.converter_says import KNOWN
from khetane.forms.xlsform.limits import DEFAULT_LIMITS
from khetane.forms.xlsform.problems import FormProblem
from khetane.forms.xlsform.results import Converted
from tests.workbooks import Sheets, form, xlsx
from tests.workbooks_in_english import CASES, asked, question

ONLY_IN_XLS = {"form-53"}


def told(data: bytes, filename: str = "f.xlsx") -> list[FormProblem]:
    """What a converted form warns of, or why it was refused."""
    result = convert_here(data, filename, DEFAULT_LIMITS)
    return list(result.warnings if isinstance(result, Converted) else result.errors)


@pytest.mark.parametrize(
    ("code", "sheets", "sheet", "row"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)]
)
def test_a_message_of_the_converter_is_told_in_our_words_at_its_place(
    code: str, sheets: Sheets, sheet: str | None, row: int | None
) -> None:
    (problem,) = told(xlsx(sheets))
    assert (problem.problem.code, problem.sheet, problem.row) == (code, sheet, row)
    assert "{" not in problem.message.replace("${", "")


def test_every_wording_that_we_know_has_a_workbook_that_provokes_it() -> None:
    wordings = {one.sentence.code: len(one.patterns) for one in KNOWN}
    provoked = Counter(code for code, *_ in CASES)
    assert {code for code, count in wordings.items() if provoked[code] < count} == ONLY_IN_XLS
    assert not provoked.keys() - wordings.keys()


def test_a_date_that_an_xls_workbook_cannot_hold_is_told_at_its_place() -> None:
    (problem,) = told(xls_with_a_wrong_date(), "f.xls")
    assert (problem.problem.code, problem.sheet, problem.row) == ("form-53", "survey", 2)
    assert 'the column "label"' in problem.message


def test_a_row_is_not_guessed_where_several_could_be_meant() -> None:
    (problem,) = told(
        xlsx(
            form(
                asked(
                    question("select_one yn", parameters="randomize=true"),
                    question("select_one yn", name="p", parameters="randomize=maybe"),
                )
            )
        )
    )
    assert (problem.problem.code, problem.sheet, problem.row) == ("form-103", "survey", None)
    assert problem.message.startswith('Sheet "survey": the parameter "randomize"')


def test_what_only_the_converter_says_is_introduced_and_quoted() -> None:
    (problem,) = told(xlsx(form(asked(question("include")))))
    assert problem.problem.code == "form-30"
    assert problem.message == (
        "pyxform, which converts the form, says in English: “This section has not been included.”"
    )


def test_a_form_without_its_sheet_of_choices_is_told_once() -> None:
    (problem,) = told(xlsx({"survey": asked(question("select_one yn"))}))
    assert (problem.problem.code, problem.row) == ("form-22", 2)


def xls_with_a_wrong_date() -> bytes:
    """A workbook of the old kind with a date before those that Excel counts without doubt."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("survey")
    for row, cells in enumerate([("type", "name", "label"), ("text", "a", 5)]):
        for column, value in enumerate(cells):
            sheet.write(row, column, value, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
