"""Forms that are taken, and what is known of them then."""

from __future__ import annotations

import json

import pytest

from khetane.forms.xlsform.conversion import convert_here
from khetane.forms.xlsform.limits import DEFAULT_LIMITS
from khetane.forms.xlsform.results import Converted, Refused
from khetane.forms.xml.compiled import Declaration
from khetane.forms.xml.description import Choice, External
from khetane.forms.xml.itext import Language
from tests.workbooks import Rows, form, xls, xlsx

SURVEY: Rows = [
    ("type", "name", "label::English (en)", "label::Српски (sr)", "calculation", "save_to", "media::image"),
    ("start", "start", "", "", "", "", ""),
    ("text", "code", "Code", "Шифра", "", "household#code", "card.png"),
    ("begin_repeat", "member", "Member", "Члан", "", "", ""),
    ("text", "given", "Name of ${code}", "Име", "", "person#given_name", ""),
    ("select_one yn", "school", "At school?", "У школи?", "", "", ""),
    ("end_repeat", "", "", "", "", "", ""),
    ("select_one_from_file household.csv", "which", "Which?", "Које?", "", "", ""),
    ("calculate", "n", "", "", "count(${member})", "", ""),
]
CHOICES: Rows = [
    ("list_name", "name", "label::English (en)", "label::Српски (sr)"),
    ("yn", "yes", "Yes", "Да"),
    ("yn", "no", "No", "Не"),
]
ENTITIES: Rows = [("list_name", "label"), ("household", "${code}"), ("person", "${given}")]
SETTINGS: Rows = [
    ("form_id", "form_title", "version", "default_language", "khetane_mandate", "Khetane Sensitivity"),
    ("household", "Household", "12", "English (en)", "education", "personal"),
]
RICH = form(SURVEY, choices=CHOICES, entities=ENTITIES, settings=SETTINGS)


def converted(data: bytes, filename: str = "form.xlsx") -> Converted:
    result = convert_here(data, filename, DEFAULT_LIMITS)
    assert isinstance(result, Converted), result
    return result


@pytest.fixture(scope="module", params=[xlsx, xls], ids=["xlsx", "xls"])
def rich(request: pytest.FixtureRequest) -> Converted:
    return converted(request.param(RICH), f"form.{request.param.__name__}")


def test_a_form_knows_who_it_is(rich: Converted) -> None:
    assert (rich.form_id, rich.version, rich.title) == ("household", "12", "Household")
    assert rich.settings == {"mandate": "education", "sensitivity": "personal"}
    assert len(rich.sha256) == 64


def test_a_form_knows_its_languages_questions_and_choices(rich: Converted) -> None:
    described = rich.description
    assert described.languages == (Language("English (en)", "en", True), Language("Српски (sr)", "sr", False))
    by_name = {question.name: question for question in described.questions}
    given = by_name["given"]
    assert (given.path, given.kind, given.repeat) == ("/data/member/given", "text", "/data/member")
    assert given.labels == {"English (en)": "Name of ${code}", "Српски (sr)": "Име"}
    assert (by_name["school"].kind, by_name["school"].choices) == ("select_one", "yn")
    assert {name: by_name[name].kind for name in ("start", "member", "which", "n")} == {
        "start": "start",
        "member": "repeat",
        "which": "select_one",
        "n": "calculate",
    }
    assert described.choice_lists["yn"][0] == Choice("yes", {"English (en)": "Yes", "Српски (sr)": "Да"})


def test_a_form_knows_the_files_and_abilities_it_needs(rich: Converted) -> None:
    assert rich.description.needs == (External("household", "household.csv"),)
    assert rich.description.media == ("card.png",)
    assert {"entities", "external-instances", "repeat"} <= set(rich.description.features)


def test_a_form_knows_which_answers_it_saves_to_which_entity(rich: Converted) -> None:
    assert rich.compiled.declarations == (
        Declaration("/data/member", "person", True, False, "/data/member", {"given": "given_name"}),
        Declaration("/data", "household", True, False, None, {"code": "code"}),
    )


def test_a_converted_form_survives_json(rich: Converted) -> None:
    assert Converted.from_json(json.loads(json.dumps(rich.to_json()))) == rich


def test_a_form_without_version_gets_one_from_its_content() -> None:
    no_version: Rows = [("form_id",), ("f",)]
    one, again = (
        converted(xlsx(form([("type", "name", "label"), ("text", "a", "A")], settings=no_version)))
        for _ in "12"
    )
    other = converted(xlsx(form([("type", "name", "label"), ("text", "a", "B")], settings=no_version)))
    assert one.version.startswith("c-")
    assert f'version="{one.version}"' in one.xform
    assert one.version == again.version != other.version
    assert one.sha256 == again.sha256


