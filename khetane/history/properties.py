"""The properties of a dataset: how the text of an answer becomes a value.

Values are what JSON and PostgreSQL both hold without loss: text, whole numbers, sorted lists of
codes; dates are ISO text, decimals are text, a record is named by its id as text.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from khetane.core.problems import Problem, Sentence
from khetane.history import problems

Value = str | int | list[str] | None
Reader = Callable[[str], Value]


class Unreadable(Exception):
    """The text is no value of the property; `sentence` and `values` say why."""

    def __init__(self, sentence: Sentence, **values: str | int) -> None:
        super().__init__(sentence.code)
        self.sentence, self.values = sentence, values


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its reader, its column (if the record's own table holds it), what empty is.

    `past` is a day that cannot lie in the future.

    `refers` names the dataset of the record it points to; `look_up` turns all given texts of a
    submission into values at once (a place's code into its id).
    """

    name: str
    read: Reader
    column: str = ""
    empty: Value = ""
    required: bool = False
    refers: str = ""
    past: bool = False
    look_up: Callable[[Iterable[str]], Mapping[str, str]] | None = None

    def parse(self, given: str, where: str) -> Value | Problem:
        """The value of an answer; `empty` when it was cleared; or what is wrong with it."""
        given = given.strip()
        if not given:
            return self.empty
        try:
            return self.read(given)
        except Unreadable as wrong:
            about = {"where": where, "property": self.name, "value": given} | wrong.values
            return wrong.sentence.about(**about)


def text(longest: int | None = None) -> Reader:
    def read(given: str) -> Value:
        if longest is not None and len(given) > longest:
            raise Unreadable(problems.TOO_LONG, length=len(given), most=longest)
        return given

    return read


def choice(allowed: Iterable[str]) -> Reader:
    codes = tuple(allowed)

    def read(given: str) -> Value:
        if given not in codes:
            raise Unreadable(problems.UNKNOWN_CODE, allowed=", ".join(codes))
        return given

    return read


def configured(known: Callable[[], Iterable[str]]) -> Reader:
    """One of the codes that the installation has at the moment."""

    def read(given: str) -> Value:
        return choice(known())(given)

    return read


def choices(allowed: Iterable[str]) -> Reader:
    """Several codes divided by blanks."""
    one = choice(allowed)

    def read(given: str) -> Value:
        for code in given.split():
            try:
                one(code)
            except Unreadable as wrong:
                raise Unreadable(wrong.sentence, **wrong.values, value=code) from wrong
        return sorted(set(given.split()))

    return read


def codes(longest: int) -> Reader:
    """Several codes of a list that is configured elsewhere."""
    one = text(longest)

    def read(given: str) -> Value:
        for code in given.split():
            one(code)
        return sorted(set(given.split()))

    return read


def ids(given: str) -> Value:
    """Several records, divided by blanks."""
    return sorted({record_id(part) for part in given.split()})


def ids_in_order(given: str) -> Value:
    """Several records, divided by blanks; their order is meant."""
    return list(dict.fromkeys(record_id(part) for part in given.split()))


def record_id(given: str) -> str:
    try:
        return str(uuid.UUID(given.removeprefix("uuid:")))
    except ValueError as error:
        raise Unreadable(problems.NOT_AN_ID, value=given) from error


def day(given: str) -> Value:
    """A date; of a date with a time, the date."""
    try:
        return date.fromisoformat(given[:10]).isoformat()
    except ValueError as error:
        raise Unreadable(problems.NOT_A_DATE) from error


def whole(low: int, high: int) -> Reader:
    def read(given: str) -> Value:
        try:
            number = int(given)
        except ValueError as error:
            raise Unreadable(problems.NOT_A_NUMBER, low=low, high=high) from error
        if not low <= number <= high:
            raise Unreadable(problems.NOT_A_NUMBER, low=low, high=high)
        return number

    return read


def decimal(high: int) -> Reader:
    """A number that is not negative, kept to two places."""

    def read(given: str) -> Value:
        try:
            number = Decimal(given)
        except InvalidOperation as error:
            raise Unreadable(problems.NOT_A_NUMBER, low=0, high=high) from error
        if not (number.is_finite() and 0 <= number <= high):
            raise Unreadable(problems.NOT_A_NUMBER, low=0, high=high)
        return str(number.quantize(Decimal("0.01")))

    return read


def unlisted(where: str, name: str, given: Iterable[str], allowed: Collection[str]) -> Iterator[Problem]:
    """A problem for each code that is none of `allowed`: lists that depend on more than the property."""
    for code in given:
        if code not in allowed:
            yield problems.UNKNOWN_CODE.about(
                where=where, property=name, value=code, allowed=", ".join(allowed)
            )
