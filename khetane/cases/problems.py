"""What can be wrong with what is said of casework."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

NO_CONSENT = Sentence(
    "no_consent",
    gettext_noop(
        "{where}: no consent to a referral or to sharing with “{recipient}” is in force on {day}. "
        "Ask for it and record it, or do not refer."
    ),
)
TO_NOBODY = Sentence(
    "to_nobody",
    gettext_noop("{where}: the referral names neither a mandate nor an institution. Say to whom it goes."),
)
SOLVED_BEFORE_INITIATED = Sentence(
    "solved_before_initiated",
    gettext_noop(
        "{where}: solved on {solved}, before it was initiated on {initiated}. Correct one of the two days."
    ),
)
