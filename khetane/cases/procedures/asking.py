"""A question about the terms of a procedure, as a person or a script writes it, and its answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from khetane.cases.procedures import problems
from khetane.cases.procedures.calendars import calendar_of
from khetane.cases.procedures.definition import ProcedureType
from khetane.cases.procedures.reading import shipped
from khetane.cases.procedures.schedule import Events, Schedule, schedule
from khetane.cases.procedures.terms import BeyondTheCalendar
from khetane.core.refusals import Invalid


def type_of(code: str) -> ProcedureType:
    """The type of that code; Invalid with the codes there are."""
    types = shipped()
    if code not in types:
        raise Invalid(problems.UNKNOWN_TYPE.about(code=code, known=", ".join(sorted(types))))
    return types[code]


def read_day(text: str) -> date:
    """A day written as 2026-03-31; Invalid otherwise."""
    try:
        if len(text) != len("2026-03-31"):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(problems.NOT_A_DAY.about(text=text)) from error


def read_events(procedure: ProcedureType, given: Iterable[str]) -> Events:
    """Days by event from `request=2026-01-15`. Invalid for another event, one given twice, or no day."""
    known = sorted({step.event for rules in procedure.versions for step in rules.steps})
    events: dict[str, date] = {}
    for text in given:
        event, sign, day = text.partition("=")
        if not sign:
            raise Invalid(problems.NOT_AN_EVENT.about(text=text, event=known[0]))
        if event not in known:
            raise Invalid(
                problems.UNKNOWN_EVENT.about(event=event, code=procedure.code, known=", ".join(known))
            )
        if event in events:
            raise Invalid(problems.EVENT_TWICE.about(event=event))
        events[event] = read_day(day)
    return events


def ask(procedure: ProcedureType, events: Events, on: date) -> Schedule:
    """The steps and terms of a procedure on a day. Invalid where a term would end after the last year there is."""
    try:
        return schedule(procedure, events=events, on=on, calendar=calendar_of(procedure.calendar))
    except BeyondTheCalendar as error:
        raise Invalid(problems.BEYOND_THE_CALENDAR.about(code=procedure.code)) from error
