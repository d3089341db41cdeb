"""`$filter` as ODK Central takes it: comparisons of what the system knows of a submission.

filter     = all ("or" all)*          all = one ("and" one)*
one        = "not" one | "(" filter ")" | value comparison value
value      = field | function "(" field ")" | literal
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from psycopg import sql

from khetane.core.refusals import Invalid
from khetane.integrations.odata import problems

FIELDS = {
    "__system/submissionDate": sql.SQL("s.received_at"),
    "__system/reviewState": sql.SQL("s.state"),
    "__system/submitterId": sql.SQL("s.account::text"),
    "__system/unit": sql.SQL("(select x.code from organisations_unit x where x.id = s.unit_id)"),
}
MOMENT = "__system/submissionDate"
FUNCTIONS = ("year", "month", "day", "hour", "minute", "second")
COMPARISONS = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
DEEPEST = 20
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^']|'')*')|(?P<moment>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?)
        |(?P<number>-?\d{1,9}(?![\w.]))|(?P<name>[$\w/]+)|(?P<sign>[()]))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL on a submission `s`, and its parameters."""

    text: sql.Composable
    parameters: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Value:
    """One side of a comparison. `kind` is moment, text, number or null."""

    text: sql.Composable
    kind: str
    parameters: tuple[Any, ...] = ()


def condition(text: str, *, root: str) -> Condition:
    """The filter as SQL. Below the main table, fields stand under `$root/Submissions/` (`root`).

    Raises Invalid with the place at which it cannot be read.
    """
    reading = _Reading(list(_tokens(text)), root)
    found = reading.any_of()
    reading.end()
    return found


def _tokens(text: str) -> Sequence[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _wrong(text[at:])
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return found


@dataclass(slots=True)
class _Reading:
    tokens: list[tuple[str, str]]
    root: str
    at: int = 0
    depth: int = field(default=0)

    def any_of(self) -> Condition:
        return self._joined("or", self.all_of)

    def all_of(self) -> Condition:
        return self._joined("and", self.one)

    def one(self) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._wrong()
        if self._take("not"):
            inner = self.one()
            found = Condition(sql.SQL("not ({})").format(inner.text), inner.parameters)
        elif self._take("("):
            found = self.any_of()
            if not self._take(")"):
                raise self._wrong()
        else:
            found = self.comparison()
        self.depth -= 1
        return found

    def comparison(self) -> Condition:
        left, sign, right = self.value(), self._next()[1], self.value()
        if sign not in COMPARISONS:
            self.at -= 2
            raise self._wrong()
        kinds = {left.kind, right.kind}
        if "null" in kinds and sign in ("eq", "ne"):
            word = "is" if sign == "eq" else "is not"
            known = left if right.kind == "null" else right
            return Condition(sql.SQL(f"{{}} {word} null").format(known.text), known.parameters)
        if len(kinds) != 1:
            raise self._wrong()
        text = sql.SQL(f"{{}} {COMPARISONS[sign]} {{}}").format(left.text, right.text)
        return Condition(text, left.parameters + right.parameters)

    def value(self) -> _Value:
        kind, text = self._next()
        if kind == "name" and text in FUNCTIONS:
            return self._part(text)
        if kind == "name":
            return self._named(text)
        if kind == "moment":
            return _Value(sql.SQL("%s::timestamptz"), "moment", (self._moment(text),))
        if kind == "number":
            return _Value(sql.SQL("%s::int"), "number", (int(text),))
        if kind == "text":
            return _Value(sql.SQL("%s::text"), "text", (text[1:-1].replace("''", "'"),))
        self.at -= 1
        raise self._wrong()

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise self._wrong()

    def _part(self, name: str) -> _Value:
        if self._take("("):
            inner = self._named(self._next()[1])
            if inner.kind == "moment" and self._take(")"):
                text = sql.SQL(f"extract({name} from {{}} at time zone 'UTC')::int").format(inner.text)
                return _Value(text, "number")
        raise self._wrong()

    def _named(self, name: str) -> _Value:
        if name == "null":
            return _Value(sql.SQL("null"), "null")
        known = name.removeprefix(self.root)
        if known not in FIELDS or (self.root and known == name):
            self.at -= 1
            raise self._wrong()
        return _Value(FIELDS[known], "moment" if known == MOMENT else "text")

    def _moment(self, text: str) -> datetime:
        try:
            value = datetime.fromisoformat(text)
        except ValueError as error:
            raise _wrong(text) from error
        return value if value.tzinfo else value.replace(tzinfo=UTC)

    def _joined(self, word: str, part: Any) -> Condition:
        parts: list[Condition] = [part()]
        while self._take(word):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        text = sql.SQL(f" {word} ").join(one.text for one in parts)
        return Condition(sql.SQL("({})").format(text), sum((one.parameters for one in parts), ()))

    def _take(self, text: str) -> bool:
        found = self.at < len(self.tokens) and self.tokens[self.at] in (("name", text), ("sign", text))
        self.at += found
        return found

    def _next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise self._wrong()
        self.at += 1
        return self.tokens[self.at - 1]

    def _wrong(self) -> Invalid:
        return _wrong(" ".join(text for _, text in self.tokens[self.at :]))


def _wrong(rest: str) -> Invalid:
    return Invalid(problems.BAD_FILTER.about(at=rest[:40] or "…"))
