"""The days of one procedure: which terms run, until when, and what has been kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from khetane.cases.procedures.calendars import PublicHolidays
from khetane.cases.procedures.definition import Deadline, ProcedureType, Rules
from khetane.cases.procedures.terms import ONE_DAY, LastDay, last_day

Events = Mapping[str, date]


class State(StrEnum):
    """How a term stands on a day."""

    RUNNING = "running"
    PASSED = "passed"  # the last day is over and nothing happened
    KEPT = "kept"
    LATE = "late"  # it happened, after the last day
    WAITING = "waiting"  # what starts it has not happened yet
    YIELDS = "yields"  # its last day is over, and a longer term may hold instead: nobody is late by it


@dataclass(frozen=True, slots=True)
class Due:
    """One term of a procedure. Without a start it has no last day either."""

    deadline: Deadline
    rules: Rules
    state: State
    start: date | None = None
    last: LastDay | None = None
    happened: date | None = None
    estimated: bool = False  # the day rests on a holiday that is not announced yet
    yields: bool = False  # a longer term from the same event may hold instead


@dataclass(frozen=True, slots=True)
class Schedule:
    """A procedure as it stands on the day `on`: the rules that bind it, what has happened by then, every term."""

    on: date
    rules: Rules
    events: Events
    terms: tuple[Due, ...]


def schedule(procedure: ProcedureType, *, events: Events, on: date, calendar: PublicHolidays) -> Schedule:
    """Every term of a procedure as it stands on the day `on`, the earliest last day first.

    `events` are days by the codes of steps; what happened after `on` is not known on that day. Each term
    goes by the rules that bound the procedure when the term started (`ProcedureType.rules_for`).
    Raises BeyondTheCalendar as `terms.last_day` does.
    """
    known = {event: day for event, day in events.items() if day <= on}
    begun = known.get(procedure.beginning, min(known.values(), default=on))
    terms = [
        settle(rules, deadline, known, on, calendar)
        for rules in procedure.versions
        for deadline in rules.deadlines
        if rules is procedure.rules_for(begun=begun, at=known.get(deadline.after, on))
    ]
    terms = [yielding(due) if is_outlasted(due, terms) else due for due in terms]
    terms.sort(key=lambda due: due.last.day if due.last else date.max)
    return Schedule(on, procedure.rules_for(begun=begun, at=on), known, tuple(terms))


def is_outlasted(due: Due, terms: Iterable[Due]) -> bool:
    """Whether a longer term runs from the same event to the same one: 30 days to decide, and 60 where an inquiry is made.

    Which of them binds is the body's to say. Whoever takes the shorter one appeals too early, and loses the appeal.
    """
    pair = due.deadline.after, due.deadline.until
    return due.last is not None and any(
        (other.deadline.after, other.deadline.until) == pair and other.last.day > due.last.day
        for other in terms
        if other.last is not None
    )


def yielding(due: Due) -> Due:
    """The same term where a longer one may hold: kept if it was kept, running while it runs, and never missed."""
    is_missed = due.state in (State.PASSED, State.LATE)
    return replace(due, yields=True, state=State.YIELDS if is_missed else due.state)


def settle(rules: Rules, deadline: Deadline, known: Events, on: date, calendar: PublicHolidays) -> Due:
    start, happened = known.get(deadline.after), known.get(deadline.until)
    if start is None:
        return Due(deadline, rules, State.WAITING, happened=happened)
    last = last_day(deadline.term, after=start, calendar=calendar)
    return Due(
        deadline,
        rules,
        state_of(last.day, happened, on),
        start=start,
        last=last,
        happened=happened,
        estimated=rests_on_estimate(start, last, deadline, calendar),
    )


def state_of(last: date, happened: date | None, on: date) -> State:
    if happened is not None:
        return State.KEPT if happened <= last else State.LATE
    return State.RUNNING if on <= last else State.PASSED


def rests_on_estimate(start: date, last: LastDay, deadline: Deadline, calendar: PublicHolidays) -> bool:
    """Whether a holiday that is not announced yet, and may come a day earlier or later, can move the last day."""
    first = start if deadline.term.counts_working_days else last.counted
    days = (last.day - first).days
    return any(calendar.is_estimated(first + n * ONE_DAY) for n in range(-1, days + 2))
