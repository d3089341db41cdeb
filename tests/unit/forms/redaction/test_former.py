"""A former value is the neutral one that it stands for; where there are several, none of them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from lxml import etree

from khetane.forms.redaction.former import former_names, make_neutral, offers_of
from khetane.forms.xml.description import Choice, Description, Question


def answered(said: str, *choices: str) -> str:
    question = Question("/data/pupil", "pupil", "select_multiple", {}, {}, "l", None)
    form = replace(
        Description.unread(),
        questions=(question,),
        choice_lists={"l": tuple(Choice(one, {}) for one in choices)},
    )
    root = etree.fromstring(f"<data><pupil>{said}</pupil></data>")
    make_neutral(root, "/data", offers_of(form, UUID(int=1)), ["/data/pupil"])
    return root.findtext("pupil") or ""


def test_a_value_is_nobody_elses() -> None:
    assert answered("ana zlatija", "ana", "erased_1") == "ana erased_1"
    assert answered("ana zlatija", "ana", "erased_1", "erased_2") == "ana erased_0"
    assert answered("erased_0 erased_2", "ana", "erased_1", "erased_2") == "erased_0 erased_2"
    assert answered("zlatija", "ana") == "zlatija"


def test_a_node_is_the_one_that_is_missing() -> None:
    assert former_names(["a", "zlatija"], ["a", "erased_1"]) == {"zlatija": "erased_1"}
    assert former_names(["zlatija", "a", "ana"], ["erased_2", "a", "erased_1"]) == {
        "zlatija": "erased_2",
        "ana": "erased_1",
    }
    assert former_names(["a", "erased_1", "odd"], ["a", "erased_1"]) == {}
    assert former_names(["zlatija"], ["erased_1", "erased_2"]) == {"zlatija": "erased_0"}
    assert former_names(["a", "meta"], ["a", "erased_1"]) == {}
