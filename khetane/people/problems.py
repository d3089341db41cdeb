"""What can be wrong with what is said of households and persons."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

BORN_LATER = Sentence(
    "born_later",
    gettext_noop(
        "{where}: the birth ({birth}) is later than {day}, when this was recorded. Correct the birth date."
    ),
)
BORN_TOO_EARLY = Sentence(
    "born_too_early",
    gettext_noop("{where}: born {birth}, more than {years} years ago. Correct the birth date."),
)
MEMBER_BEFORE_BIRTH = Sentence(
    "member_before_birth",
    gettext_noop("{where}: born {birth}, but a member of the household from {day}. Correct one of the two."),
)
NO_NAME = Sentence(
    "no_name",
    gettext_noop("{where}: a person needs a given name or a family name. Give one, as spoken."),
)
INVISIBLE_NAME = Sentence(
    "invisible_name",
    gettext_noop(
        "{where}: a name consists of characters that cannot be seen. Write it anew, or leave it empty."
    ),
)
TWO_HOUSEHOLDS = Sentence(
    "two_households",
    gettext_noop(
        "{where}: on {day} the person is already a member of another household. "
        "Give a later day for joining this one, or end the other membership first."
    ),
)
LEFT_BEFORE_JOINING = Sentence(
    "left_before_joining",
    gettext_noop("{where}: left on {ends}, before joining on {begins}. Correct one of the two days."),
)
TWO_HEADS = Sentence(
    "two_heads",
    gettext_noop("Two members are head of household on {day}: {one} and {other}. Keep one."),
)
OTHER_UNIT = Sentence(
    "other_unit",
    gettext_noop(
        "{where}: the household belongs to another unit than the person. Hand one of them over before moving her."
    ),
)
CIRCLE = Sentence(
    "circle",
    gettext_noop(
        "{where}: the household would be split off from itself, through {id}. Choose another household."
    ),
)
SETTLEMENT_OF_ANOTHER_UNIT = Sentence(
    "settlement_of_another_unit",
    gettext_noop(
        "{where}: the settlement “{place}” is looked after by {unit}, and each unit records the households of its own "
        "settlements. Correct the settlement, or ask that unit to record the household."
    ),
)
GROUPS_WITHOUT_ANSWER = Sentence(
    "groups_without_answer",
    gettext_noop(
        "{where}: groups are given although the answer is “{answer}”. Record only what the person said."
    ),
)
CHILD_ASKED = Sentence(
    "child_asked",
    gettext_noop(
        "{where}: the person is under {years} on {day}. What a parent says is not the child's own answer: "
        "leave it at “not asked”, and ask the person from the age of {years}."
    ),
)
WITHDRAWN_BEFORE_GIVEN = Sentence(
    "withdrawn_before_given",
    gettext_noop(
        "{where}: withdrawn on {withdrawn}, before it was given on {given}. Correct one of the two days."
    ),
)
OF_NOBODY = Sentence(
    "of_nobody",
    gettext_noop("{where}: it names neither a household nor a person. Say whose it is."),
)
ENDS_BEFORE_IT_BEGINS = Sentence(
    "ends_before_it_begins",
    gettext_noop("{where}: it ends on {ends}, before it begins on {begins}. Correct one of the two days."),
)
SAID_ALREADY = Sentence(
    "said_already",
    gettext_noop(
        "What one of these persons said of her ethnicity is on record already. "
        "Ask someone who may read it to change that entry."
    ),
)
NOT_TO_HAND_OVER = Sentence(
    "not_to_hand_over",
    gettext_noop(
        "This household is not one of your unit’s, or that unit answers for it already. Nothing was changed."
    ),
)
RESTRICTED = Sentence(
    "restricted",
    gettext_noop(
        "{where}: somebody of the household objected, and its record is used for nothing new until that is decided. "
        "Wait for the data-protection officer's decision."
    ),
)
NO_CONSENT_TO_HAND_OVER = Sentence(
    "no_consent_to_hand_over",
    gettext_noop(
        "The household has not agreed to sharing its record with the unit {unit} on {day}. "
        "Record that consent first, naming {unit} as recipient."
    ),
)
BEFORE_RESPONSIBILITY = Sentence(
    "before_responsibility",
    gettext_noop("Your unit began to answer for this household after {day}. Give a later day."),
)
NOT_TO_MERGE = Sentence(
    "not_to_merge",
    gettext_noop(
        "These two records are not both your unit’s, or one of them was merged already. Nothing was changed. "
        "Open the list of possible matches again."
    ),
)
NOT_TO_PART = Sentence(
    "not_to_part",
    gettext_noop(
        "This merge cannot be undone now: it was undone already, another record was merged into the same person later, or the "
        "household is another unit’s. Undo the later merge first."
    ),
)
CHANGED_SINCE_MERGED = Sentence(
    "changed_since_merged",
    gettext_noop(
        "This merge cannot be undone: stays in households were changed since and would overlap. "
        "Correct the person’s households first, then undo the merge."
    ),
)
NOT_CHOSEN = Sentence(
    "not_chosen_in_merge",
    gettext_noop(
        "The records differ here: {what}. Choose for each which one is right, then merge. Nothing was changed."
    ),
)
CONTESTED_IN_MERGE = Sentence(
    "contested_in_merge",
    gettext_noop(
        "Somebody changes the same field of this person at this moment, or a conflict about it is open. "
        "Decide that first, then merge. Nothing was changed."
    ),
)
