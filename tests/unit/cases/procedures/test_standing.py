"""How a procedure stands: the next term, whose turn it is, what makes a term idle."""

from __future__ import annotations

from datetime import date

import pytest

from khetane.cases.procedures.schedule import State
from khetane.cases.procedures.standing import Case, next_step, stand

ON = date(2026, 11, 22)
BEGUN = date(2026, 1, 15)
DECIDED = {"decision": date(2026, 2, 10)}
APPEALED = DECIDED | {"appeal": date(2026, 2, 20)}
LOST = APPEALED | {"second_decision": date(2026, 4, 1)}


@pytest.mark.parametrize(
    ("case", "term", "turn"),
    [
        # Whether a separate inquiry is made is the office's to say: until then only the longer term is missed.
        (Case("BIRTH-L", BEGUN), "decision_after_inquiry", "office"),
        (Case("FLA", BEGUN), "decision", "office"),
        (Case("BIRTH-L", BEGUN, DECIDED), "appeal", "client"),  # nobody said what it decided
        (Case("BIRTH-L", BEGUN, DECIDED, {"decision": "refused"}), "appeal", "client"),
        (Case("BIRTH-L", BEGUN, DECIDED, {"decision": "granted"}), "", "office"),
        (Case("BIRTH-L", BEGUN, {"entry": ON}), "", "client"),  # a later step makes the terms before it idle
        (Case("BIRTH-J", BEGUN), "decision", "court"),
        (Case("RES", BEGUN), "", "office"),
        (Case("FSA", BEGUN), "", "client"),  # the request is not complete
        (Case("BIRTH-L", BEGUN, outcome="granted"), "", ""),
        (Case("BIRTH-L", BEGUN, outcome="withdrawn"), "", ""),
        (Case("BIRTH-L", BEGUN, DECIDED, {"decision": "refused"}, "refused"), "appeal", "client"),
        (Case("BIRTH-L", BEGUN, {}, {}, "refused", date(2026, 2, 10)), "appeal", "client"),
        (Case("BIRTH-L", BEGUN, {}, {}, "refused"), "", ""),  # nobody said when
        (Case("BIRTH-L", BEGUN, APPEALED, {"decision": "refused"}), "second_decision", "office"),
        (
            Case("BIRTH-L", BEGUN, {"appeal": date(2026, 4, 1)}),
            "second_decision",
            "office",
        ),  # against silence
        (Case("BIRTH-L", BEGUN, LOST, {"second_decision": "refused"}, "refused"), "lawsuit", "client"),
        (Case("BIRTH-L", BEGUN, LOST, {"second_decision": "granted"}), "", "office"),
        (Case("FSA", BEGUN, APPEALED), "second_decision", "office"),
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


@pytest.mark.parametrize("on", [date(2026, 2, 19), date(2026, 3, 16)])
def test_nobody_is_silent_while_a_longer_term_may_hold(on: date) -> None:
    """The 30 days end on 18 February, the 60 on 16 March: an appeal lodged between them is lodged too early."""
    found = stand(Case("BIRTH-L", BEGUN), on)
    states = {due.deadline.code: due.state for due in found.schedule.terms}
    assert (states["decision_at_once"], states["decision_after_inquiry"]) == (State.YIELDS, State.RUNNING)
    assert found.next is not None
    assert found.next.state is State.RUNNING
    passed = stand(Case("BIRTH-L", BEGUN), date(2026, 3, 17)).next
    assert passed is not None
    assert passed.state is State.PASSED


def test_a_decision_between_the_two_terms_is_not_late() -> None:
    found = stand(Case("BIRTH-L", BEGUN, {"decision": date(2026, 3, 2)}), ON)
    states = {due.deadline.code: due.state for due in found.schedule.terms}
    assert (states["decision_at_once"], states["decision_after_inquiry"]) == (State.YIELDS, State.KEPT)
