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
NOT_IN_USE = Sentence(
    "service_not_in_use",
    gettext_noop(
        "{where}: the service “{type}” was not in use on {day}. Choose another one, or correct the day."
    ),
)
NO_MONEY = Sentence(
    "service_without_money",
    gettext_noop(
        "{where}: no money is given with “{type}”. Take the amount away, or choose another service."
    ),
)
NO_CURRENCY = Sentence(
    "amount_without_currency", gettext_noop("{where}: an amount of money without a currency. Say which.")
)
NOT_ANSWERED = Sentence(
    "service_question_open",
    gettext_noop("{where}: “{type}” asks for “{property}”, which is not answered. Answer it."),
)
MORE_LISTED = Sentence(
    "more_listed_than_came",
    gettext_noop(
        "{where}: {listed} persons are listed, but only {came} are said to have come. Correct one of the two."
    ),
)
OTHER_UNITS_PERSON = Sentence(
    "other_units_person",
    gettext_noop(
        "{where}: one of the persons listed belongs to another unit. Count her, and do not list her."
    ),
)
FOLLOWS_ITSELF = Sentence(
    "follows_itself",
    gettext_noop("{where}: a procedure cannot follow itself. Name the procedure that came before it."),
)
OTHER_PROCEDURE = Sentence(
    "other_procedure",
    gettext_noop(
        "{where}: what was recorded of one procedure cannot be moved to another. Record it there, and correct it here."
    ),
)
NOT_YOURSELF = Sentence(
    "not_yourself",
    gettext_noop(
        "{where}: you can take this over yourself, or leave it, but not hand it to somebody else. Ask her to take it over."
    ),
)
GRANTED_WHEN = Sentence(
    "granted_when",
    gettext_noop(
        "{where}: the procedure was granted, and nobody says on which day. Give the day in “solved on”."
    ),
)
RUNS_ALREADY = Sentence(
    "procedure_runs_already",
    gettext_noop(
        "{where}: a procedure “{type}” of this person is open already, since {day}. Go on with that one, or close it first."
    ),
)
STEP_TWICE = Sentence(
    "step_twice",
    gettext_noop("This step of the procedure is on record already. Open it there and correct its day."),
)
DECIDES_NOTHING = Sentence(
    "decides_nothing",
    gettext_noop("{where}: the step “{event}” neither grants nor refuses. Leave its result empty."),
)
HELD_IN_THE_FUTURE = Sentence(
    "held_in_the_future",
    gettext_noop("{where}: a hearing on {date} cannot have been held yet. Correct its day or its state."),
)
ENDS_BEFORE_GIVEN = Sentence(
    "ends_before_given",
    gettext_noop(
        "{where}: the power of attorney ends on {end}, before it was given on {given}. Correct one of the two days."
    ),
)
NOT_A_TIME = Sentence(
    "not_a_time", gettext_noop("{where}: “{value}” in {property} is no time of day. Write it as 09:30.")
)
NOT_A_CURRENCY = Sentence(
    "not_a_currency",
    gettext_noop("{where}: “{value}” in {property} is no currency. Write its three letters, such as RSD."),
)
PLAN_IS_OPEN = Sentence(
    "plan_is_open",
    gettext_noop(
        "This household has a plan that is not closed. Open the household's page and go on with that plan, or close it first."
    ),
)
PLAN_IS_THE_COORDINATORS = Sentence(
    "plan_is_the_coordinators",
    gettext_noop(
        "{where}: the plan of a household is drawn up and changed by the coordinator. Tell her what should stand in it."
    ),
)
STAYS_WHERE_IT_IS = Sentence(
    "plan_stays",
    gettext_noop(
        "{where}: a plan stays with its household, and a step with its plan. Close it, and make a new one there."
    ),
)
OF_ANOTHER_HOUSEHOLD = Sentence(
    "of_another_household",
    gettext_noop(
        "{where}: what “{property}” names belongs to another household. Choose one of the plan's household."
    ),
)
