"""What can be wrong with what is said of visits and settlements."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

DONE_IN_THE_FUTURE = Sentence(
    "done_in_the_future",
    gettext_noop(
        "{where}: the visit is said to be done, and its date {date} has not come yet. Correct one of the two."
    ),
)
NOT_IN_A_MUNICIPALITY = Sentence(
    "not_in_a_municipality",
    gettext_noop(
        "{where}: the settlement lies in no municipality of yours. Choose a settlement of your area."
    ),
)
NOT_HANDED_ON = Sentence(
    "task_not_handed_on",
    gettext_noop(
        "{where}: a task is not handed on to another mandate, which would read what was written for this one. Cancel "
        "it, and write a new one for that mandate."
    ),
)
