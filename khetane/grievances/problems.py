"""What can be wrong with what is said of a grievance."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

NO_SUCH_UNIT = Sentence(
    "grievance_no_such_unit",
    gettext_noop("{where}: there is no mobile unit “{unit}”. Choose one of the list, or none."),
)
NO_SUCH_SUBJECT = Sentence(
    "grievance_no_such_subject",
    gettext_noop("{where}: “{about}” is not in the list of what it can be about. Choose one that is."),
)
FUTURE = Sentence(
    "grievance_in_the_future",
    gettext_noop("{where}: {day} has not come yet. Give the day on which it was taken down or received."),
)
AGREED_BEFORE = Sentence(
    "grievance_agreed_before",
    gettext_noop(
        "{where}: whoever wrote cannot have agreed on {day}, before it came ({received}) or later than today. Correct the day."
    ),
)
CONCERN_REASON = Sentence(
    "grievance_concern_reason",
    gettext_noop("Say why this other account is concerned. The data-protection officer is told of it."),
)
CONCERN_LAST = Sentence(
    "grievance_concern_last",
    gettext_noop(
        "Nothing was noted: besides you nobody else could deal with it then. Ask the administrator for another "
        "officer, and declare it afterwards."
    ),
)
ALREADY = Sentence(
    "grievance_already",
    gettext_noop("{where}: it is “{state}” already. Somebody was quicker; look at it as it stands now."),
)
NOTHING_SAID = Sentence(
    "grievance_nothing_said", gettext_noop("{where}: nothing is written. Write what you want to say.")
)
TOO_LONG = Sentence(
    "grievance_too_long",
    gettext_noop(
        "{where}: it has {length} signs; {most} are the most. Say it shorter, or send it in two parts."
    ),
)
NO_MORE_REPLIES = Sentence(
    "grievance_no_more_replies",
    gettext_noop(
        "{where}: it was not taken, because so much was written here already, or the code is not known any more. "
        "Write anew, and name your code there."
    ),
)
