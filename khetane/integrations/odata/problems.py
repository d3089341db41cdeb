"""What an OData address may ask wrongly, each with what to do next."""

from __future__ import annotations

from khetane.core.problems import Sentence, gettext_noop

UNKNOWN_OPTION = Sentence(
    "unknown_option",
    gettext_noop(
        "The option {name} is not supported. Leave it out; $top, $skip, $skiptoken, $count, $filter and $select are."
    ),
)
BAD_NUMBER = Sentence(
    "bad_number", gettext_noop("{name} must be a whole number from 0 to {limit}, such as 100.")
)
BAD_TOKEN = Sentence(
    "bad_token",
    gettext_noop("The $skiptoken is not one that this service gave. Start again without it."),
)
BAD_FILTER = Sentence(
    "bad_filter",
    gettext_noop(
        "The $filter cannot be read at “{at}”. Compare __system/submissionDate, __system/reviewState, "
        "__system/submitterId or __system/unit with eq, ne, lt, le, gt or ge; join with and, or, not."
    ),
)
UNKNOWN_COLUMN = Sentence(
    "unknown_column", gettext_noop("The table has no column {name}. Its columns stand in $metadata.")
)
NO_TABLE = Sentence("no_table", gettext_noop("There is no such form or table here. Open the list of tables."))
NO_TOKEN = Sentence(
    "no_token",
    gettext_noop(
        "Sign in, or send an API token: as a bearer token, or as the password of basic authentication."
    ),
)
