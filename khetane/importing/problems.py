"""What can be wrong with a table, its mapping or a row of it."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

_ = gettext_noop
EMPTY = Sentence("empty", _("“{name}” is empty. Save the table again and choose it anew."))
TOO_LARGE = Sentence(
    "too_large", _("“{name}” has {size} bytes; {limit} are taken. Divide it into several tables.")
)
NOT_A_TABLE = Sentence(
    "not_a_table",
    _("“{name}” is no table that can be read. Save it as .xlsx or as CSV (UTF-8) and choose it anew."),
)
PASSWORD = Sentence("password", _("“{name}” has a password. Save a copy without one and choose that."))
UNPACKS_TOO_LARGE = Sentence(
    "unpacks_too_large",
    _("“{name}” unpacks to more than a table needs. Copy its cells into a new workbook and choose that."),
)
STOPPED = Sentence(
    "stopped",
    _(
        "“{name}” took too long or too much memory to read. Copy its cells into a new workbook, or divide the table."
    ),
)
CROWDED = Sentence("crowded", _("Other tables are being read now. Try again in a minute."))
TOO_MANY_ROWS = Sentence(
    "too_many_rows", _("“{name}” has more than {limit} rows. Divide it into several tables.")
)
TOO_MANY_COLUMNS = Sentence(
    "too_many_columns", _("“{name}” has more than {limit} columns. Remove those that are not to be taken in.")
)
NO_HEADER = Sentence(
    "no_header",
    _("Row {row} of “{name}” holds no names of columns. Say in which row the names of the columns stand."),
)
NO_SHEET = Sentence("no_sheet", _("There is no sheet “{sheet}”. There are: {sheets}."))
SAME_COLUMN = Sentence(
    "same_column", _("Two columns are called “{column}”. Give each a name of its own in the table.")
)
NO_COLUMN = Sentence("no_column", _("The table has no column “{column}”. It has: {columns}."))
NO_TARGET = Sentence(
    "no_target",
    _("“{target}” is nothing a column can be taken in as. See docs/how-to/import.md for the list."),
)
TWICE = Sentence("twice", _("“{target}” is given to two columns: {one} and {other}. Choose one of them."))
NOTHING_MAPPED = Sentence(
    "nothing_mapped", _("No column is to be taken in. Say for at least one column what it holds.")
)
WRONG_MAPPING = Sentence("wrong_mapping", _("The mapping cannot be used: {reason}"))
NOT_BORN_YET = Sentence(
    "not_born_yet", _("The birth “{value}” is a day that has not come yet. Correct it in the table.")
)
NO_HOUSEHOLD = Sentence(
    "no_household",
    _(
        "This row names no household, and none stands above it. Give its code, its key, or what is known of the household."
    ),
)
UNKNOWN_HOUSEHOLD = Sentence(
    "unknown_household", _("There is no household {code} in the unit. Correct the code, or leave it empty.")
)
OTHER_ABOVE = Sentence(
    "other_above",
    _("“{value}” differs from “{before}”, which row {row} says of the same household. Make them agree."),
)
UNKNOWN_SETTLEMENT = Sentence(
    "unknown_settlement",
    _("No settlement of the municipality is called “{value}”, and no place has that code. Correct it."),
)
NOT_A_DAY = Sentence(
    "not_a_day", _("“{value}” is not a day. Write it as 31.5.2024, or as year-month-day: 2024-05-31.")
)
NOT_A_COUNT = Sentence("not_a_count", _("“{value}” is not a number. Write digits only, such as 1250,50."))
NOT_IN_LIST = Sentence(
    "not_in_list", _("“{value}” is none of: {allowed}. Correct it, or say in the mapping what it means.")
)
TOO_LONG_CELL = Sentence(
    "too_long_cell", _("The cell holds {length} characters; {limit} are taken. Shorten it.")
)
ALIKE_HERE = Sentence(
    "alike_here", _("{person} looks like {other}, who is in the register (household {household}).")
)
ALIKE_ABOVE = Sentence("alike_above", _("{person} stands in row {row} already."))
IS_HERE = Sentence(
    "is_here", _("This table was imported already, on {day}. Undo that import first, or change the table.")
)
NOT_YOURS = Sentence(
    "not_yours", _("There is no import {id} in your units. See the list of imports for those there are.")
)
NOT_MAPPED_YET = Sentence("not_mapped_yet", _("Say first what the columns hold."))
NO_UNIT = Sentence("no_unit", _("You import for more than one unit, or for none. Say for which: {units}."))
NOT_APPLIED = Sentence(
    "not_applied",
    _(
        "This household speaks of a record that is not in the unit, or that somebody else changed. Record it by hand."
    ),
)
WHOSE_DOCUMENT = Sentence(
    "whose_document",
    _("The row says something of a document and nobody whose it is. Say which column holds her name."),
)
NOT_THIRTEEN = Sentence(
    "not_thirteen",
    _("A personal number has thirteen digits, and this one has not. Is it of another country?"),
)
CHECK_DIGIT = Sentence(
    "check_digit",
    _(
        "The last digit of this personal number does not follow from the others. Compare it with the document."
    ),
)
BORN_OTHERWISE = Sentence(
    "born_otherwise",
    _("This personal number begins with another day of birth than the row says. Whose is it?"),
)
COLUMN_IN_DOUBT = Sentence(
    "column_in_doubt",
    _(
        "{count} of {all} personal numbers in the table are in doubt. Has a column slipped, or is it another than you said?"
    ),
)
