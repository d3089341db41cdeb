from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.flatten import Row, flatten, plan
from khetane.forms.xml.instance import parse
from khetane.forms.xml.values import READERS, Value

FORM = Compiled(
    form_id="f",
    version="1",
    root="data",
    repeats=("/data/g/member", "/data/g/member/paper"),
    types={
        "/data/code": "string",
        "/data/g/rooms": "int",
        "/data/g/member/name": "string",
        "/data/g/member/born": "date",
        "/data/g/member/paper/kind": "string",
    },
    declarations=(),
)


def rows(body: str, *, typed: bool = True) -> list[Row]:
    instance = parse(f'<data id="f">{body}<meta><instanceID>uuid:I</instanceID></meta></data>'.encode())
    return list(flatten(instance, plan(FORM, typed=typed)))


def test_columns_of_each_table_stand_in_the_order_of_the_form() -> None:
    assert plan(FORM).columns == {
        "/data": ("code", "g/rooms"),
        "/data/g/member": ("name", "born"),
        "/data/g/member/paper": ("kind",),
    }


def test_repeats_become_rows_that_name_their_parents() -> None:
    member = "<member><name>{}</name><born>1990-02-03</born>{}</member>"
    paper = "<paper><kind>id</kind></paper>"
    found = rows(
        f"<code>K</code><g><rooms>2</rooms>{member.format('A', paper)}{member.format('B', paper * 2)}</g>"
    )
    assert [(row.table, row.key, row.parent_key) for row in found] == [
        ("/data", "I", None),
        ("/data/g/member", "I/g/member[1]", "I"),
        ("/data/g/member", "I/g/member[2]", "I"),
        ("/data/g/member/paper", "I/g/member[1]/paper[1]", "I/g/member[1]"),
        ("/data/g/member/paper", "I/g/member[2]/paper[1]", "I/g/member[2]"),
        ("/data/g/member/paper", "I/g/member[2]/paper[2]", "I/g/member[2]"),
    ]
    assert found[0].values == {"code": "K", "g/rooms": 2}
    assert found[0].unknown == {"meta/instanceID": "uuid:I"}
    assert found[2].values == {"name": "B", "born": date(1990, 2, 3)}


def test_what_the_form_does_not_know_is_kept() -> None:
    (row,) = rows(
        "<code>1</code><code>2</code><new>x</new><new>y</new><odd><deep>z</deep>loose</odd><g>text</g>"
    )
    assert row.values == {"code": "1"}
    del row.unknown["meta/instanceID"]
    assert row.unknown == {
        "code": "2",
        "new": "x",
        "new[2]": "y",
        "odd/deep": "z",
        "odd/#text": "loose",
        "g": "text",
    }


def test_untyped_rows_keep_the_text() -> None:
    assert rows("<g><rooms>2</rooms></g>", typed=False)[0].values == {"g/rooms": "2"}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "12", 12),
        ("int", "-3", -3),
        ("int", "0", 0),
        ("int", "007", "007"),
        ("int", "-0", "-0"),
        ("int", "1_0", "1_0"),
        ("int", "١٢", "١٢"),
        ("int", "9" * 30, "9" * 30),
        ("decimal", "12.50", Decimal("12.50")),
        ("decimal", "12,5", "12,5"),
        ("decimal", "NaN", "NaN"),
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("date", "2023-02-29", "2023-02-29"),
        ("date", "20240229", "20240229"),
        ("dateTime", "2024-05-01T10:00:00.000Z", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("dateTime", "2024-05-01T99:00:00", "2024-05-01T99:00:00"),
    ],
)
def test_only_canonical_text_becomes_a_typed_value(kind: str, text: str, value: Value) -> None:
    assert READERS[kind](text) == value
    assert type(READERS[kind](text)) is type(value)
