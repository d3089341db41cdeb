"""Whatever a workbook or an XForm holds, the conversion takes it or refuses it with sentences."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khetane.forms.xlsform.conversion import convert_here
from khetane.forms.xlsform.limits import DEFAULT_LIMITS
from khetane.forms.xlsform.results import Converted, Refused
from tests.workbooks import form, xlsx

types = st.sampled_from(
    [
        "text",
        "integer",
        "select_one yn",
        "select_multiple x",
        "begin_group",
        "end_group",
        "begin repeat",
        "end repeat",
        "calculate",
        "note",
        "geopoint",
        "nonsense",
        "",
        "select_one_from_file a.csv",
        "range",
        "audit",
        "image",
    ]
)
names = st.sampled_from(["a", "b", "meta", "data", "two words", "", "1st", "name", "label", "Ж", "a.b"])
cells = st.one_of(
    st.sampled_from(["", "${a}", "${b", "${nobody}", "1 +", "yes", "person#x", "a"]),
    st.text(alphabet=st.characters(exclude_categories=["C"]), max_size=8),
)
rows = st.tuples(types, names, cells, cells, cells)
HEAD = ("type", "name", "label", "calculation", "save_to")
XFORM = convert_here(xlsx(form([HEAD, ("select_one yn", "a", "A", "", "")])), "f.xlsx", DEFAULT_LIMITS)
quietly = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)


def check(result: Converted | Refused) -> None:
    """Taken as a whole, or refused with at least one sentence; and the same after a trip through JSON."""
    if isinstance(result, Refused):
        assert result.errors
        assert all(error.message.strip() for error in result.errors)
        assert Refused.from_json(result.to_json()) == result
    else:
        assert result.form_id
        assert result.version
        assert Converted.from_json(result.to_json()) == result


@quietly
@given(
    st.lists(rows, max_size=8),
    st.lists(st.tuples(names, names, cells), max_size=5),
    st.lists(st.tuples(names, cells), max_size=2),
)
def test_any_workbook_is_taken_or_refused(
    survey: list[tuple[str, ...]], choices: list[tuple[str, ...]], declared: list[tuple[str, ...]]
) -> None:
    book = form(
        [HEAD, *survey],
        choices=[("list_name", "name", "label"), *choices],
        entities=[("list_name", "label"), *declared],
    )
    check(convert_here(xlsx(book), "f.xlsx", DEFAULT_LIMITS))


@quietly
@given(st.data())
def test_any_damaged_xform_is_taken_or_refused(data: st.DataObject) -> None:
    assert isinstance(XFORM, Converted)
    text = XFORM.xform
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    put = data.draw(
        st.sampled_from(["", "<", ">", "/", '"', "a", "<a/>", "jr:itext('x')", "instance('q')", "&amp;"])
    )
    check(convert_here((text[:start] + put + text[start + length :]).encode(), "f.xml", DEFAULT_LIMITS))
