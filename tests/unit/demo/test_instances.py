"""The XML that is sent."""

from __future__ import annotations

import uuid

from khetane.demo.instances import Entity, Filled
from khetane.forms.xml.instance import parse

ONE, TWO = uuid.UUID(int=1, version=4), uuid.UUID(int=2, version=4)


def test_answers_groups_and_repeats_are_nested_and_escaped() -> None:
    filled = Filled("visit", ONE, "a < b", {"g": {"x": "1 & 2"}, "r": [{"y": "a"}, {"y": "b"}]}, version="7")
    instance = parse(filled.xml())
    assert (instance.form_id, instance.version, instance.instance_id) == ("visit", "7", str(ONE))
    assert instance.instance_name == "a < b"
    assert [node.text for node in instance.root.iter("{*}x", "{*}y")] == ["1 & 2", "a", "b"]


def test_a_record_is_made_without_a_base_and_changed_with_one() -> None:
    made = Entity("person", ONE, 'Ana "A"').xml()
    assert 'create="1"' in made
    assert '<label>Ana "A"</label>' in made
    changed = Entity("person", ONE, base=3, trunk=1, branch=TWO).xml()
    assert 'update="1" baseVersion="3" trunkVersion="1"' in changed
    assert f'branchId="{TWO}"' in changed


def test_a_new_version_names_the_one_it_replaces() -> None:
    assert parse(Filled("visit", TWO, "again", {}, replaces=ONE).xml()).deprecated_id == str(ONE)