def test_a_ready_xform_is_taken_as_it_is() -> None:
    made = converted(xlsx(RICH))
    taken = converted(made.xform.encode(), "form.xml")
    assert (taken.xform, taken.compiled, taken.description) == (made.xform, made.compiled, made.description)


def test_xls_content_under_an_xlsx_name_is_read_as_what_it_is() -> None:
    result = converted(xls(RICH), "form.xlsx")
    assert result.form_id == "household"
    (warning,) = (one for one in result.warnings if one.problem.code == "form-09")
    assert 'named "form.xlsx" but holds an .xls workbook' in warning.message


@pytest.mark.parametrize(
    "survey",
    [
        [("Type", "Name", "Label"), ("text", "a", "A")],
        [("type", "name", "caption"), ("text", "a", "A")],
        [("command", "tag", "label"), ("text", "a", "A")],
        [("type", "name", "label"), ("begin group", "g", "G"), ("text", "a", "A"), ("end group", "", "")],
        [("type", "name", "label::العربية (ar)"), ("text", "a", "ما اسمك؟"), ("select one yn", "b", "نعم؟")],
        [("type", "name", "label"), ("add select one prompt using yn", "b", "B")],
        [("type", "name", "label"), ("select_one yn or_other", "b", "B"), ("note", "n", "${b}")],
        [("type", "name", "label", "notes for us"), ("text", "a", "A", "ask twice")],
        [("type", "name", "label"), ("text", "label", "L"), ("text", "type", "T"), ("text", "name", "N")],
        [("type", "name", "label"), (), ("text", "a", "A"), (), (), ("text", "b", "B")],
    ],
)
def test_dialects_of_headers_types_and_names_are_taken(survey: Rows) -> None:
    assert converted(xlsx(form(survey))).description.questions


def test_sheet_names_may_be_in_any_case_and_a_single_sheet_is_the_survey() -> None:
    survey: Rows = [("type", "name", "label"), ("text", "a", "A")]
    assert converted(xlsx({"Survey": survey})).form_id == "form"
    assert converted(xlsx({"Sheet1": survey}), "my form.xlsx").form_id == "my form"


def test_external_choices_become_a_csv_whose_cells_stay_in_their_columns() -> None:
    survey: Rows = [
        ("type", "name", "label", "choice_filter"),
        ("text", "place", "P", ""),
        ("select_one_external street", "s", "S", "place=${place}"),
    ]
    external: Rows = [
        ("list_name", "name", "label", "place"),
        ("street", "a", None, "x"),
        ("street", "b", "B", "y"),
    ]
    result = converted(xlsx(form(survey, external_choices=external)))
    assert result.attachments["itemsets.csv"].splitlines() == [
        '"list_name","name","label","place"',
        '"street","a","","x"',
        '"street","b","B","y"',
    ]


def test_a_language_without_code_is_warned_about() -> None:
    result = converted(xlsx(form([("type", "name", "label::Romani"), ("text", "a", "A")])))
    assert "label::Romani (xx)" in " ".join(warning.message for warning in result.warnings)


@pytest.mark.parametrize(("setting", "code"), [("public_key", "xform-08"), ("submission_url", "xform-09")])
def test_a_form_whose_answers_others_would_read_is_refused(setting: str, code: str) -> None:
    settings: Rows = [("form_id", setting), ("f", "https://example.org/key")]
    result = convert_here(
        xlsx(form([("type", "name", "label"), ("text", "a", "A")], settings=settings)),
        "f.xlsx",
        DEFAULT_LIMITS,
    )
    assert isinstance(result, Refused)
    assert [(error.sheet, error.row, error.problem.code) for error in result.errors] == [
        ("settings", 2, code)
    ]


@pytest.mark.parametrize(
    ("submission", "code"),
    [
        ('<submission base64RsaPublicKey="AAAA"/>', "xform-08"),
        ('<submission action="https://example.org/"/>', "xform-09"),
    ],
)
def test_a_ready_xform_that_encrypts_or_sends_elsewhere_is_refused(submission: str, code: str) -> None:
    xform = converted(xlsx(RICH)).xform.replace("</model>", submission + "</model>")
    result = convert_here(xform.encode(), "f.xml", DEFAULT_LIMITS)
    assert isinstance(result, Refused)
    assert [error.problem.code for error in result.errors] == [code]
