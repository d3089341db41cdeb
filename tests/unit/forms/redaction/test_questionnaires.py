"""A form without a name: it asks the same, its values are one for one, and her name is in no part of it."""

from __future__ import annotations

import json

import pytest

from khetane.forms.redaction.full_names import FullNames
from khetane.forms.redaction.naming import Names
from khetane.forms.redaction.neutral import Neutral
from khetane.forms.redaction.questionnaires import Answers, Redacted, answered, redact, without_names
from khetane.forms.xml.compiled import compile_form
from khetane.forms.xml.description import Description, describe
from khetane.forms.xml.xform import read_xform
from tests.world_devices import converted

ROSTER = {
    "survey": [
        ["type", "name", "label::English (en)", "label::Српски (sr)", "hint::English (en)", "default", "relevant", "constraint", "constraint_message::English (en)"],
        ["select_one pupils", "pupil", "Pupil", "Ученик", "Ask Zlatija Arsić first", "zlatija_arsic", "", "", ""],
        ["select_multiple friends", "friends", "Friends of Златија Арсић", "Другови", "", "p3 zlatija", "", "", ""],
        ["text", "why", "Why?", "Зашто?", "", "", "${pupil} = 'zlatija_arsic' or selected(${friends}, 'zlatija')", ". != 'x'", "Zlatija Arsić would say x"],
        ["text", "zlatija_arsic_note", "Note", "Белешка", "", "", "", "", ""],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)", "label::Српски (sr)", "media::image", "street", "given", "family"],
        ["pupils", "zlatija_arsic", "Zlatija Arsić", "Златија Арсић", "z1.jpg", "Ulica 5", "", ""],
        ["pupils", "jovan_arsic", "Jovan Arsić", "Јован Арсић", "j1.jpg", "Ulica 5", "", ""],
        ["pupils", "zlatija_ilic", "Zlatija Ilić", "Златија Илић", "", "Ulica 6", "", ""],
        ["friends", "zlatija", "Arsić Zlatija", "Арсић Златија", "", "Ulica 5", "", ""],
        ["friends", "p2", "Ana", "Ана", "", "", "Zlatija", "Arsić"],
        ["friends", "p3", "Ana Ilić", "Ана Илић", "", "", "", ""],
    ],
    "settings": [["form_id", "form_title", "version", "default_language"], ["roster", "Visit to Zlatija Arsić", "1", "English (en)"]],
}  # fmt: skip
WORDS = {"": "(erased)", "en": "(erased)", "sr": "(избрисано)"}


def neutral() -> Neutral:
    names = Names()
    names.add(given="Zlatija", family="Arsić")
    return Neutral(FullNames(names))


def word(language: str) -> str:
    return WORDS.get(language, "(erased)")


@pytest.fixture(scope="module")
def before() -> str:
    return converted(json.dumps(ROSTER))[1].xform


@pytest.fixture(scope="module")
def known() -> Neutral:
    return neutral()


@pytest.fixture(scope="module")
def after(before: str, known: Neutral) -> Redacted:
    redact(before, known, word)
    return redact(before, known, word)


@pytest.fixture(scope="module")
def asked(after: Redacted) -> Description:
    return describe(read_xform(after.xform.encode()))


def labels(form: Description, list_name: str) -> dict[str, list[str]]:
    return {choice.name: list(choice.labels.values()) for choice in form.choice_lists[list_name]}


def test_her_name_is_in_no_part_of_it(before: str, after: Redacted) -> None:
    assert after.changed
    for said in ("Zlatija Arsić", "Златија Арсић", "zlatija_arsic", "Arsić Zlatija", "'zlatija'", "z1.jpg"):
        assert said in before
        assert said not in after.xform


def test_her_choices_have_a_neutral_value_and_a_word_in_each_language(asked: Description) -> None:
    pupils = labels(asked, "pupils")
    assert pupils == {
        "erased_1": ["(erased)", "(избрисано)"],
        "jovan_arsic": ["Jovan Arsić", "Јован Арсић"],
        "zlatija_ilic": ["Zlatija Ilić", "Златија Илић"],
    }
    friends = labels(asked, "friends")
    assert [one for one in friends if one.startswith("erased_")] == [next(iter(friends))]
    assert friends["p2"] == ["(erased)", "(избрисано)"]  # two cells of the line say who it is
    assert friends["p3"] == ["Ana Ilić", "Ана Илић"]


