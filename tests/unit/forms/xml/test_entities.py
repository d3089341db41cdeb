from __future__ import annotations

import uuid

import pytest

from khetane.forms.xml.compiled import Compiled, Declaration
from khetane.forms.xml.entities import Action, Extraction, entities
from khetane.forms.xml.instance import parse

H, P, Q, B = (str(uuid.UUID(int=n, version=4)) for n in (1, 2, 3, 4))
FORM = Compiled(
    form_id="f",
    version="1",
    root="data",
    repeats=("/data/member",),
    types={},
    declarations=(
        Declaration(
            "/data/member",
            "person",
            True,
            True,
            "/data/member",
            {"name": "given_name", "g/born": "birth_date"},
        ),
        Declaration("/data", "household", True, True, None, {"code": "code", "g/phone": "phone"}),
    ),
)


def extract(body: str) -> Extraction:
    return entities(parse(f'<data id="f" version="1">{body}</data>'.encode()), FORM)


def entity(attributes: str, label: str = "<label>A</label>") -> str:
    return f"<meta><entity {attributes}>{label}</entity></meta>"


def household(attributes: str, label: str = "<label>A</label>") -> str:
    return entity(f'dataset="household" {attributes}', label)


def test_a_household_and_its_members_come_container_first() -> None:
    members = "".join(
        f"<member><name>{name}</name><g><born/></g>"
        + entity(f'dataset="person" id="{id_}" create="1"', f"<label>{name}</label>")
        + "</member>"
        for name, id_ in (("Ana", P), ("Џемиле", Q))
    )
    found = extract(f"<code>K1</code>{members}" + household(f'id="uuid:{H.upper()}" create="true"'))
    assert not found.problems
    assert [(e.dataset, str(e.id), e.label, e.path) for e in found.edits] == [
        ("household", H, "A", "/data"),
        ("person", P, "Ana", "/data/member[1]"),
        ("person", Q, "Џемиле", "/data/member[2]"),
    ]
    assert found.edits[0].values == {"code": "K1"}
    assert found.edits[2].values == {"given_name": "Џемиле", "birth_date": ""}


def test_an_empty_answer_clears_and_an_absent_one_leaves() -> None:
    (edit,) = extract("<g><phone/></g>" + household(f'id="{H}" update="1" baseVersion="4"', "")).edits
    assert edit.values == {"phone": ""}
    assert (edit.action, edit.label, edit.base_version) == (Action.UPDATE, None, 4)


def test_an_offline_update_carries_its_branch() -> None:
    (edit,) = extract(household(f'id="{H}" update="1" baseVersion="5" trunkVersion="3" branchId="{B}"')).edits
    assert (edit.base_version, edit.trunk_version, str(edit.branch_id)) == (5, 3, B)


@pytest.mark.parametrize(
    ("attributes", "action"),
    [
        ('create="1"', Action.CREATE),
        ('create="true" update="0"', Action.CREATE),
        ('create="" update="1" baseVersion="1"', Action.UPDATE),
        ('create="1" update="true"', Action.UPSERT),
    ],
)
def test_create_update_and_both(attributes: str, action: Action) -> None:
    found = extract(household(f'id="{H}" {attributes}'))
    assert [edit.action for edit in found.edits] == [action]
    assert not found.problems


@pytest.mark.parametrize("attributes", ["", 'create="0"', 'create="yes"', 'create="false" update=""'])
def test_an_entity_whose_condition_does_not_hold_is_left_alone(attributes: str) -> None:
    assert extract(household(f'id="" {attributes}', "")) == Extraction((), ())


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (entity(f'id="{H}" create="1"'), "entity-01"),
        (entity(f'dataset="person" id="{H}" create="1"'), "entity-02"),
        ("<g>" + household(f'id="{H}" create="1"') + "</g>", "entity-02"),
        (household('create="1"'), "entity-03"),
        (household('id="17" create="1"'), "entity-04"),
        (household(f'id="{{{H}}}" create="1"'), "entity-04"),
        (household(f'id="{H}" create="1"', "<label>  </label>"), "entity-05"),
        (household(f'id="{H}" create="1" update="1"', ""), "entity-05"),
        (household(f'id="{H}" update="1"'), "entity-06"),
        (household(f'id="{H}" update="1" baseVersion="0"'), "entity-07"),
        (household(f'id="{H}" update="1" baseVersion="1.0"'), "entity-07"),
        (household(f'id="{H}" update="1" baseVersion="1" trunkVersion="x"'), "entity-07"),
        (household(f'id="{H}" update="1" baseVersion="1" branchId="x"'), "entity-08"),
        ("<code>a</code><code>b</code>" + household(f'id="{H}" create="1"'), "entity-09"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(body: str, code: str) -> None:
    found = extract(body)
    assert [problem.code for problem in found.problems] == [code]
    assert "{" not in found.problems[0].message.replace(f"{{{H}}}", "")
    if code <= "entity-04":
        assert not found.edits


def test_a_question_called_entity_is_no_entity() -> None:
    assert extract(f'<entity dataset="household" id="{H}" create="1"/>') == Extraction((), ())


def test_a_repeat_of_ten_thousand_rows_is_read_once_not_squared() -> None:
    row = "<member><name>A</name>" + entity(f'dataset="person" id="{P}" create="1"') + "</member>"
    found = extract(row * 10_000)
    assert len(found.edits) == 10_000
    assert found.edits[-1].path == "/data/member[10000]"
