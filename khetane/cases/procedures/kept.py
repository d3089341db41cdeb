"""What is kept with a procedure of how it stands, so that a board is read by an index. Pure."""

from __future__ import annotations

from datetime import date

from khetane.cases.procedures.standing import Case, stand
from khetane.cases.procedures.terms import BeyondTheCalendar

Kept = tuple[str, str, str, date | None, str]
COLUMNS = ("stage", "rules", "term", "due", "turn")
NOTHING: Kept = ("", "", "", None, "")


def kept_state(case: Case, on: date) -> Kept:
    """The last step, the version of the rules, the next term, its last day, whose turn it is."""
    try:
        found = stand(case, on)
    except BeyondTheCalendar:  # a day as far as the calendar goes, mistyped: it stands without a term
        return NOTHING
    due = found.next
    return (
        found.last.event if found.last else "",
        found.rules.version,
        due.deadline.code if due else "",
        due.last.day if due and due.last else None,
        found.turn,
    )
