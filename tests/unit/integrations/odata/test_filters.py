from __future__ import annotations

from datetime import UTC, datetime

import pytest

from khetane.core.refusals import Invalid
from khetane.integrations.odata.filters import condition


def told(text: str, root: str = "") -> tuple[str, tuple[object, ...]]:
    found = condition(text, root=root)
    return found.text.as_string(None), found.parameters


def test_a_date_is_compared_as_its_first_moment() -> None:
    assert told("__system/submissionDate ge 2026-03-01") == (
        "s.received_at >= %s::timestamptz",
        (datetime(2026, 3, 1, tzinfo=UTC),),
    )


def test_and_binds_before_or_and_not_before_both() -> None:
    text, parameters = told(
        "__system/reviewState eq 'held' or not __system/reviewState eq 'applied' and __system/unit eq 'O''X'"
    )
    unit = "(select x.code from organisations_unit x where x.id = s.unit_id)"
    assert text == f"(s.state = %s::text or (not (s.state = %s::text) and {unit} = %s::text))"
    assert parameters == ("held", "applied", "O'X")


def test_parts_of_the_date() -> None:
    assert told("year(__system/submissionDate) eq 2026")[0] == (
        "extract(year from s.received_at at time zone 'UTC')::int = %s::int"
    )


def test_null_is_asked_with_is() -> None:
    assert told("__system/reviewState ne null") == ("s.state is not null", ())


def test_below_the_main_table_fields_stand_under_the_root() -> None:
    field = "$root/Submissions/__system/reviewState"
    assert told(f"{field} eq 'held'", root="$root/Submissions/")[0] == "s.state = %s::text"
    with pytest.raises(Invalid):
        told("__system/reviewState eq 'held'", root="$root/Submissions/")


@pytest.mark.parametrize(
    "text",
    [
        "name eq 'x'",
        "__system/submissionDate",
        "__system/submissionDate ge",
        "__system/submissionDate ge 'x'",
        "__system/submissionDate is 2026-01-01",
        "__system/submissionDate ge 2026-13-01",
        "(__system/reviewState eq 'a'",
        "__system/reviewState eq 'a') or",
        "year(__system/reviewState) eq 1",
        "__system/reviewState eq 'a'; drop table x",
        "not " * 30 + "__system/reviewState eq 'a'",
        "((((((((((((((((((((((((((1",
        "year(",
        "and",
        "1",
    ],
)
def test_anything_else_is_refused_with_the_place(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        condition(text, root="")
    assert refused.value.problem.code == "bad_filter"
