"""Procedures whose rules change in mid-case, and what is kept of how they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from khetane.cases.procedures.calendars import calendar_of
from khetane.cases.procedures.definition import ProcedureType
from khetane.cases.procedures.reading import shipped
from khetane.cases.procedures.schedule import schedule
from khetane.cases.procedures.standing import Case, stand
from khetane.cases.procedures.terms import Term, Unit

FIRST = date(2015, 1, 1)
LATE = shipped()["BIRTH-L"]
days = st.integers(0, 4000).map(lambda n: FIRST + timedelta(days=n))
codes = st.sampled_from(sorted(shipped()))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case whose steps happened in any order, some of them."""
    code = draw(codes)
    steps = shipped()[code].versions[-1].steps
    events = {step.event: draw(days) for step in steps if draw(st.booleans())}
    results = {
        step.event: draw(st.sampled_from(["", "granted", "refused"]))
        for step in steps
        if step.event in events and step.decides
    }
    return Case(code, draw(st.none() | days), events, results)


@given(case=cases(), later=st.integers(0, 2000))
def test_how_a_case_stands_does_not_depend_on_the_day_one_looks(case: Case, later: int) -> None:
    """So it can be kept with the procedure, and a board reads it by an index."""
    known = [*case.events.values(), *([case.initiated_on] if case.initiated_on else []), FIRST]
    one, other = stand(case, max(known)), stand(case, max(known) + timedelta(days=later))
    assert (one.turn, one.last) == (other.turn, other.last)
    assert (one.next and (one.next.deadline, one.next.last)) == (
        other.next and (other.next.deadline, other.next.last)
    )


@given(case=cases())
def test_the_next_term_is_the_earliest_that_somebody_waits_for(case: Case) -> None:
    on = FIRST + timedelta(days=5000)
    found = stand(case, on)
    if found.next is None or found.next.last is None:
        return
    assert found.next.deadline.until not in found.schedule.events
    order = [step.event for step in found.next.rules.steps]
    later = order[order.index(found.next.deadline.until) + 1 :]
    assert not set(later) & set(found.schedule.events)


def changed(on: date, *, days_given: int, running: bool) -> ProcedureType:
    """Late registration as if a law of the day `on` gave other terms."""
    rules = LATE.versions[-1]
    terms = tuple(replace(one, term=Term(days_given, Unit.DAYS)) for one in rules.deadlines)
    newer = replace(rules, version="NEW", valid_from=on, deadlines=terms, running=running)
    return replace(LATE, versions=(*LATE.versions, newer))


@given(begun=days, decided=st.integers(1, 400), change=days, count=st.integers(1, 90), running=st.booleans())
def test_a_law_that_changes_in_mid_case_leaves_the_terms_that_ran(
    begun: date, decided: int, change: date, count: int, running: bool
) -> None:
    """A term goes by the rules that bound the case when the term started; a later law does not move it."""
    calendar, decision = calendar_of("RS"), begun + timedelta(days=decided)
    events = {"request": begun, "decision": decision}
    on = decision + timedelta(days=500)
    before = schedule(LATE, events=events, on=on, calendar=calendar)
    after = schedule(
        changed(change, days_given=count, running=running),
        events=events,
        on=on,
        calendar=calendar,
    )
    old = {due.deadline.code: due.last for due in before.terms}
    for due in after.terms:
        bound = change <= begun or (running and change <= (due.start or on))
        assert due.rules.version == ("NEW" if bound else LATE.versions[-1].version)
        if not bound:
            assert due.last == old[due.deadline.code]
    assert len(after.terms) == len(before.terms)
