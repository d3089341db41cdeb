"""Until when a grievance is looked at and answered. Plain values in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from khetane.grievances.catalogue.reading import Terms

# What nobody has looked at, and what nobody has answered.
UNSEEN, UNANSWERED = ("received",), ("received", "in_hand")


@dataclass(frozen=True, slots=True)
class Due:
    """The last days on which a grievance is looked at, and answered."""

    acknowledge_by: date
    answer_by: date


def due(terms: Terms, since: date) -> Due:
    """Counted in calendar days from the day on which it came, or came again."""
    return Due(since + timedelta(days=terms.acknowledge_days), since + timedelta(days=terms.answer_days))


def is_unseen(state: str, acknowledge_by: date, day: date) -> bool:
    """Whether by `day` it should have been looked at and was not."""
    return state in UNSEEN and acknowledge_by < day


def is_unanswered(state: str, answer_by: date, day: date) -> bool:
    """Whether by `day` it should have been answered and was not."""
    return state in UNANSWERED and answer_by < day


def is_overdue(state: str, acknowledge_by: date, answer_by: date, day: date) -> bool:
    """Whether by `day` it should have been looked at, or answered, and was not."""
    return is_unseen(state, acknowledge_by, day) or is_unanswered(state, answer_by, day)
