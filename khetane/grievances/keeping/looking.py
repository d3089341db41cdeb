"""The nightly look at grievances: notice of what is past its time, as the program itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from khetane.core.viewer import acting_as_system
from khetane.subjects.catalogue.reading import Keeping
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.looking import ROOM
from khetane.subjects.keeping.rules import decided_from, in_months, is_near

_PAST = "select grievance, ended, expiry, over_on from grievances_past(%s)"
_NOTICE = "select grievances_notice(%s, %s, %s, %s, %s)"
_LAPSE = "select grievances_lapse(%s)"


@dataclass(frozen=True, slots=True)
class Past:
    """A grievance that ended on a day, or was opened again (`ended` None); `expiry` of the notice that is open."""

    grievance: UUID
    ended: date | None
    expiry: UUID | None
    noticed_over_on: date | None

    def over_on(self, keeping: Keeping) -> date | None:
        """The last day of its keeping; None while it waits to be answered."""
        if self.ended is None:
            return None
        return min(in_months(self.ended, period.months) for period in keeping.grievances.periods)

    def still_over(self, keeping: Keeping) -> bool:
        """Whether what was noticed is over as it was said: nobody opened it again, the rule was not lengthened."""
        over = self.over_on(keeping)
        return over is not None and self.noticed_over_on is not None and over <= self.noticed_over_on


@dataclass(frozen=True, slots=True)
class Looked:
    """How many notices were given, and how many taken back."""

    noticed: int
    lapsed: int


def look_at_grievances(today: date | None = None) -> Looked:
    """Give notice of what ends within the time of notice, take back what does not any more. Removes nothing; safe to repeat."""
    on, keeping, noticed = today or timezone.localdate(), in_force(), 0
    with acting_as_system():
        listed = past(on, keeping)
        gone = [one.expiry for one in listed if one.expiry is not None and not one.still_over(keeping)]
        lapse(gone)
        for one in listed:
            over = one.over_on(keeping)
            if one.expiry is None and over is not None and is_near(over, on, keeping.notice_days):
                decided = decided_from(over, on, keeping.notice_days)
                [(made,)] = _asked(_NOTICE, [one.grievance, one.ended, over, on, decided]) or [(None,)]
                noticed += made is not None
    return Looked(noticed, len(gone))


def past(on: date, keeping: Keeping) -> list[Past]:
    """What may be past its time, as the program; some days of room, since months differ in length."""
    shortest = min(period.months for period in keeping.grievances.periods)
    before = in_months(on + timedelta(days=keeping.notice_days), -shortest) + ROOM
    return [Past(*row) for row in _asked(_PAST, [before])]


def lapse(expiries: list[UUID]) -> None:
    """Take notices back, as the program."""
    if expiries:
        _asked(_LAPSE, [expiries])


def _asked(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
