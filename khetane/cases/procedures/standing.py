"""How a procedure on record stands: what happened last, which term is next, whose turn it is. Pure.

It does not depend on the day one looks: what has passed is seen by comparing the term's last day with that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from khetane.cases.procedures.calendars import calendar_of
from khetane.cases.procedures.definition import ProcedureType, Rules, Step
from khetane.cases.procedures.reading import shipped
from khetane.cases.procedures.schedule import Due, Schedule, schedule

UNKNOWN = "OTHER"  # the type whose steps are recorded and whose terms nobody told us
PENDING, GRANTED, REFUSED = "pending", "granted", "refused"
CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Case:
    """What is on record of one procedure: days and results by event; `initiated_on` as the field counts it.

    `solved_on` is the day with which it was over, by its `outcome`.
    """

    type: str
    initiated_on: date | None = None
    events: Mapping[str, date] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    outcome: str = PENDING
    solved_on: date | None = None

    @property
    def closed(self) -> bool:
        return self.outcome != PENDING


@dataclass(frozen=True, slots=True)
class Standing:
    """The rules that bind a case, its terms, the last step that happened, the next term and whose turn it is."""

    schedule: Schedule
    last: Step | None
    next: Due | None
    turn: str  # client · office · court, nothing when nobody waits for anything

    @property
    def rules(self) -> Rules:
        return self.schedule.rules


def definition_of(code: str) -> ProcedureType:
    """The type of that code, or the one without terms where its rules are not known."""
    types = shipped()
    return types.get(code, types[UNKNOWN])


def stand(case: Case, on: date) -> Standing:
    """How the case stands on the day `on`; its next term is the same on any day after the last event.

    Raises BeyondTheCalendar as `schedule` does.
    """
    procedure = definition_of(case.type)
    found = schedule(procedure, events=events_of(case, on), on=on, calendar=calendar_of(procedure.calendar))
    happened = [step for step in found.rules.steps if step.event in found.events]
    last = max(happened, key=lambda step: found.events[step.event], default=None)
    following = next((due for due in found.terms if is_needed(due, found, case)), None)
    turn = "" if case.closed and following is None else turn_of(found, following, case)
    return Standing(found, last, following, turn)


def events_of(case: Case, on: date) -> Mapping[str, date]:
    """The days of the case, with those that are told of the case as a whole: initiated, and refused without a decision.

    Either is the day of the event which does that, unless the event was recorded with a day of its own.
    """
    procedure = definition_of(case.type)
    known = [day for day in (*case.events.values(), case.initiated_on, case.solved_on) if day]
    if not known:
        return case.events
    rules = procedure.rules_for(
        begun=case.events.get(procedure.beginning, case.initiated_on or min(known)), at=on
    )
    events = dict(case.events)
    if case.initiated_on is not None:
        events.setdefault(rules.initiates, case.initiated_on)
    refusing = refused_by(rules, events)
    if case.outcome == REFUSED and case.solved_on is not None and refusing:
        events[refusing] = case.solved_on
    return events


def refused_by(rules: Rules, events: Mapping[str, date]) -> str:
    """The step with which a case was refused of which nobody recorded a decision; nothing where one is on record."""
    if any(step.decides and step.event in events for step in rules.steps):
        return ""
    return next((step.event for step in rules.steps[furthest(rules, events) + 1 :] if step.decides), "")


def furthest(rules: Rules, events: Mapping[str, date]) -> int:
    """The place of the furthest step that happened, -1 where none has."""
    return max((place for place, step in enumerate(rules.steps) if step.event in events), default=-1)


def is_needed(due: Due, found: Schedule, case: Case) -> bool:
    """Whether somebody waits for this term: it runs or has passed, and nothing that happened makes it idle.

    A later step makes it idle, and so does a decision that granted what may only be appealed when refused. A term
    that may yield to a longer one is nobody's to wait for. Of a case that is over only what is open to somebody
    whom it refused is left: to refuse ends the case of the body, and begins the term of the appeal.
    """
    if due.last is None or due.happened is not None or due.yields:
        return False
    if case.closed and (case.outcome, due.deadline.when) != (REFUSED, REFUSED):
        return False
    if due.deadline.when == REFUSED and case.results.get(due.deadline.after) == GRANTED:
        return False
    order = [step.event for step in due.rules.steps]
    return not any(event in found.events for event in order[order.index(due.deadline.until) + 1 :])


def turn_of(found: Schedule, following: Due | None, case: Case) -> str:
    """Who is to do what comes next: of the next term, or of the first step after the furthest that happened."""
    if following is not None:
        step = following.rules.step(following.deadline.until)
        return step.by if step else CLIENT
    step = next_step(found, case)
    return step.by if step else CLIENT


def next_step(found: Schedule, case: Case) -> Step | None:
    """The step after the furthest that happened, without appeals against what was granted, and what follows from them."""
    rules = found.rules
    idle: set[str] = set()
    for one in rules.deadlines:
        is_appeal = one.when == REFUSED and case.results.get(one.after) == GRANTED
        idle |= {one.until} if is_appeal or one.after in idle else set()
    following = rules.steps[furthest(rules, found.events) + 1 :]
    return next((step for step in following if step.event not in idle), None)
