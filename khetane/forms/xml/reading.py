"""Bytes from outside to an XML tree, without ever following what the bytes ask for.

Nothing is fetched, no document type or entity is read, and size, number of elements and depth are
bounded. Raises Unreadable with a sentence for everything else that is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from lxml import etree

from khetane.core.problems import Problem
from khetane.forms.xml import problems
from khetane.forms.xml.problems import Unreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest document taken. The defaults fit a repeat of ten thousand rows."""

    bytes: int = 20 * 1024 * 1024
    nodes: int = 500_000
    depth: int = 60


DEFAULT_LIMITS = Limits()

# Atomic groups and possessive repeats: linear in the input, whatever it is.
_DOCTYPE_IN_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<\?(?>.*?\?>)|<!--(?>.*?-->))*+<!DOCTYPE", re.DOTALL | re.IGNORECASE
)
_COUNT_ELEMENTS = etree.XPath("count(//*)")
_FIRST_TAG = re.compile(rb"<([A-Za-z_][^\s/>]*)")


def read_tree(data: bytes, limits: Limits = DEFAULT_LIMITS) -> etree._Element:
    """The root element of `data`, comments and processing instructions left out."""
    if not data or data.isspace():
        raise Unreadable(problems.EMPTY.about())
    if len(data) > limits.bytes:
        raise Unreadable(problems.TOO_LARGE.about(size=len(data), limit=limits.bytes))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(problems.NOT_UTF8.about(position=error.start + 1)) from error
    if b"<!" in data and _DOCTYPE_IN_PROLOG.match(data):
        raise Unreadable(problems.DOCTYPE.about())
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise Unreadable(_syntax_problem(error, data)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(problems.DOCTYPE.about())
    check_shape(root, limits)
    return root


def check_shape(root: etree._Element, limits: Limits) -> None:
    count = int(cast(float, _COUNT_ELEMENTS(root)))
    if count > limits.nodes:
        raise Unreadable(problems.TOO_MANY_NODES.about(count=count, limit=limits.nodes))
    if _deeper_than(limits.depth)(root):
        raise Unreadable(problems.TOO_DEEP.about(limit=limits.depth))


@lru_cache(maxsize=10_000)  # asked of every element of every record, and the names are few
def local(tag: str) -> str:
    """A tag or attribute name without its namespace."""
    return tag.rpartition("}")[2]


def _parser() -> etree.XMLParser:
    # A parser of its own each time: one shared between threads would serialise them.
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


_DEEPER: dict[int, etree.XPath] = {}


def _deeper_than(depth: int) -> etree.XPath:
    if depth not in _DEEPER:
        _DEEPER[depth] = etree.XPath("boolean(" + "/*" * (depth + 1) + ")")
    return _DEEPER[depth]


def _syntax_problem(error: etree.XMLSyntaxError, data: bytes) -> Problem:
    line, column = error.position
    if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # type: ignore[attr-defined]  # the stubs lack it
        too_deep = "depth" in (error.msg or "")
        return (
            problems.TOO_DEEP.about(limit=DEFAULT_LIMITS.depth)
            if too_deep
            else problems.TOO_LONG_A_TEXT.about()
        )
    # The parser's own words may quote answers; only the place is told.
    first = _FIRST_TAG.search(data)
    if first and not data.rstrip().endswith(b"</" + first[1] + b">"):
        return problems.CUT_OFF.about(line=line)
    return problems.NOT_WELL_FORMED.about(line=line, column=column)
