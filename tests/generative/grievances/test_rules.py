"""Terms count calendar days over every month and year; what is overdue stays so until somebody acts."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from khetane.grievances import rules
from khetane.grievances.catalogue.reading import Terms
from khetane.grievances.enums import State

days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
terms = st.builds(
    lambda first, more: Terms(dt.date(2000, 1, 1), first, first + more, "recalled", {"en": "source"}),
    st.integers(1, 60),
    st.integers(0, 400),
)


@given(terms, days)
def test_both_terms_are_counted_from_the_same_day(of: Terms, since: dt.date) -> None:
    due = rules.due(of, since)
    assert (due.acknowledge_by - since).days == of.acknowledge_days
    assert (due.answer_by - since).days == of.answer_days
    assert since < due.acknowledge_by <= due.answer_by


@given(terms, days, st.integers(0, 500), st.sampled_from(State.values))
def test_overdue_is_from_the_day_after_the_term_and_ends_with_an_answer(
    of: Terms, since: dt.date, after: int, state: str
) -> None:
    due, day = rules.due(of, since), since + dt.timedelta(days=after)
    overdue = rules.is_overdue(state, due.acknowledge_by, due.answer_by, day)
    waits = {"received": of.acknowledge_days, "in_hand": of.answer_days}
    assert overdue is (state in waits and after > waits[state])
