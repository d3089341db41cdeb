"""What can be wrong with what is said of a referral, beside what is wrong with any casework."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

AWAITED_TOO_LONG = Sentence(
    "awaited_too_long",
    gettext_noop(
        "{where}: an answer awaited until {until} does not fit a referral of {sent}. "
        "Choose a day from then on, within a year."
    ),
)
NOT_YOUR_STEP = Sentence(
    "not_your_step",
    gettext_noop(
        "{where}: to become “{state}” is a step of the other side. A mandate of the unit answers for itself; "
        "the sender may revoke the referral or extend it."
    ),
)
SENDERS_ONLY = Sentence(
    "senders_only",
    gettext_noop(
        "{where}: what a referral says, and until when, is its sender's. Answer it, or ask the sender to change it."
    ),
)
EXPIRED = Sentence(
    "referral_expired",
    gettext_noop(
        "{where}: an answer was awaited until {until}. Ask the sender to extend the referral, then answer it."
    ),
)
NOT_IN_DIRECTORY = Sentence(
    "not_in_directory",
    gettext_noop(
        "{where}: the service {id} is not in the directory. Choose one that is, or name the kind of institution."
    ),
)
OTHER_KIND = Sentence(
    "other_kind_of_institution",
    gettext_noop(
        "{where}: “{provider}” stands in the directory as “{kind}”, not as “{said}”. Choose one of them: "
        "consent is given to a kind of institution."
    ),
)
