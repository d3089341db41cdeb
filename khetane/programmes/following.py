"""When a milestone counts: months after another (still in the job after six months), or anew (another job). Pure."""

from __future__ import annotations

from datetime import date

from khetane.cases.procedures.terms import Term, Unit, last_day
from khetane.programmes.definition import MilestoneKind, SchemeRules


class EveryDay:
    """No day is a holiday: what lasts does not stop at the weekend."""

    def is_working(self, day: date) -> bool:
        return True


def earliest(kind: MilestoneKind, before: date) -> date:
    """The first day for `kind` when the milestone that it follows was reached on the day `before`."""
    if not kind.months:
        return before
    return last_day(Term(kind.months, Unit.MONTHS, moves=False), after=before, calendar=EveryDay()).day


def is_past(rules: SchemeRules, stage: str, since: date | None, kind: str, reached_on: date | None) -> bool:
    """Whether what was reached is over: a way from the stage, which began on the day `since`, asks for it anew."""
    before = reached_on is not None and since is not None and reached_on < since
    return before and any(way.anew and kind in way.needs for way in rules.following(stage))
