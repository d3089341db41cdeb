"""Forms that are refused: every mistake with its sheet, its row, and a sentence."""

from __future__ import annotations

import json

import pytest

from khetane.forms.xlsform.conversion import convert_here
from khetane.forms.xlsform.limits import DEFAULT_LIMITS
from khetane.forms.xlsform.results import Converted, Refused
from tests.workbooks import YES_NO, Rows, form, xls, xlsx

HEAD = ("type", "name", "label")
GOOD = ("text", "good", "Good")


def refused(data: bytes, filename: str = "f.xlsx") -> Refused:
    result = convert_here(data, filename, DEFAULT_LIMITS)
    assert isinstance(result, Refused), result
    assert all("{" not in error.message.replace("${", "") for error in result.errors)
    return result


def places(result: Refused) -> list[tuple[str | None, int | None, str]]:
    return [(error.sheet, error.row, error.problem.code) for error in result.errors]


@pytest.mark.parametrize("write", [xlsx, xls], ids=["xlsx", "xls"])
def test_a_choice_that_stands_twice_is_shown_with_both_rows(write: type) -> None:
    choices: Rows = [*YES_NO, ("other", "yes", "Yes"), (), ("yn", "yes", "Again")]
    (error,) = refused(write(form([HEAD, ("select_one yn", "a", "A")], choices=choices))).errors
    assert error.message == (
        'Row 6 of sheet "choices": the choice "yes" stands twice in list "yn" (rows 2 and 6). '
        "Remove one, or allow duplicates in the form's settings."
    )


def test_a_choice_that_stands_three_times_is_one_problem() -> None:
    choices: Rows = [*YES_NO, ("yn", "yes", "2"), ("yn", "yes", "3")]
    (error,) = refused(xlsx(form([HEAD, ("select_one yn", "a", "A")], choices=choices))).errors
    assert 'stands 3 times in list "yn" (rows 2, 4 and 5)' in error.message


def test_duplicates_are_taken_when_the_author_allows_them() -> None:
    settings: Rows = [("form_id", "allow_choice_duplicates"), ("f", "yes")]
    data = xlsx(
        form([HEAD, ("select_one yn", "a", "A")], choices=[*YES_NO, ("yn", "yes", "2")], settings=settings)
    )
    assert isinstance(convert_here(data, "f.xlsx", DEFAULT_LIMITS), Converted)


def test_allowed_duplicates_are_not_named_beside_another_mistake() -> None:
    settings: Rows = [("form_id", "allow_choice_duplicates"), ("f", "yes")]
    data = xlsx(
        form([HEAD, ("note", "n", "${no}")], choices=[*YES_NO, ("yn", "yes", "2")], settings=settings)
    )
    assert places(refused(data)) == [("survey", 2, "form-23")]


def test_every_mistake_is_shown_at_once() -> None:
    survey: Rows = [
        HEAD,
        ("select_one yno", "a", "A"),
        ("note", "b", "Hello ${godo}"),
        GOOD,
        ("integer", "good", "Again"),
        ("integr", "c", "C"),
    ]
    result = refused(xlsx(form(survey, choices=[*YES_NO, ("yn", "no", "No")])))
    assert places(result) == [
        ("choices", 4, "form-21"),
        ("survey", 2, "form-22"),
        ("survey", 3, "form-23"),
        ("survey", 5, "form-24"),
        ("survey", 6, "form-26"),
    ]
    messages = " ".join(error.message for error in result.errors)
    assert '(did you mean "yn"?)' in messages
    assert '(did you mean "good"?)' in messages
    assert '(did you mean "integer"?)' in messages


def test_four_kinds_of_mistakes_are_told_in_one_round() -> None:
    survey: Rows = [
        (*HEAD, "calculation"),
        ("select_one yn", "a", "A"),
        ("text", "b b", "B"),
        ("calculate", "c", ""),
        ("note", "d", "${nope}"),
    ]
    result = refused(xlsx(form(survey, choices=[*YES_NO, ("yn", "no", "No")])))
    assert places(result) == [
        ("choices", 4, "form-21"),
        ("survey", 3, "form-32"),
        ("survey", 4, "form-34"),
        ("survey", 5, "form-23"),
    ]


