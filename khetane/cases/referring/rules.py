"""Rules of referrals: until when an answer is awaited, and which side takes which step. Plain values in and out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

# Days until an answer is awaited where nobody says another day.
ANSWER_WITHIN = timedelta(days=30)
# The longest that one may say: consent to pass somebody on is no consent for ever.
LONGEST = timedelta(days=365)
# The recipient takes these steps; every other is the sender's.
ANSWERS = ("accepted", "rejected", "done")
# States in which what the referral says is, or stays, with the other side.
CROSSING = ("sent", "accepted", "done")


def awaited_until(sent_on: date) -> date:
    """The last day on which an answer is awaited, unless somebody says another."""
    return sent_on + ANSWER_WITHIN


def is_over(state: str, expires_on: date | None, day: date) -> bool:
    """Whether a referral that nobody answered has expired by `day`; it needs no step for that."""
    return state == "sent" and expires_on is not None and expires_on < day


def state_on(state: str, expires_on: date | None, day: date) -> str:
    """The state as it counts on `day`."""
    return "expired" if is_over(state, expires_on, day) else state


def may_step(target: str, *, from_mandate: str, to_mandate: str, own: Collection[str]) -> bool:
    """Whether somebody who holds the mandates `own` may bring a referral to the state `target`.

    A mandate of the unit answers for itself. For an institution without an account the sender notes what it said.
    """
    if target in ANSWERS and to_mandate:
        return to_mandate in own
    return from_mandate in own
