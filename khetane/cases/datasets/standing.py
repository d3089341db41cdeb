"""Keeps with each procedure how it stands, so that boards are read by an index."""

from __future__ import annotations

from datetime import date
from typing import Any

from khetane.cases.procedures.kept import Kept, kept_state
from khetane.cases.procedures.standing import Case
from khetane.history.bulk import ask, execute
from khetane.history.drafts import Batch, Draft

# Whoever writes a step waits here for who writes another one of the same procedure, and then reads what she wrote.
_LOCK = "select id from cases_procedure where id = %s for no key update"
_EVENTS = "select id, event, date, result from cases_procedureevent where procedure_id = %s"
_KEEP = "update cases_procedure set stage = %s, rules = %s, term = %s, due = %s, turn = %s where id = %s"


def keep_standing(procedure: Draft, batch: Batch) -> None:
    """Queue how a procedure stands of which this submission changes only steps."""
    execute(_LOCK, [procedure.id])
    batch.writes.last(_KEEP, [*standing_of(procedure, batch), procedure.id])


def standing_of(procedure: Draft, batch: Batch) -> Kept:
    """How the procedure stands once everything of this submission is written; nobody else writes its steps meanwhile."""
    events, results = _events(procedure, batch)
    values = procedure.values
    case = Case(
        type=values["type"],
        initiated_on=_day(values["initiated_on"]),
        events=events,
        results=results,
        outcome=values["outcome"],
        solved_on=_day(values["solved_on"]),
    )
    return kept_state(case, batch.source.today)


def _events(procedure: Draft, batch: Batch) -> tuple[dict[str, date], dict[str, str]]:
    """Days and results by step, as they will stand."""
    said: dict[Any, tuple[str, str, str]] = {}
    if not procedure.is_new:
        for id, event, on, result in ask(_EVENTS, [procedure.id]):
            said[id] = (event, str(on), result)
    for (dataset, id), draft in batch.drafts.items():
        if dataset == "procedure_event" and draft.values["procedure"] == str(procedure.id):
            said[id] = tuple(draft.values[name] for name in ("event", "date", "result"))
    events = {event: date.fromisoformat(on) for event, on, _ in said.values() if on}
    return events, {event: result for event, _, result in said.values()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