@pytest.mark.parametrize(
    ("name", "better"),
    [("b b", "b_b"), ("_b b", "_b_b"), ("1b", "_1b"), ("ime/otac", "ime_otac"), ("име оца", "име_оца")],
)
def test_a_name_that_would_do_is_offered(name: str, better: str) -> None:
    (error,) = refused(xlsx(form([HEAD, ("text", name, "B")]))).errors
    assert f'for example "{better}"' in error.message
    assert isinstance(
        convert_here(xlsx(form([HEAD, ("text", better, "B")])), "f.xlsx", DEFAULT_LIMITS), Converted
    )


def test_what_the_converter_takes_is_not_called_a_mistake_beside_another() -> None:
    good: list[tuple[str, ...]] = [
        (*HEAD, "calculation", "default", "disabled"),
        ("note", "", "A note without a name"),
        ("audit", "", "", "", "", ""),
        ("calculate", "c", "", "1"),
        ("calculate", "e", "", "", "now()"),
        ("text", "not used", "Disabled", "", "", "yes"),
    ]
    wrong = ("integr", "g", "The one mistake")
    assert places(refused(xlsx(form([*good, wrong])))) == [("survey", 7, "form-26")]
    assert isinstance(convert_here(xlsx(form(good)), "f.xlsx", DEFAULT_LIMITS), Converted)


def test_columns_that_a_language_lacks_are_told_with_their_sheet() -> None:
    survey: Rows = [
        ("type", "name", "label::English (en)", "label::Srpski (sr)", "hint::English (en)"),
        ("select_one yn", "a", "A", "А", "Hint"),
    ]
    choices: Rows = [
        ("list_name", "name", "label::English (en)", "image::Srpski (sr)"),
        ("yn", "yes", "Yes", ""),
    ]
    result = convert_here(xlsx(form(survey, choices=choices)), "f.xlsx", DEFAULT_LIMITS)
    assert isinstance(result, Converted)
    told = [(one.sheet, one.row, one.problem.code, one.problem.values["columns"]) for one in result.warnings]
    assert told == [
        ("survey", 1, "form-35", "hint"),
        ("choices", 1, "form-35", "image"),
        ("choices", 1, "form-35", "label"),
    ]


