"""The personal number of a table: JMBG of Serbia, ЕМБГ of North Macedonia, and wherever else it is built alike. Pure.

Thirteen digits: the day of birth (day, month, last three of the year), six digits, and one that follows from the twelve
before it, weighed 7 to 2 twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from khetane.core.birth import Precision
from khetane.core.problems import Problem
from khetane.importing import problems
from khetane.importing.rows import PERSONAL_NUMBER, Fault, Group, Part
from khetane.importing.spelling import LENGTH, check_digit_agrees
from khetane.people.numbers import normalise

# The economies that number their people so; those of others are as long or short as they are.
BUILT_ALIKE = frozenset({"BA", "ME", "MK", "RS"})
MANY = 3  # numbers in doubt: from here on, when they are half of all, the column itself is in doubt


def doubts(groups: Sequence[Group], header_of: dict[str, str]) -> list[Fault]:
    """What is odd about the personal numbers of a table, by row and column; where it is half of them, first that.

    Nobody is left out for it: a person of another country has another number. `header_of` is the column of each code
    that is taken in, such as `document.number`.
    """
    found, counted = [], 0
    for part in _numbers(groups):
        counted += 1
        problem = doubt_of(part.values["number"], _born(part.of))
        if problem is not None:
            found.append(Fault(part.said_in["number"], header_of.get(f"{part.slot}.number", ""), problem))
    if len(found) >= MANY and 2 * len(found) >= counted:
        whole = problems.COLUMN_IN_DOUBT.about(count=len(found), all=counted)
        found.insert(0, Fault(found[0].row, found[0].column, whole))
    return found


def doubt_of(number: str, born: date | None) -> Problem | None:
    """Why this is hardly somebody's number who was `born` on that day, where the whole day is known."""
    digits = normalise(number)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()):
        return problems.NOT_THIRTEEN.about()
    if not check_digit_agrees(digits):
        return problems.CHECK_DIGIT.about()
    if born is not None and digits[:7] != f"{born:%d%m}{born.year % 1000:03}":
        return problems.BORN_OTHERWISE.about()
    return None


def _numbers(groups: Sequence[Group]) -> Iterator[Part]:
    for group in groups:
        for part in group.work:
            said = part.values
            if part.dataset == "document" and said.get("number") and said["kind"] == PERSONAL_NUMBER:
                yield part


def _born(person: Part | None) -> date | None:
    said = person.values if person else {}
    known = said.get("birth_date") and said.get("birth_precision") == Precision.DAY
    return date.fromisoformat(said["birth_date"]) if known else None
