"""What is wrong with a change of the tree."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

CODE_SHAPE = Sentence(
    "place_code_shape",
    gettext_noop(
        'The code "{code}" cannot be used: a code is made of letters A to Z, digits and dashes. Write another one.'
    ),
)
CODE_TAKEN = Sentence(
    "place_code_taken",
    gettext_noop('The code "{code}" is the one of {name} already. Codes never change: choose another one.'),
)
WRONG_LEVEL = Sentence(
    "place_wrong_level",
    gettext_noop(
        "{name} cannot lie there: a place of this kind lies in one of: {allowed}. Choose another place."
    ),
)
NO_NAME = Sentence("place_no_name", gettext_noop("The place has no name. Write it in at least one language."))
OVER = Sentence(
    "place_over", gettext_noop("{name} ended on {day}. Choose a place that exists on the day of the change.")
)
STILL_BELOW = Sentence(
    "place_still_below",
    gettext_noop(
        "{name} cannot end while {number} places lie in it. Merge or split it, or end those places first."
    ),
)
NOT_YET = Sentence(
    "place_not_yet", gettext_noop("{day} is still to come. Record a change of the tree once it has happened.")
)
BEFORE_BEGIN = Sentence(
    "place_before_begin", gettext_noop("{name} begins on {day}, so it cannot end before. Check the day.")
)
INTO_ITSELF = Sentence(
    "place_into_itself", gettext_noop("{name} cannot go over into itself. Choose another place.")
)
OTHER_KIND = Sentence(
    "place_other_kind",
    gettext_noop("{name} is of another kind. Places merge and split into places of their own kind only."),
)
TOO_FEW = Sentence(
    "place_too_few", gettext_noop("A split needs two successors or more. Choose another successor.")
)
NOT_SHARED_OUT = Sentence(
    "place_not_shared_out",
    gettext_noop("It is not said to which successor {name} belongs. Share out every place that lies in it."),
)
NOT_THEN = Sentence(
    "place_not_then",
    gettext_noop(
        "{name} does not exist on {day}, or has ended since. Choose a successor that is still there."
    ),
)
UNKNOWN = Sentence("place_unknown", gettext_noop("There is no place with the id {id}. Look it up again."))
