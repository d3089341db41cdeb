"""One line of a list that a form offers: a choice, a line of a CSV, a place on a map. Pure.

A line is hers where it is called by her full name (and a class or the like), or says her given and her family name in two cells. Of such a line the
value stays (or becomes a neutral one), the name becomes a word, and all else it says is emptied. In another person's
line only the name is covered: a child's line that tells her mother's name stays the child's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, product

from khetane.forms.redaction.columns import (
    Cell,
    is_label,
    is_of_a_parent,
    is_of_the_line,
    is_value,
    own_name,
    says_family,
    says_given,
)
from khetane.forms.redaction.full_names import FullNames
from khetane.forms.redaction.labels import calls_her
from khetane.forms.redaction.neutral import Neutral


def is_hers(cells: Sequence[Cell], neutral: Neutral, called: Collection[str] = ()) -> bool:
    """Whether a line is hers; `called` are columns besides the usual ones by which the form calls its lines."""
    names = neutral.whom
    if any(
        calls_her(names, text) if is_of_the_line(column) else names.is_all(text)
        for column, text in cells
        if is_value(column) or is_label(column) or column in called
    ):
        return True
    if any(names.names_her(text) for column, text in cells if is_value(column) and " " not in text.strip()):
        return True
    if _names_another(cells, names):
        return False
    return any(
        is_of_the_line(cells[given][0]) and is_of_the_line(cells[family][0])
        for given, family in _in_two_cells(cells, names)
    )


def _names_another(cells: Sequence[Cell], names: FullNames) -> bool:
    """Whether somebody else stands where a line says whom it is about."""
    at, _ = own_name(cells)
    if at is None or not any(map(str.isalpha, cells[at][1])):
        return False
    column, text = cells[at]
    if says_family(column):  # a column for both
        return not (names.names_her(text) or names.given_alone(text) or names.family_alone(text))
    return not names.holds_a_name(text)


def _in_two_cells(cells: Sequence[Cell], names: FullNames) -> Iterator[tuple[int, int]]:
    """Where her given and her family name stand by themselves, side by side or under headers that say so.

    A parent's given name beside the family name of the line is not she: that is how a child is told from another.
    """
    parents = [at for at, (column, _) in enumerate(cells) if is_of_a_parent(column)]
    for places in (parents, [at for at in range(len(cells)) if at not in parents]):
        given = [at for at in places if names.given_alone(cells[at][1])]
        family = [at for at in places if names.family_alone(cells[at][1])]
        beside = {pair for one, other in pairwise(places) for pair in ((one, other), (other, one))}
        for one, other in product(given, family):
            told = says_given(cells[one][0]) and says_family(cells[other][0])
            if one != other and (told or (one, other) in beside):
                yield one, other


def _cells_that_name_her(cells: Sequence[Cell], names: FullNames) -> frozenset[int]:
    """Of another person's line: her name in two cells, but for those that say whose line it is."""
    _, own = own_name(cells)
    pairs = [
        pair
        for pair in _in_two_cells(cells, names)
        if pair[0] not in own or all(is_of_the_line(cells[at][0]) for at in pair)
    ]
    return frozenset(at for pair in pairs for at in pair) - own


def others_line(
    cells: Sequence[Cell], neutral: Neutral, word: str, values: Collection[str] = ()
) -> list[str]:
    """What stands in the cells of somebody else's line, her name covered."""
    hers = _cells_that_name_her(cells, neutral.whom)
    return [
        neutral.identifier(text)
        if is_value(column) or column in values
        else (word if at in hers else _covered(text, neutral, word))
        for at, (column, text) in enumerate(cells)
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
