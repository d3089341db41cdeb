"""When a referral has expired, and which side takes which step."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from khetane.cases.models import ReferralState
from khetane.cases.referring.rules import ANSWERS, LONGEST, awaited_until, is_over, may_step, state_on
from khetane.core.mandates import Mandate

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
STATES = st.sampled_from(ReferralState.values)
MANDATES = st.sampled_from(Mandate.values)


@given(sent=DAYS)
def test_an_answer_is_awaited_for_some_time_and_not_for_ever(sent: date) -> None:
    assert sent < awaited_until(sent) <= sent + LONGEST


@given(state=STATES, until=st.none() | DAYS, day=DAYS)
def test_only_what_nobody_answered_expires_and_on_its_last_day_it_has_not(
    state: str, until: date | None, day: date
) -> None:
    over = is_over(state, until, day)
    assert over is (state == "sent" and until is not None and day > until)
    assert state_on(state, until, day) == ("expired" if over else state)


@given(until=DAYS, day=DAYS, later=st.integers(1, 400))
def test_what_has_expired_stays_so_until_it_is_extended(until: date, day: date, later: int) -> None:
    if is_over("sent", until, day):
        assert is_over("sent", until, day + timedelta(days=later))
        assert not is_over("sent", day + timedelta(days=later), day)


@given(target=STATES, sender=MANDATES, to=MANDATES | st.just(""), own=st.sets(MANDATES))
def test_each_step_belongs_to_one_side(target: str, sender: str, to: str, own: set[str]) -> None:
    may = may_step(target, from_mandate=sender, to_mandate=to, own=own)
    answers_for_itself = target in ANSWERS and to != ""
    assert may is ((to if answers_for_itself else sender) in own)
    if own.isdisjoint({sender, to}):
        assert not may
