"""One line of a list that a form offers: a choice, a line of a CSV, a place on a map. Pure.

A line is hers where it is called by her full name, or says her given and her family name in two cells. Of such a line the
value stays (or becomes a neutral one), the name becomes a word, and all else it says is emptied. In another person's
line only the name is covered: a child's line that tells her mother's name stays the child's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from khetane.forms.redaction.neutral import Neutral

VALUES = frozenset({"name", "value", "id", "name_key", "key"})
_LABEL = re.compile(r"(?:label|title)(?:\b|_|:)", re.IGNORECASE)
_OF_A_PARENT = re.compile(
    r"parent|mother|father|guardian|roditelj|родитељ|родител|majka|majke|мајка|мајке|otac|oca|отац|оца|татко"
    r"|staratelj|старатељ|старател|prind|nena|nëna|babai|anne|baba",
    re.IGNORECASE,
)
Cell = tuple[str, str]  # the name of the column, and what stands there


def is_hers(cells: Sequence[Cell], neutral: Neutral, called: Collection[str] = ()) -> bool:
    """Whether a line is hers; `called` are columns besides the usual ones by which the form calls its lines."""
    names = neutral.whom
    if any(
        names.is_all(text)
        for column, text in cells
        if is_value(column) or is_label(column) or column in called
    ):
        return True
    if any(names.names_her(text) for column, text in cells if is_value(column) and " " not in text.strip()):
        return True
    own = [text for column, text in cells if not _OF_A_PARENT.search(column)]
    return any(
        (names.given_alone(one) and names.family_alone(other))
        or (names.family_alone(one) and names.given_alone(other))
        for one, other in pairwise(own)
    )


def others_line(
    cells: Sequence[Cell], neutral: Neutral, word: str, values: Collection[str] = ()
) -> list[str]:
    """What stands in the cells of somebody else's line, her name covered."""
    return [
        neutral.identifier(text) if is_value(column) or column in values else _covered(text, neutral, word)
        for column, text in cells
    ]


def her_line(
    cells: Sequence[Cell],
    neutral: Neutral,
    word: str,
    called: Collection[str] = (),
    values: Collection[str] = (),
) -> list[str]:
    """What is left in the cells of her line: the value, and a word; `values` are columns that hold what is answered."""
    return [_of_hers(column, text, neutral, word, called, values) for column, text in cells]


def _of_hers(
    column: str, text: str, neutral: Neutral, word: str, called: Collection[str], values: Collection[str]
) -> str:
    if is_value(column) or column in values:
        return neutral.code(text)
    if is_label(column) or column in called or neutral.whom.names_her(text):
        return word if text.strip() else text
    return ""


def _covered(text: str, neutral: Neutral, word: str) -> str:
    """Her name in another person's line: as a word, or, where it is written as a value, as a neutral one."""
    bare = text.strip()
    return neutral.identifier(text) if "_" in bare and " " not in bare else neutral.whom.covered(text, word)


def is_value(column: str) -> bool:
    return column.strip().lower() in VALUES


def is_label(column: str) -> bool:
    return bool(_LABEL.match(column.strip()))
