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
