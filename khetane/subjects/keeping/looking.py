"""The nightly look at all households: notice of what is past its time, as the program itself, in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone

from khetane.core.viewer import acting_as_system
from khetane.subjects.catalogue.reading import Keeping
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.rules import Clock, Known, clocks, decided_from, in_months, is_near, shortest
from khetane.subjects.models import ExpiryLook

AT_ONCE = 500
ROOM = timedelta(days=4)
_HOMES = "select subjects_homes_after(%s, %s)"
_PAST = (
    "select household, kinds, last_contact, case_closed, consent_ended, under_way, expiry, over_on "
    "from subjects_past(%s, %s)"
)
_NOTICE = "select subjects_notice(%s, %s, %s, %s, %s, %s, %s)"
_LAPSE = "select subjects_lapse(%s)"


@dataclass(frozen=True, slots=True)
class Past:
    """A household that may be past its time; `expiry` and `over_on` of the notice that is open, if one is."""

    household: UUID
    known: Known
    expiry: UUID | None
    over_on: date | None


def look_at_households(today: date | None = None) -> ExpiryLook:
    """Look at every household as of a day, some in each transaction; what was looked at that day already is not again.

    Gives notice and takes notices back; removes nothing. Safe to repeat; constant memory.
    """
    on = today or timezone.localdate()
    keeping = in_force()
    with acting_as_system():
        ExpiryLook.objects.get_or_create(on_day=on)
    while _some(on, keeping):
        pass
    return _looked(on)


def _looked(on: date) -> ExpiryLook:
    with acting_as_system():
        return ExpiryLook.objects.get(on_day=on)


def _some(on: date, keeping: Keeping) -> bool:
    """Look at the next households; whether there were any."""
    with acting_as_system():
        reached = ExpiryLook.objects.select_for_update().get(on_day=on)
        homes = [home for (home,) in _asked(_HOMES, [reached.last, AT_ONCE])]
        if not homes:
            ExpiryLook.objects.filter(pk=on, finished_at=None).update(finished_at=timezone.now())
            return False
        noticed, lapsed = _judge(past_of(homes, on, keeping), on, keeping)
        ExpiryLook.objects.filter(pk=on).update(
            last=homes[-1],
            looked=F("looked") + len(homes),
            noticed=F("noticed") + noticed,
            lapsed=F("lapsed") + lapsed,
        )
        return True


def past_of(homes: Sequence[UUID], on: date, keeping: Keeping) -> list[Past]:
    """What is known of those that may be past their time, as the program."""
    before = met_before(on, keeping)
    return [
        Past(home, Known(frozenset(kinds), contact, closed, ended, under_way), expiry, over_on)
        for home, kinds, contact, closed, ended, under_way, expiry, over_on in _asked(
            _PAST, [list(homes), before]
        )
    ]


def met_before(on: date, keeping: Keeping) -> date:
    """Who was met on this day or later is not near any end; some days of room, since months differ in length."""
    near = on + timedelta(days=keeping.notice_days)
    return in_months(near, -shortest(keeping.rules.values())) + ROOM


def still_over(past: Past, keeping: Keeping) -> bool:
    """Whether what was noticed is over as it was said: nobody was met since, no rule was lengthened."""
    found = clocks(past.known, keeping.rules.values())
    return found is not None and past.over_on is not None and found[0].over_on <= past.over_on


def _judge(listed: Sequence[Past], on: date, keeping: Keeping) -> tuple[int, int]:
    """Give notice of those that are near the end, take back those that are not any more; how many of each."""
    lapsed = [one.expiry for one in listed if one.expiry is not None and not still_over(one, keeping)]
    if lapsed:
        _asked(_LAPSE, [lapsed])
    noticed = 0
    for one in listed:
        found = clocks(one.known, keeping.rules.values()) if one.expiry is None else None
        if found and is_near(found[0].over_on, on, keeping.notice_days):
            noticed += _notice(one.household, found, on, keeping)
    return noticed, len(lapsed)


def _notice(household: UUID, found: Sequence[Clock], on: date, keeping: Keeping) -> int:
    last = found[0]
    decided = decided_from(last.over_on, on, keeping.notice_days)
    rules = [clock.rule for clock in found]
    given: list[Any] = [household, rules, last.event, last.since, last.over_on, on, decided]
    [(made,)] = _asked(_NOTICE, given) or [(None,)]
    return int(made is not None)


def _asked(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
