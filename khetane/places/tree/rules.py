"""Rules of the tree of places: what lies in what, codes, names, days. Plain values in and out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

from khetane.core import collation
from khetane.core.refusals import Invalid
from khetane.engine.linkage.folding import fold
from khetane.places.enums import Kind
from khetane.places.tree import problems
from khetane.web.scripts import serbian_cyrillic, serbian_latin

# A place lies in one of these. Levels may be left out: not every economy has districts.
LIES_IN: Mapping[str, frozenset[str]] = {
    Kind.REGION: frozenset(),
    Kind.COUNTRY: frozenset({Kind.REGION}),
    Kind.DISTRICT: frozenset({Kind.COUNTRY, Kind.DISTRICT}),
    Kind.MUNICIPALITY: frozenset({Kind.COUNTRY, Kind.DISTRICT}),
    Kind.SETTLEMENT: frozenset({Kind.MUNICIPALITY}),
}
CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
MAX_CODE = 60
# The languages a place is named in, best known first: the first one there is names it in lists.
LANGUAGES = ("sr-Latn", "mk", "sq", "bs", "hr", "tr", "rom", "en", "sr-Cyrl")
Names = Mapping[str, str]


def check_kind(name: str, kind: str, parent_kind: str) -> None:
    """Raise Invalid unless a place of `kind` may lie in one of `parent_kind`."""
    allowed = LIES_IN[kind]
    if parent_kind not in allowed:
        kinds = ", ".join(str(Kind(one).label) for one in Kind.values if one in allowed)
        raise Invalid(problems.WRONG_LEVEL.about(name=name, allowed=kinds or "-"))


def may_hold(kind: str) -> tuple[str, ...]:
    """The kinds that may lie directly in a place of `kind`, from the top down."""
    return tuple(below for below in Kind.values if kind in LIES_IN[below])


def check_code(code: str) -> None:
    """Raise Invalid unless `code` can name a place for good, also as a label of the tree's path."""
    if len(code) > MAX_CODE or not CODE.fullmatch(code):
        raise Invalid(problems.CODE_SHAPE.about(code=code))


def path(parent_path: str, code: str) -> str:
    """The path of a place with `code` below `parent_path`."""
    return f"{parent_path}.{code.lower().replace('-', '_')}"


def within(path: str, top: str) -> bool:
    """Whether `path` is at or below `top`."""
    return path == top or path.startswith(f"{top}.")


def complete(names: Names) -> dict[str, str]:
    """The names without blanks, with Serbian in each of its scripts derived from the other where it is missing."""
    kept = {language: name.strip() for language, name in names.items() if name.strip()}
    if "sr-Cyrl" in kept and "sr-Latn" not in kept:
        kept["sr-Latn"] = serbian_latin(kept["sr-Cyrl"])
    elif "sr-Latn" in kept and "sr-Cyrl" not in kept:
        kept["sr-Cyrl"] = serbian_cyrillic(kept["sr-Latn"])
    return kept


def derived(names: Names) -> frozenset[str]:
    """The languages of `complete(names)` in which nobody gave a name."""
    return frozenset(complete(names)) - {language for language, name in names.items() if name.strip()}


def sort_key(name: str) -> str:
    return collation.sort_key(name)


def search_text(code: str, names: Iterable[str]) -> str:
    """What a search looks in: each name as it sounds and as it sorts, and the code, each once."""
    words = {heard(word) for name in names for word in name.split()}
    return " ".join(["", code.lower(), *sorted(words - {""}), ""])


def heard(word: str) -> str:
    """A word without script, accents and spelling habits: Ђорђе, Đorđe and Djordje are one."""
    return fold(word)


def check_end(name: str, valid_from: datetime.date | None, on: datetime.date, today: datetime.date) -> None:
    """Raise Invalid unless a place may end on `on`."""
    if on > today:
        raise Invalid(problems.NOT_YET.about(day=on.isoformat()))
    if valid_from is not None and on <= valid_from:
        raise Invalid(problems.BEFORE_BEGIN.about(name=name, day=valid_from.isoformat()))


def exists_on(valid_from: datetime.date | None, valid_to: datetime.date | None, day: datetime.date) -> bool:
    return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)