@pytest.mark.parametrize(
    ("survey", "row", "code"),
    [
        ([HEAD, GOOD, ("note", "n", "${nobody}")], 3, "form-23"),
        ([(*HEAD, "relevant"), GOOD, ("note", "n", "N", "${god} = 'x'")], 3, "form-23"),
        ([(*HEAD, "calculation"), GOOD, ("calculate", "n", "", "${last-saved#nobody}")], 3, "form-23"),
        ([HEAD, GOOD, ("select_one nothing", "s", "S")], 3, "form-22"),
        ([HEAD, GOOD, ("begin_group", "g", "G"), ("text", "a", "A"), ("text", "a", "B"), ("end_group", "", "")], 5, "form-24"),
        ([HEAD, GOOD, ("sellect_one yn", "s", "S")], 3, "form-26"),
        ([HEAD, GOOD, ("text", "", "No name")], 3, "form-33"),
        ([HEAD, GOOD, ("begin_group", "", "G"), ("text", "a", "A"), ("end_group", "", "")], 3, "form-33"),
        ([HEAD, GOOD, ("", "a", "No type")], 3, "form-70"),
        ([HEAD, GOOD, ("text", "two words", "A")], 3, "form-32"),
        ([HEAD, GOOD, ("note", "1a", "A")], 3, "form-32"),
        ([HEAD, GOOD, ("calculate", "c", "C")], 3, "form-34"),
        ([(*HEAD, "calculation"), GOOD, ("calculate", "c", "", " ")], 3, "form-34"),
        ([HEAD, GOOD, ("begin_repeat", "r", "R"), ("text", "a", "A")], 3, "form-72"),
        ([HEAD, GOOD, ("end_repeat", "", "")], 3, "form-71"),
        ([(*HEAD, "save_to"), (*GOOD, "x")], 2, "form-130"),
        ([(*HEAD, "parameters"), ("range", "r", "R", "start=a")], 2, "form-102"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_survey_is_shown_in_its_row(survey: Rows, row: int, code: str) -> None:
    assert places(refused(xlsx(form(survey)))) == [("survey", row, code)]


def test_a_name_may_stand_in_two_groups_and_beside_them() -> None:
    group = [("begin_group", "g", "G"), GOOD, ("end_group", "", "")]
    survey: Rows = [
        HEAD,
        *group,
        ("begin_group", "h", "H"),
        GOOD,
        ("end_group", "", ""),
        GOOD,
        ("note", "n", "${no}"),
    ]
    assert places(refused(xlsx(form(survey)))) == [("survey", 9, "form-23")]


def test_a_space_in_a_choice_of_several_is_shown_in_its_row() -> None:
    choices: Rows = [*YES_NO, ("yn", "not sure", "Not sure")]
    assert places(refused(xlsx(form([HEAD, ("select_multiple yn", "a", "A")], choices=choices)))) == [
        ("choices", 4, "form-25")
    ]


def test_a_choice_without_name_and_an_entity_without_label_are_shown_in_their_rows() -> None:
    no_name = refused(xlsx(form([HEAD, ("select_one yn", "a", "A")], choices=[*YES_NO, ("yn", "", "?")])))
    assert places(no_name) == [("choices", 4, "form-59")]
    no_label = refused(xlsx(form([HEAD, GOOD], entities=[("list_name", "label"), ("household", "")])))
    assert places(no_label) == [("entities", 2, "form-134")]


def test_a_sheet_without_header_is_named() -> None:
    assert places(refused(xlsx(form([("good", "text"), ("x", "y")])))) == [("survey", 1, "form-55")]


def test_the_sheet_is_named_as_its_author_wrote_it() -> None:
    result = refused(xlsx({"SURVEY": [HEAD, ("note", "n", "${nobody}")], "Choices": YES_NO}))
    assert result.errors[0].sheet == "SURVEY"


def test_a_workbook_without_survey_is_refused_with_what_was_meant() -> None:
    (error,) = refused(xlsx({"surveys": [HEAD, GOOD], "choices": YES_NO})).errors
    assert error.message.startswith('The workbook has no sheet named "survey" (did you mean "surveys"?)')


def test_a_column_that_stands_twice_is_refused() -> None:
    (error,) = refused(xlsx(form([("type", "name", "label", "label"), ("text", "a", "A", "B")]))).errors
    assert "label" in error.message


def test_warnings_have_places_too() -> None:
    result = convert_here(
        xlsx(form([HEAD, ("image", "photo", "Photo")], choices=[*YES_NO, ("l", "a", "")])),
        "f.xlsx",
        DEFAULT_LIMITS,
    )
    assert isinstance(result, Converted)
    assert {(warning.sheet, warning.row) for warning in result.warnings} == {("choices", 4), ("survey", 2)}


def test_a_refusal_survives_json_and_has_the_keys_scripts_read() -> None:
    result = refused(xlsx(form([HEAD, ("note", "n", "${nobody}")])))
    written = json.loads(json.dumps(result.to_json()))
    assert Refused.from_json(written) == result
    assert {"sheet", "row", "message"} <= written["errors"][0].keys()


def test_a_problem_is_translated_with_its_place() -> None:
    (error,) = refused(xlsx(form([HEAD, ("note", "n", "${nobody}")]))).errors
    serbian = {
        'Row {row} of sheet "{sheet}": {text}': "{row}. ред листа „{sheet}“: {text}",
        error.problem.sentence: "{name}?",
    }
    assert error.translated(serbian.__getitem__) == "2. ред листа „survey“: nobody?"


@pytest.mark.parametrize("write", [xlsx, xls], ids=["xlsx", "xls"])
@pytest.mark.parametrize(
    ("survey", "row"),
    [([HEAD], 2), ([HEAD, (), ("begin_group", "g", "G"), ("end_group", "", "")], 3)],
)
def test_a_form_that_asks_nothing_is_refused_at_the_row_of_its_first_question(
    write: type, survey: Rows, row: int
) -> None:
    result = refused(write(form(survey)))
    assert places(result) == [("survey", row, "form-31")]
    assert f'Row {row} of sheet "survey": the form asks nothing.' in result.errors[0].message


def test_a_missing_survey_sheet_is_still_what_is_said() -> None:
    sheets = {name: rows for name, rows in form([HEAD, GOOD]).items() if name != "survey"}
    assert "form-31" not in [code for *_, code in places(refused(xlsx(sheets)))]
