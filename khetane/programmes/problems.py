"""What can be wrong with what is said of enrolments, sessions and milestones."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

PERSON_NEEDED = Sentence(
    "scheme_for_persons",
    gettext_noop("{where}: “{scheme}” is for one person. Say who of the household is enrolled."),
)
NOT_ELIGIBLE = Sentence(
    "not_eligible",
    gettext_noop(
        "{where}: not every criterion of “{scheme}” is met or known: {against}. "
        "Answer what is open, or give the reason for an exception."
    ),
)
REASON_NEEDED = Sentence(
    "scheme_reason", gettext_noop("{where}: “{stage}” asks for the reason. Write it down, and send it again.")
)
MILESTONES_FIRST = Sentence(
    "milestones_first",
    gettext_noop("{where}: before “{stage}” these milestones must be reached: {missing}. Record them first."),
)
UNKNOWN_ANSWER = Sentence(
    "scheme_answer",
    gettext_noop("{where}: “{answer}” answers nothing that “{scheme}” asks. It asks: {known}."),
)
UNKNOWN_MILESTONE = Sentence(
    "unknown_milestone", gettext_noop("{where}: “{scheme}” has no milestone “{kind}”. It has: {known}.")
)
OTHER_SCHEME = Sentence(
    "other_scheme",
    gettext_noop("{where}: somebody listed is not enrolled in “{scheme}”. Enrol her first, or take her out."),
)
STAYS = Sentence(
    "enrolment_stays",
    gettext_noop(
        "{where}: it stays with the scheme and with whom it was made for. Make a new one for another scheme or person."
    ),
)
HERE_AND_AWAY = Sentence(
    "here_and_away",
    gettext_noop("{where}: somebody is said to be present and absent. Correct one of the two."),
)
MORE_PRESENT = Sentence(
    "more_present_than_came",
    gettext_noop(
        "{where}: {present} are said to be present, but only {came} to have come. Correct one of the two."
    ),
)
SAME_TWICE = Sentence(
    "enrolled_already",
    gettext_noop("{where}: is enrolled in “{scheme}” already, since {day}. Go on with that enrolment."),
)
AFTER_ANOTHER = Sentence(
    "milestone_after_another",
    gettext_noop(
        "{where}: “{kind}” comes after “{before}”, which is not reached yet. Record that one first."
    ),
)
TOO_EARLY = Sentence(
    "milestone_too_early",
    gettext_noop("{where}: “{kind}” can be said from {day} on. Plan it for that day, and ask then."),
)
NOT_IN_STAGE = Sentence(
    "milestone_not_in_stage",
    gettext_noop(
        "{where}: “{kind}” is reached in the stage {known}, and it stands at “{stage}”. Take that step first."
    ),
)
