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
GRANTED, REFUSED = "granted", "refused"
CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Case:
    """What is on record of one procedure: days and results by event; `initiated_on` as the field counts it."""

    type: str
    initiated_on: date | None = None
    events: Mapping[str, date] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The rules that bind a case, its terms, the last step that happened, the next term and whose turn it is."""

    schedule: Schedule
    last: Step | None
    next: Due | None
    turn: str  # client · office · court, nothing when it is closed

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
    following = (
        None if case.closed else next((due for due in found.terms if is_needed(due, found, case)), None)
    )
    return Standing(found, last, following, "" if case.closed else turn_of(found, following, case))


def events_of(case: Case, on: date) -> Mapping[str, date]:
    """The days of the case; the day it was initiated is that of the event which initiates, unless said otherwise."""
    if case.initiated_on is None:
        return case.events
    procedure = definition_of(case.type)
    rules = procedure.rules_for(begun=case.events.get(procedure.beginning, case.initiated_on), at=on)
    return {rules.initiates: case.initiated_on} | dict(case.events)


def is_needed(due: Due, found: Schedule, case: Case) -> bool:
    """Whether somebody waits for this term: it runs or has passed, and nothing that happened makes it idle.

    A later step makes it idle, and so does a decision that granted what may only be appealed when refused.
    """
    if due.last is None or due.happened is not None:
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
    """The step after the furthest that happened, without appeals against what was granted."""
    steps = found.rules.steps
    furthest = max((number for number, step in enumerate(steps) if step.event in found.events), default=-1)
    idle = {
        one.until
        for one in found.rules.deadlines
        if one.when == REFUSED and case.results.get(one.after) == GRANTED
    }
    return next((step for step in steps[furthest + 1 :] if step.event not in idle), None)
