"""How a procedure stands: the next term, whose turn it is, what makes a term idle."""

from __future__ import annotations

from datetime import date

import pytest

from khetane.cases.procedures.standing import Case, next_step, stand

ON = date(2026, 11, 22)
BEGUN = date(2026, 1, 15)
DECIDED = {"decision": date(2026, 2, 10)}


@pytest.mark.parametrize(
    ("case", "term", "turn"),
    [
        (Case("BIRTH-L", BEGUN), "decision_at_once", "office"),
        (Case("BIRTH-L", BEGUN, DECIDED), "appeal", "client"),  # nobody said what it decided
        (Case("BIRTH-L", BEGUN, DECIDED, {"decision": "refused"}), "appeal", "client"),
        (Case("BIRTH-L", BEGUN, DECIDED, {"decision": "granted"}), "", "office"),
        (Case("BIRTH-L", BEGUN, {"entry": ON}), "", "client"),  # a later step makes the terms before it idle
        (Case("BIRTH-J", BEGUN), "decision", "court"),
        (Case("RES", BEGUN), "", "office"),
        (Case("FSA", BEGUN), "", "client"),  # the request is not complete
        (Case("BIRTH-L", BEGUN, closed=True), "", ""),
        (Case("BIRTH-L"), "", "client"),
        (Case("OTHER", BEGUN), "", "client"),
        (Case("a type of an older list", BEGUN), "", "client"),
    ],
)
def test_the_next_term_and_whose_turn_it_is(case: Case, term: str, turn: str) -> None:
    found = stand(case, ON)
    assert (found.next.deadline.code if found.next else "", found.turn) == (term, turn)


def test_what_initiates_is_the_event_that_the_field_counts() -> None:
    case = Case("RES", BEGUN, {"settled": date(2026, 1, 2)})
    assert stand(case, ON).schedule.events["request"] == BEGUN
    assert stand(Case("RES", BEGUN, {"request": ON}), ON).schedule.events["request"] == ON


def test_the_step_after_a_grant_is_not_an_appeal() -> None:
    granted = Case("CIT", BEGUN, DECIDED, {"decision": "granted"})
    step = next_step(stand(granted, ON).schedule, granted)
    assert step is not None
    assert step.event == "entry"
