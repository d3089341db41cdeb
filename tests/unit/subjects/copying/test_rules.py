"""What a copy leaves out, and what it tells of who looked."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khetane.subjects.claim import HOUSEHOLDS_OWN, OWNED
from khetane.subjects.copying.rules import Asked, Look, Row, left_out, looked

HERSELF, GUARDIAN, CAREFUL = Asked(True, False), Asked(False, False), Asked(True, True)
HERS, HOMES, LATER, HEALTH = (uuid.UUID(int=n) for n in range(1, 5))
ROWS = [
    Row(HERS, True, "safety"),
    Row(HOMES, False, "safety"),
    Row(LATER, True, need=HERS),
    Row(HEALTH, True, "health"),
]


@pytest.mark.parametrize(
    ("asked", "hidden"),
    [(HERSELF, {HOMES}), (GUARDIAN, {HERS, HOMES, LATER}), (CAREFUL, {HERS, HOMES, LATER})],
)
def test_safety_is_told_to_herself_alone_and_never_that_of_the_household(
    asked: Asked, hidden: set[uuid.UUID]
) -> None:
    assert left_out(ROWS, asked) == hidden


@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from(["", "safety", "health"]))),
    st.booleans(),
    st.booleans(),
)
def test_what_is_no_safety_matter_is_never_left_out(
    drawn: list[tuple[bool, str]], by_herself: bool, without: bool
) -> None:
    rows = [Row(uuid.UUID(int=n), of_her, area) for n, (of_her, area) in enumerate(drawn)]
    hidden = left_out(rows, Asked(by_herself, without))
    assert all(row.area == "safety" for row in rows if row.id in hidden)
    assert all(row.id in hidden for row in rows if row.area == "safety" and not row.of_her)


def test_who_looked_is_told_by_role_and_day_once() -> None:
    looks = [Look("2026-05-04", ("health_mediator",), "read")] * 2 + [
        Look("2026-05-03", ("health_mediator",), "read")
    ]
    assert looked(looks) == {(("health_mediator",), "read"): ["2026-05-03", "2026-05-04"]}


@pytest.mark.parametrize("table", OWNED + HOUSEHOLDS_OWN)
def test_what_an_erasure_removes_is_in_the_copy_or_left_out_with_a_reason(table: str) -> None:
    from khetane.core.sensitivity import model_of
    from khetane.subjects.copying.gathering import HERS, HOMES, LEFT_OUT

    told = {model._meta.db_table for kind in HERS + HOMES if (model := model_of(kind))}
    assert (table in told) != (table in LEFT_OUT)
