"""What can stand in the way of applying a submission: sentences for whoever mends it."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

NOT_A_DATE = Sentence(
    "not_a_date",
    gettext_noop(
        "{where}: “{value}” is not a date for “{property}”. Write it as year-month-day, such as 2024-05-31."
    ),
)
NOT_A_NUMBER = Sentence(
    "not_a_number",
    gettext_noop("{where}: “{value}” is not a number for “{property}” between {low} and {high}. Correct it."),
)
TOO_LONG = Sentence(
    "too_long",
    gettext_noop("{where}: “{property}” has {length} characters and can hold {most}. Shorten it."),
)
UNKNOWN_CODE = Sentence(
    "unknown_code",
    gettext_noop("{where}: “{value}” is not one of the values of “{property}”. Use one of: {allowed}."),
)
NOT_AN_ID = Sentence(
    "not_an_id",
    gettext_noop(
        "{where}: “{value}” in “{property}” is not the id of a record. Choose the record from the list."
    ),
)
UNKNOWN_PLACE = Sentence(
    "unknown_place",
    gettext_noop(
        "{where}: there is no place “{value}”. Use the code or id of a place in the list of places."
    ),
)
MISSING = Sentence(
    "missing",
    gettext_noop("{where}: “{property}” is missing. Give it and apply again."),
)
IN_THE_FUTURE = Sentence(
    "in_the_future",
    gettext_noop("{where}: “{property}” is {value}, a day that has not come yet. Correct the date."),
)
NOT_HERE = Sentence(
    "not_here",
    gettext_noop(
        "{where}: the record {id} is not here, or not yet. "
        "When it arrives this is applied by itself; otherwise choose another record."
    ),
)
MERGED_AWAY = Sentence(
    "merged_away",
    gettext_noop(
        "{where}: this record was found to be the same as {id} and merged into it. "
        "Look at that record, and make the edit there if it is still right."
    ),
)
REFERENCE_NOT_HERE = Sentence(
    "reference_not_here",
    gettext_noop(
        "{where}: “{property}” names the record {id}, which is not here, or not yet. "
        "When it arrives this is applied by itself; otherwise choose another record."
    ),
)
VERSION_NOT_HERE = Sentence(
    "version_not_here",
    gettext_noop(
        "{where}: this was based on version {version} of the record, and the last one here is {last}. "
        "Look at the record, and make the edit again if it is still right."
    ),
)
ID_NOT_USABLE = Sentence(
    "id_not_usable",
    gettext_noop("This cannot be recorded under the ids it came with. Record it again as a new entry."),
)
# The same of one's own record and of one that the viewer may not see: it names none, so that nothing is learned.
ALREADY_HERE = Sentence(
    "already_here",
    gettext_noop(
        "This says that it is new, but a record with one of its ids is here already, so nothing of it was applied. "
        "If the same record is meant, change the one that is here; otherwise record it again as a new entry."
    ),
)
CANNOT_BE_STORED = Sentence(
    "cannot_be_stored",
    gettext_noop("The database refused these values together (rule “{rule}”). Correct them and apply again."),
)
NOT_YOURS = Sentence(
    "not_yours",
    gettext_noop("{where}: this belongs to a unit for which you do not record. Ask that unit to enter it."),
)
NOT_YOUR_MANDATE = Sentence(
    "not_your_mandate",
    gettext_noop(
        "{where}: these answers are kept with the mandate “{mandate}”, whose records you do not read. "
        "Ask someone of that mandate to record the change."
    ),
)
TWICE = Sentence(
    "twice",
    gettext_noop(
        "{where}: the record {id} stands twice in this submission with different “{property}”. Keep one."
    ),
)
BUSY = Sentence(
    "busy",
    gettext_noop(
        "These records are being changed by several people at this moment. Apply again in a minute."
    ),
)
DECIDED = Sentence(
    "decided",
    gettext_noop("This conflict is not there, or was decided already. Look at the record as it stands now."),
)
NO_SUCH_SIDE = Sentence(
    "no_such_side",
    gettext_noop(
        "The value you chose is not one of this conflict’s. Load the page again and choose once more."
    ),
)