def test_all_else_that_is_said_of_her_goes_and_of_others_stays(before: str, after: Redacted) -> None:
    assert before.count("Ulica 5") == 3
    assert after.xform.count("Ulica 5") == 1
    assert "Ulica 6" in after.xform
    assert after.files == {"z1.jpg"}
    assert "j1.jpg" in after.xform


def test_it_is_a_form_and_its_formulas_mean_what_they_meant(
    after: Redacted, known: Neutral, asked: Description
) -> None:
    compiled = compile_form(after.xform.encode())
    [renamed] = [path for path in compiled.types if "erased_" in path]
    assert renamed == f"/data/{known.names['zlatija_arsic_note']}"
    assert "= 'erased_1'" in after.xform
    assert f"'{known.codes['zlatija']}'" in after.xform
    assert ">erased_1</pupil>" in after.xform  # the defaults
    assert f">p3 {known.codes['zlatija']}</friends>" in after.xform
    assert {"(erased) would say x", "Ask (erased) first", "Visit to (erased)"} <= set(texts(after.xform))
    assert {one.kind for one in asked.questions} >= {"select_one", "select_multiple", "text"}


def texts(xform: str) -> list[str]:
    document = read_xform(xform.encode()).document
    return [text for element in document.iter() for text in (element.text, *element.attrib.values()) if text]


def test_answers_given_before_have_the_same_values(
    after: Redacted, known: Neutral, asked: Description
) -> None:
    answers = Answers(known, answered(asked))
    said = b'<data id="roster" version="1"><pupil>zlatija_arsic</pupil><friends>p3 zlatija</friends><why>zlatija</why><zlatija_arsic_note>x</zlatija_arsic_note></data>'
    note, friend = known.names["zlatija_arsic_note"], known.codes["zlatija"]
    assert without_names(said, answers).decode().partition("?>\n")[2] == (
        f'<data id="roster" version="1"><pupil>erased_1</pupil><friends>p3 {friend}</friends><why>zlatija</why><{note}>x</{note}></data>'
    )
    other = b'<data id="roster" version="1"><pupil>jovan_arsic</pupil></data>'
    assert without_names(other, answers) == other


def test_a_form_that_does_not_name_her_stays_as_it_is() -> None:
    said = json.loads(
        json.dumps(ROSTER, ensure_ascii=False)
        .replace("Arsić", "Ilić")
        .replace("arsic", "ilic")
        .replace("Арсић", "Илић")
    )
    said["settings"][1][0] = "other"
    said["choices"][1][1] = "p1"
    xform = converted(json.dumps(said))[1].xform
    assert redact(xform, neutral(), word) == Redacted(xform, False)


def test_done_again_it_changes_nothing(after: Redacted) -> None:
    assert redact(after.xform, Neutral.beside(neutral().whom, [after.xform]), word) == Redacted(
        after.xform, False
    )
    assert Neutral.beside(neutral().whom, [after.xform]).taken >= {1, 2}


def test_files_with_blanks_in_their_names_are_called_alike_by_form_and_shelf() -> None:
    form = (
        '<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>R</h:title><model><itext><translation lang="en">'
        '<text id="p"><value>Zlatija Arsić</value><value form="image">jr://images/her own.jpg</value></text>'
        '<text id="q"><value>Ana</value><value form="image">jr://images/Zlatija Arsić (7b).jpg</value></text>'
        '</translation></itext><instance><data id="r"><a/></data></instance>'
        '<instance id="l" src="jr://file-csv/Zlatija Arsić, 7b.csv"/><instance id="m"><root><item><itextId>p</itextId>'
        '<name>p1</name></item></root></instance></model></h:head><h:body><input ref="/data/a">'
        "<label>A</label></input></h:body></h:html>"
    )
    known = neutral()
    plain = redact(form, known, word)
    assert plain.files == {"her own.jpg", "Zlatija Arsić (7b).jpg"}
    name = known.filename("Zlatija Arsić, 7b.csv")
    assert name.startswith("erased_")
    assert f'src="jr://file-csv/{name}"' in plain.xform
    assert known.filename("zlatija_arsic.tar.gz").endswith(".gz")
    assert known.filename("Zlatija Ilić.csv") == "Zlatija Ilić.csv"
    assert "'" + name[:-4] + "'" in known.expression("pulldata('Zlatija Arsić, 7b', 'a')", "(erased)")
