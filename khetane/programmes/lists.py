"""Codes of schemes, stages and milestones with their words, for histories and timelines."""

from __future__ import annotations

from collections.abc import Iterable

from khetane.core.definitions import Words
from khetane.core.lists import Code, CodeList
from khetane.programmes.configured import in_force


def listed(words: Iterable[tuple[str, Words]]) -> CodeList:
    """A code that several schemes use is said as the first of them says it."""
    codes: dict[str, Code] = {}
    for code, names in words:
        codes.setdefault(code, Code(code, names, frozenset()))
    return CodeList(codes)


RULES = [rules for scheme in in_force().values() for rules in scheme.versions]
SCHEMES = listed((code, scheme.names) for code, scheme in in_force().items())
STAGES = listed((code, stage.names) for rules in RULES for code, stage in rules.stages.items())
MILESTONES = listed((code, kind.names) for rules in RULES for code, kind in rules.milestones.items())
