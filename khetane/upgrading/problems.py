"""What can be wrong with what is said of a settlement's process."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

NOT_OF_THE_UNIT = Sentence(
    "settlement_not_of_the_unit",
    gettext_noop("{where}: this is no settlement of the unit's municipality. Choose one of its settlements."),
)
STAYS = Sentence(
    "process_stays",
    gettext_noop(
        "{where}: it stays with the settlement and the process it was made for. Make a new one instead."
    ),
)
SAFEGUARDS_FIRST = Sentence(
    "safeguards_first",
    gettext_noop(
        "{where}: nobody is moved before every safeguard is met. Before “{stage}” these are not: {missing}. "
        "Answer each with its evidence."
    ),
)
DOCUMENTS_FIRST = Sentence(
    "documents_first",
    gettext_noop(
        "{where}: before “{stage}” these documents must be on record: {missing}. Record them first."
    ),
)
DECISION_FIRST = Sentence(
    "decision_first",
    gettext_noop(
        "{where}: “{stage}” needs a decision that grants it, with its number and day. Record the decision first."
    ),
)
INSPECTION_FIRST = Sentence(
    "inspection_first",
    gettext_noop(
        "{where}: before “{stage}” the last inspection must have found everything in order. Record it first."
    ),
)
PROPOSALS_FIRST = Sentence(
    "proposals_first",
    gettext_noop(
        "{where}: before “{stage}” each housing proposal must be agreed or dropped. Decide them first."
    ),
)
REASON_NEEDED = Sentence(
    "process_reason",
    gettext_noop("{where}: “{stage}” asks for the reason. Write it down, and send it again."),
)
DECISION_ASKS = Sentence(
    "decision_asks",
    gettext_noop(
        "{where}: a decision has its number, the body that took it, and whether it granted. Add what is missing."
    ),
)
INSPECTION_ASKS = Sentence(
    "inspection_asks",
    gettext_noop("{where}: an inspection says what was found and what came of it. Add what is missing."),
)
UNKNOWN_RESULT = Sentence(
    "unknown_result",
    gettext_noop(
        "{where}: “{result}” is nothing that this can come to, only: {possible}. Choose one of these."
    ),
)
UNKNOWN_DOCUMENT = Sentence(
    "unknown_document",
    gettext_noop("{where}: “{document}” is no document of this process. It has: {known}."),
)
UNKNOWN_SAFEGUARD = Sentence(
    "unknown_safeguard",
    gettext_noop("{where}: “{code}” is no safeguard of this process. It has: {known}."),
)
RISKS_FIRST = Sentence(
    "risks_first",
    gettext_noop(
        "{where}: the site is exposed to {missing}, and nothing answers that. Say for each risk what protects "
        "the people there, or drop the proposal."
    ),
)
