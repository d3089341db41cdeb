from __future__ import annotations

import json

import pytest

from khetane.forms.xml.compiled import Compiled, compile_form
from khetane.forms.xml.problems import Unreadable

HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:entities="http://www.opendatakit.org/xforms/entities"><h:head><h:title>T</h:title>'
)


def xform(
    binds: str = "",
    meta: str = '<entity dataset="household" create="1" id=""><label/></entity>',
    member_meta: str = "",
    version: str = "2025.1.0",
) -> bytes:
    member = f"<member><name/><g><born/></g>{member_meta}</member>"
    instance = f'<data id="f" version="3"><code/>{member}<meta>{meta}</meta></data>'
    return (
        f'{HEAD}<model entities:entities-version="{version}">'
        f"<instance>{instance}</instance>{binds}</model></h:head>"
        '<h:body><group ref="/data/member"><repeat nodeset="/data/member"/></group></h:body></h:html>'
    ).encode()


def save(path: str, name: str, kind: str = "string") -> str:
    return f'<bind nodeset="{path}" type="{kind}" entities:saveto="{name}"/>'


PERSON = '<meta><entity dataset="person" create="1" update="1" id=""><label/></entity></meta>'


def test_a_form_compiles_to_its_answers_repeats_and_declarations() -> None:
    binds = (
        save("/data/code", "code")
        + save("/data/member/g/born", "birth_date", "date")
        + save(" name ", "outside")
    )
    compiled = compile_form(xform(binds.replace(" name ", "/data/member/name"), member_meta=PERSON))
    assert (compiled.form_id, compiled.version, compiled.root) == ("f", "3", "data")
    assert compiled.repeats == ("/data/member",)
    assert compiled.types["/data/member/g/born"] == "date"
    assert compiled.types["/data/code"] == "string"
    person, household = compiled.declarations
    assert (person.container, person.dataset, person.creates, person.updates) == (
        "/data/member",
        "person",
        True,
        True,
    )
    assert (person.repeat, person.saves) == ("/data/member", {"name": "outside", "g/born": "birth_date"})
    assert (household.repeat, household.updates, household.saves) == (None, False, {"code": "code"})


def test_a_compiled_form_survives_json() -> None:
    compiled = compile_form(xform(save("/data/member/name", "given_name"), member_meta=PERSON))
    assert Compiled.from_json(json.loads(json.dumps(compiled.to_json()))) == compiled


def test_a_relative_or_prefixed_bind_is_about_the_same_node() -> None:
    compiled = compile_form(
        xform('<bind nodeset="code" type="xsd:int"/><bind nodeset="/x:data/x:member/x:name"/>')
    )
    assert compiled.types["/data/code"] == "int"
    assert "/data/member/name" in compiled.types


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (xform(version="2026.1.0"), "xform-02"),
        (xform(version="new"), "xform-02"),
        (xform(meta='<entity dataset="__x" id=""/>'), "xform-03"),
        (xform(meta='<entity dataset="a.b" id=""/>'), "xform-03"),
        (xform(meta='<entity id=""/>'), "xform-03"),
        (xform(save("/data/code", "Label")), "xform-04"),
        (xform(save("/data/code", "__x")), "xform-04"),
        (xform(save("/data/code", "a b")), "xform-04"),
        (xform(save("/data/code", "code"), meta=""), "xform-05"),
        (xform(save("/data/member/name", "name_")), "xform-06"),
        (
            xform(save("/data/member/name", "n") + save("/data/member/g/born", "n"), member_meta=PERSON),
            "xform-07",
        ),
        (xform().replace(b'id="f"', b'id="' + b"f" * 256 + b'"'), "xform-10"),
        (xform().replace(b'id="f"', b""), "submission-01"),
        (b"<a/>", "xform-01"),
        (xform().replace(b"h:body", b"h:feet"), "xform-01"),
        (xform().replace(b"model", b"mode1"), "xform-01"),
    ],
)
def test_a_form_that_cannot_be_worked_with_is_refused_with_a_sentence(form: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        compile_form(form)
    assert caught.value.problem.code == code
    assert "{" not in caught.value.problem.message


@pytest.mark.parametrize("version", ["2022.1.0", "2023.1.0", "2024.1.0", "2025.1.7"])
def test_every_version_of_the_entities_specification_up_to_ours_is_taken(version: str) -> None:
    assert compile_form(xform(version=version)).declarations
