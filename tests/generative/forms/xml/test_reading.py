"""Any XML, any bytes: read, or refused with a sentence; never another error, never a lost value."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.entities import entities
from khetane.forms.xml.flatten import flatten, plan
from khetane.forms.xml.instance import parse
from khetane.forms.xml.problems import Unreadable
from khetane.forms.xml.reading import local

names = st.sampled_from(["a", "b", "member", "meta", "entity", "label", "g", "x:a", "instanceID"])
texts = st.text(alphabet=st.characters(exclude_categories=["C"]), max_size=12)
leaves = st.builds(lambda name, text: f"<{name}>{escape(text)}</{name}>", names, texts)
FORM = Compiled(
    form_id="f",
    version="",
    root="data",
    repeats=("/data/member", "/data/member/g"),
    types={
        "/data/a": "string",
        "/data/member/a": "string",
        "/data/member/g/b": "string",
        "/data/g/b": "string",
    },
    declarations=(),
)


def inside(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    mixed = st.lists(st.one_of(children, texts.map(escape)), max_size=5).map("".join)
    return st.builds(lambda name, body: f"<{name}>{body}</{name}>", names, mixed)


trees = st.recursive(leaves, inside, max_leaves=25)
documents = st.lists(trees, max_size=6).map(
    lambda parts: f'<data xmlns:x="u" id="f">{"".join(parts)}</data>'.encode()
)


def say(refused: Unreadable) -> None:
    assert refused.problem.message


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        parse(data)
    except Unreadable as refused:
        say(refused)


@given(documents, st.data())
def test_a_damaged_document_is_read_or_refused(document: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(document)))
    junk = data.draw(st.binary(max_size=5))
    try:
        entities(parse(document[:at] + junk + document[at + len(junk) :]), FORM)
    except Unreadable as refused:
        say(refused)


@given(documents)
def test_flattening_loses_no_text(document: bytes) -> None:
    instance = parse(document)
    sent = [text for element in instance.root.iter() for text in (element.text, element.tail)]
    kept = [
        str(value)
        for row in flatten(instance, plan(FORM))
        for value in (*row.values.values(), *row.unknown.values())
    ]
    assert sorted(text for text in kept if solid(text)) == sorted(
        text for text in sent if text and solid(text)
    )


def solid(text: str) -> bool:
    return text != "" and not text.isspace()


@given(documents)
def test_every_row_has_a_key_of_its_own_and_a_parent_that_came_before(document: bytes) -> None:
    seen: set[str] = set()
    for row in flatten(parse(document), plan(FORM)):
        assert row.key not in seen
        assert row.parent_key is None or row.parent_key in seen
        seen.add(row.key)


@given(st.text(alphabet="ab{}:", max_size=12))
def test_a_local_name_has_no_namespace(name: str) -> None:
    assert "}" not in local(f"{{u}}{name}")
