"""What is read of an entity does not depend on how the same XML is written."""

from __future__ import annotations

import uuid
from xml.sax.saxutils import escape, quoteattr

from hypothesis import given
from hypothesis import strategies as st

from khetane.forms.xml.compiled import Compiled, Declaration
from khetane.forms.xml.entities import Extraction, entities
from khetane.forms.xml.instance import parse

FORM = Compiled(
    form_id="f",
    version="1",
    root="data",
    repeats=("/data/member",),
    types={},
    declarations=(Declaration("/data/member", "person", True, True, "/data/member", {"name": "given_name"}),),
)
attributes = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(["person", "household", ""]),
        "id": st.one_of(st.uuids().map(str), st.just("x"), st.just("")),
        "create": st.sampled_from(["1", "", "true"]),
        "update": st.sampled_from(["1", "0"]),
        "baseVersion": st.sampled_from(["", "1", "3", "-1"]),
        "trunkVersion": st.sampled_from(["", "2"]),
        "branchId": st.sampled_from(["", str(uuid.UUID(int=9))]),
    }
)
texts = st.text(alphabet=st.characters(exclude_categories=["C"]), min_size=1, max_size=8)


def extract(
    members: list[tuple[dict[str, str], str]], prefix: str, order: st.DataObject | None
) -> Extraction:
    """Write the members as XML with this prefix, their attributes in a drawn order, and read it."""
    parts = []
    for attrs, text in members:
        names = list(attrs)
        if order is not None:
            names = order.draw(st.permutations(names))
        written = " ".join(f"{name}={quoteattr(attrs[name])}" for name in names)
        parts.append(
            f"<{prefix}member><{prefix}name>{escape(text)}</{prefix}name><{prefix}meta>"
            f"<{prefix}entity {written}><{prefix}label>{escape(text)}</{prefix}label></{prefix}entity>"
            f"</{prefix}meta></{prefix}member>"
        )
    namespace = f' xmlns:{prefix[:-1]}="http://example.org/{prefix[:-1]}"' if prefix else ""
    return entities(parse(f'<{prefix}data id="f"{namespace}>{"".join(parts)}</{prefix}data>'.encode()), FORM)


@given(st.lists(st.tuples(attributes, texts), max_size=4), st.sampled_from(["", "x:", "orx:"]), st.data())
def test_order_of_attributes_and_choice_of_prefix_do_not_matter(
    members: list[tuple[dict[str, str], str]], prefix: str, data: st.DataObject
) -> None:
    assert extract(members, prefix, data) == extract(members, "", None)


@given(st.lists(st.tuples(attributes, texts), max_size=4))
def test_every_entity_that_acts_gives_an_edit_or_a_problem(members: list[tuple[dict[str, str], str]]) -> None:
    found = extract(members, "", None)
    acting = sum(1 for attrs, _ in members if attrs["create"] in ("1", "true") or attrs["update"] == "1")
    refused = {problem.values["path"] for problem in found.problems}
    assert len({edit.path for edit in found.edits} | refused) == acting
