"""Lines of CSV files are those of Python's own writer, and a record passed as harmless holds no formula."""

from __future__ import annotations

import csv
import io
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from khetane.core.csvsafe import STARTS_FORMULA
from khetane.forms.exports.archive import MAY_HOLD_FORMULA, written
from khetane.forms.exports.quick import quick
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.flatten import plan

# Signs that need quotes, signs that begin a formula, and letters of one to four bytes.
texts = st.text("ab1 ,;\"'<=+-@\n\t\rđЂＡ＝＋－＠😀", max_size=6)
FORM = Compiled(
    form_id="f",
    version="",
    root="data",
    repeats=("/data/member",),
    types={"/data/a": "string", "/data/member/b": "string"},
    declarations=(),
)
QUICK = quick(plan(FORM, typed=False))


@given(st.lists(texts, min_size=2, max_size=5))
def test_a_line_is_what_the_csv_writer_writes(cells: list[str]) -> None:
    expected = io.StringIO(newline="")
    csv.writer(expected).writerow(cells)
    assert written(cells) == expected.getvalue()


@given(texts, texts)
def test_a_record_passed_as_harmless_holds_no_formula(one: str, other: str) -> None:
    told = f"<data><a>{escape(one)}</a><member><b>{escape(other)}</b></member></data>"
    lines = QUICK.read(told, "x")
    harmless = "&" not in told and not MAY_HOLD_FORMULA.search(told.encode())
    if lines is not None and harmless:
        assert all(cell[:1] not in STARTS_FORMULA for line in lines for cell in line.cells)
