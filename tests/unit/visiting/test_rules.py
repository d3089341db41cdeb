"""Whom to call on, and the order of a walk."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from khetane.visiting.rules import ROUND, Case, in_order, is_long_ago, proposed, speaks_for

ON = dt.date(2026, 11, 22)
WEEK = dt.timedelta(days=7)
DAYS = st.dates(ON - dt.timedelta(days=800), ON)
CASES = st.lists(
    st.builds(
        Case,
        household=st.uuids(),
        last_visit=st.none() | DAYS,
        tasks=st.integers(0, 3),
        first_due=st.none() | DAYS,
        urgent=st.booleans(),
    ),
    max_size=30,
)


def case(number: int, **facts: object) -> Case:
    return Case(UUID(int=number), **{"last_visit": ON - WEEK, **facts})  # type: ignore[arg-type]  # facts of a case


def test_what_weighs_most_comes_first() -> None:
    lately = case(1)
    never = case(2, last_visit=None)
    long_ago = case(3, last_visit=ON - dt.timedelta(days=200))
    longer_ago = case(4, last_visit=ON - dt.timedelta(days=400))
    due = case(5, tasks=1, first_due=ON)
    overdue = case(6, tasks=1, first_due=ON - WEEK)
    some_day = case(7, tasks=2)
    urgent = case(8, urgent=True)
    found = proposed([lately, never, long_ago, longer_ago, due, overdue, some_day, urgent], ON)
    assert found == [urgent, overdue, due, some_day, never, longer_ago, long_ago]


def test_three_months_are_long() -> None:
    assert is_long_ago(case(1, last_visit=ON - dt.timedelta(days=90)), ON)
    assert not is_long_ago(case(1, last_visit=ON - dt.timedelta(days=89)), ON)


@given(cases=CASES)
def test_a_day_s_round_is_never_longer_and_leaves_nobody_out_for_nothing(cases: list[Case]) -> None:
    found = proposed(cases, ON)
    wanted = [one for one in cases if speaks_for(one, ON)]
    assert len(found) == min(ROUND, len(wanted))
    assert all(one in wanted for one in found)
    assert sum(one.urgent for one in found) == min(ROUND, sum(one.urgent for one in wanted))


def test_neighbours_follow_each_other_in_either_script_and_those_without_address_come_last() -> None:
    homes = {
        "K2": "", "K1": " ", "A": "Nova 10", "B": "Нова 9", "C": "nova 9a", "D": "Čergarska 3", "E": "Nova bb",
    }  # fmt: skip
    ids = {code: UUID(int=number) for number, code in enumerate(homes)}
    walked = in_order((ids[code], address, code) for code, address in homes.items())
    assert [code for one in walked for code, id in ids.items() if id == one] == [
        "D", "B", "C", "A", "E", "K1", "K2",
    ]  # fmt: skip


def test_a_number_too_long_for_a_number_is_walked_too() -> None:
    walked = in_order([(UUID(int=1), "² 5", "A"), (UUID(int=2), "9" * 5000, "B")])
    assert len(walked) == 2
