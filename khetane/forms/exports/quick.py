"""Submissions written the usual way, read by one compiled pattern per form version.

Clients write a form's nodes in the form's order, each at most once, with attributes at the root and
in `meta` only. Such a record is matched in a few microseconds and gives exactly the cells that
`flatten` gives (a generative test compares them). Whatever is written otherwise does not match, and
is for `flatten` to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from khetane.forms.xml.flatten import Node, Plan

# No possessive groups: Python before 3.11.5 matches them wrongly.
_ATTRIBUTES = r"""(?:\s+[^\s=<>"'/]+="[^"<]*")*"""
_PROLOG = r"(?:<\?xml[^<>]*\?>)?\s*"
_PREFIX = r"(?:[A-Za-z_][\w.-]*:)?"


MAIN = ""
NOTHING: Mapping[str, str] = MappingProxyType({})


class Line(NamedTuple):
    """One row of the table at `path`, its cells in the order of the plan's columns.

    The path is told below the root ("member", "g/visit"). `other` is what the form does not know, by
    its path.
    """

    path: str
    key: str
    parent_key: str | None
    cells: tuple[str, ...]
    other: Mapping[str, str]


@dataclass(slots=True)
class _Repeat:
    """A repeat between two stretches of answers."""

    path: str
    column: str
    opening: re.Pattern[str]
    inside: _Row


@dataclass(slots=True)
class _Row:
    """How to read one row: stretches of answers with the repeats between them."""

    stretches: list[re.Pattern[str]] = field(default_factory=list)
    repeats: list[_Repeat] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Quick:
    """Reads the submissions of one form version that are written the usual way."""

    row: _Row

    def read(self, text: str, instance_id: str) -> list[Line] | None:
        """The rows in the order of each table, or None when the record is written otherwise."""
        if "&" in text or "\r" in text:  # a parser would change these: the text is not the value
            return None
        found: list[Line] = []
        end = _read(self.row, text, 0, MAIN, instance_id, None, found)
        return found if end == len(text) else None


def quick(plan: Plan) -> Quick:
    """Work out once how the submissions of a form version usually look."""
    inner = _Writer()
    inner.element(plan.root, optional=False, before=_PROLOG)
    return Quick(inner.finished())


def _read(
    row: _Row, text: str, at: int, path: str, key: str, parent_key: str | None, found: list[Line]
) -> int:
    """Read a row with repeats at a position into `found`; where it ended, or -1."""
    cells: tuple[str, ...] = ()
    place = len(found)
    for number, stretch in enumerate(row.stretches):
        match = stretch.match(text, at)
        if match is None:
            return -1
        cells += match.groups("")
        at = match.end()
        if number < len(row.repeats):
            repeat = row.repeats[number]
            read = _read_repeat if repeat.inside.repeats else _read_flat
            at = read(repeat, text, at, key, found)
            if at < 0:
                return -1
    found.insert(place, Line(path, key, parent_key, cells, NOTHING))
    return at


def _read_repeat(repeat: _Repeat, text: str, at: int, key: str, found: list[Line]) -> int:
    """The rows of a repeat in which there are further ones."""
    number = 0
    while repeat.opening.match(text, at):
        number += 1
        own = f"{key}/{repeat.column}[{number}]"
        at = _read(repeat.inside, text, at, repeat.path, own, key, found)
        if at < 0:
            return -1
    return at


def _read_flat(repeat: _Repeat, text: str, at: int, key: str, found: list[Line]) -> int:
    """The rows of a repeat without further ones: one match each."""
    match_one = repeat.inside.stretches[0].match
    path, stem = repeat.path, f"{key}/{repeat.column}["
    number = 0
    while match := match_one(text, at):
        number += 1
        found.append(Line(path, f"{stem}{number}]", key, match.groups(""), NOTHING))
        at = match.end()
    return -1 if repeat.opening.match(text, at) else at


class _Writer:
    """Writes the patterns of one row."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._row = _Row()

    def finished(self) -> _Row:
        self._cut()
        return self._row

    def element(self, node: Node, *, optional: bool, before: str = "", prefix: str = "") -> None:
        """A container and what stands in it."""
        tag = prefix + re.escape(node.path.rpartition("/")[2])
        opening, closing = f"<{tag}{_ATTRIBUTES if before or prefix else ''}", f"</{tag}>\\s*"
        if optional:
            self._parts.append(f"(?:{opening}(?:/>\\s*|>\\s*")
            self._children(node, prefix)
            self._parts.append(f"{closing})|)")
        else:
            self._parts.append(f"{before}{opening}>\\s*")
            self._children(node, prefix)
            self._parts.append(closing)

    def _children(self, node: Node, prefix: str) -> None:
        for name, child in node.children.items():
            below = prefix or (_PREFIX if name == "meta" else "")
            if child.repeats:
                self._repeat(child)
            elif child.read is not None:
                self._parts.append(_leaf(name, below))
            else:
                self.element(child, optional=not _has_repeat(child), prefix=below)

    def _repeat(self, node: Node) -> None:
        self._cut()
        inner = _Writer()
        inner.element(node, optional=False)
        opening = re.compile(f"<{re.escape(node.path.rpartition('/')[2])}>")
        self._row.repeats.append(_Repeat(below_root(node.path), node.column, opening, inner.finished()))

    def _cut(self) -> None:
        self._row.stretches.append(re.compile("".join(self._parts)))
        self._parts.clear()


def _leaf(name: str, prefix: str) -> str:
    tag = prefix + re.escape(name)
    attributes = _ATTRIBUTES if prefix else ""
    return rf"(?:<{tag}{attributes}(?:>([^<]*)</{tag}>|/>)\s*|)"


def _has_repeat(node: Node) -> bool:
    return any(child.repeats or _has_repeat(child) for child in node.children.values())


def columns_in_order(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The path below the root and the columns of each table, in the order of `Line.cells`."""
    yield from ((below_root(table), tuple(_columns(node))) for table, node in _tables(plan.root))


def _tables(node: Node) -> Iterator[tuple[str, Node]]:
    yield node.path, node
    yield from _repeats(node)


def _repeats(node: Node) -> Iterator[tuple[str, Node]]:
    for child in node.children.values():
        if child.repeats:
            yield child.path, child
        yield from _repeats(child)


def _columns(node: Node) -> Iterator[str]:
    for child in node.children.values():
        if child.read is not None:
            yield child.column
        elif not child.repeats:
            yield from _columns(child)


def below_root(path: str) -> str:
    """A table's path without the root, which may be named otherwise in another version."""
    return path.split("/", 2)[2] if path.count("/") > 1 else MAIN
