"""The quick reading and `flatten` tell the same of every record, or the quick one says nothing."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from khetane.forms.exports.quick import Line, below_root, columns_in_order, quick
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.flatten import Row, flatten, plan
from khetane.forms.xml.instance import parse

FORM = Compiled(
    form_id="f",
    version="",
    root="data",
    repeats=("/data/g/member", "/data/g/member/child", "/data/pet"),
    types={
        "/data/a": "string",
        "/data/g/b": "int",
        "/data/g/member/a": "string",
        "/data/g/member/child/c": "string",
        "/data/g/member/h/b": "string",
        "/data/g/d": "string",
        "/data/pet/a": "string",
        "/data/meta/instanceID": "string",
        "/data/meta/entity/label": "string",
    },
    declarations=(),
)
PLAN = plan(FORM, typed=False)
QUICK = quick(PLAN)
COLUMNS = dict(columns_in_order(PLAN))

# What XML writes otherwise, what begins a formula, spaces of all sorts, and letters of one to four bytes. A short
# alphabet: the table of all characters takes seconds to make on a busy machine.
LETTERS = "ab1 -=&<>\"'],;\n\t\r\x85\xa0\u2028đЂＡ＝😀"
texts = st.text(LETTERS, max_size=8).map(escape)
spaces = st.sampled_from(["", "", "", "\n  "])


def leaf(name: str) -> st.SearchStrategy[str]:
    said = st.one_of(texts.map(lambda text: f"<{name}>{text}</{name}>"), st.just(f"<{name}/>"), st.just(""))
    return st.builds(lambda text, space: text + space, said, spaces)


def container(name: str, *inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.tuples(*inside).map("".join)
    return st.builds(lambda text, space: f"<{name}>{space}{text}</{name}>{space}", body, spaces)


def several(one: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(one, max_size=3).map("".join)


CHILD = container("child", leaf("c"))
MEMBER = container("member", leaf("a"), several(CHILD), container("h", leaf("b")))
USUAL = [
    leaf("a"),
    container("g", leaf("b"), several(MEMBER), leaf("d")),
    several(container("pet", leaf("a"))),
    container("meta", leaf("instanceID"), container("entity", leaf("label"))),
]
usual = st.tuples(*USUAL).map("".join)
# Parts that are missing, come twice, or in another order; answers of another version.
unusual = st.lists(st.one_of(*USUAL, leaf("stranger"), st.just("<!-- said -->"), texts), max_size=7).map(
    "".join
)


def document(body: str) -> str:
    return f'<?xml version="1.0"?><data id="f" xmlns:x="u">{body}</data>'


def flattened(text: str) -> list[Line]:
    """The rows as `flatten` gives them; of one table in its order, tables by name."""
    rows = flatten(parse(text.encode()), PLAN)
    lines = [
        Line(below_root(row.table), row.key, row.parent_key, _cells(row), {})
        for row in rows
        if not any(text.strip() for text in row.unknown.values()) or _fail(row.unknown)
    ]
    return sorted(lines, key=lambda line: line.path)


def _cells(row: Row) -> tuple[str, ...]:
    return tuple(str(row.values.get(name, "")) for name in COLUMNS[below_root(row.table)])


def _fail(unknown: object) -> bool:
    raise AssertionError(f"the quick reading left out {unknown}")


def check(text: str) -> bool:
    rows = QUICK.read(text, parse(text.encode()).instance_id)
    if rows is None:
        return False
    assert sorted(rows, key=lambda line: line.path) == flattened(text)
    return True


@given(usual)
def test_what_is_written_as_usual_is_read_quickly_and_alike(body: str) -> None:
    text = document(body)
    assert check(text) or "&" in text or "\r" in text


@given(unusual)
def test_what_is_written_otherwise_is_read_alike_or_left_to_flatten(body: str) -> None:
    check(document(body))
