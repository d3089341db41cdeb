"""When a milestone that follows another may be reached: still in the job after six months. Pure."""

from __future__ import annotations

from datetime import date

from khetane.cases.procedures.terms import Term, Unit, last_day
from khetane.programmes.definition import MilestoneKind


class EveryDay:
    """No day is a holiday: what lasts does not stop at the weekend."""

    def is_working(self, day: date) -> bool:
        return True


def earliest(kind: MilestoneKind, before: date) -> date:
    """The first day for `kind` when the milestone that it follows was reached on the day `before`."""
    if not kind.months:
        return before
    return last_day(Term(kind.months, Unit.MONTHS, moves=False), after=before, calendar=EveryDay()).day
