"""When a household's record is past its time. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from khetane.subjects.catalogue.reading import CASE_CLOSED, CONSENT_ENDED, KeepingRule

YEAR = 12


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record of a household: which kinds of records, and the days that periods are counted from.

    `under_way`: a procedure is pending. `case_closed` is the day of the last that was solved.
    """

    kinds: frozenset[str]
    last_contact: date
    case_closed: date | None = None
    consent_ended: date | None = None
    under_way: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """The period of one rule for one household: counted from an event on a day, over on another."""

    rule: str
    event: str
    since: date
    over_on: date


def clocks(known: Known, rules: Iterable[KeepingRule]) -> tuple[Clock, ...] | None:
    """The period of each rule that applies, the one that ends last first; None while a case is under way.

    A household is kept whole until the last of them is over: half a record explains nothing.
    """
    found = []
    for rule in rules:
        if known.kinds.isdisjoint(rule.kinds):
            continue
        own = list(_begun(known, rule))
        if not own:
            return None
        found.append(min(own, key=lambda clock: clock.over_on))
    return tuple(sorted(found, key=lambda clock: clock.over_on, reverse=True))


def _begun(known: Known, rule: KeepingRule) -> Iterator[Clock]:
    """The periods of a rule that have begun. Nothing of what is about a pending case ends."""
    events = {period.event for period in rule.periods}
    if CASE_CLOSED in events and known.under_way:
        return
    for period in rule.periods:
        since = day_of(known, period.event)
        if since is not None:
            yield Clock(rule.code, period.event, since, in_months(since, period.months))


def day_of(known: Known, event: str) -> date | None:
    """The day of an event. What was never closed, such as a power of attorney without a case, ends with the contact."""
    if event == CONSENT_ENDED:
        return known.consent_ended
    if event == CASE_CLOSED:
        return known.case_closed or known.last_contact
    return known.last_contact


def in_months(day: date, months: int) -> date:
    """The same day so many months later; where that month is shorter, its last day."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def decided_from(over_on: date, noticed_on: date, notice_days: int) -> date:
    """The first day on which it may be decided: after the period, and never before the unit had its notice."""
    return max(over_on + timedelta(days=1), noticed_on + timedelta(days=notice_days))


def is_near(over_on: date, today: date, notice_days: int) -> bool:
    """Whether the unit is told now."""
    return over_on <= today + timedelta(days=notice_days)


def shortest(rules: Iterable[KeepingRule]) -> int:
    """The months of the shortest period that a contact begins anew."""
    return min(
        (period.months for rule in rules for period in rule.periods if period.event != CONSENT_ENDED),
        default=0,
    )
