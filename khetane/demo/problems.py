"""Why the demonstration country cannot be loaded."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

NOT_TAKEN = Sentence(
    "demo_not_taken",
    gettext_noop(
        "A made-up record of the form {form} in unit {unit} was not taken in: {said} Nothing else was changed; "
        "report this as an error of the program."
    ),
)
REAL_DATABASE = Sentence(
    "demo_real_database",
    gettext_noop(
        "This database holds households that are not of the demonstration country. Made-up people never come among "
        "real ones: use an empty data folder (KHETANE_HOME), or add --demo if all of them are test data."
    ),
)
