"""What the columns of a list say of a person, by their headers. Pure.

A line says whose it is under its own columns for given and family name. Beside them it may name a parent, somebody to
call or a spouse; and a school or a village has a name as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Cell = tuple[str, str]  # the name of the column, and what stands there

VALUES = frozenset({"name", "value", "id", "name_key", "key"})
_LABEL = re.compile(r"(?:label|title)(?:\b|_|:)", re.IGNORECASE)
_PARENT = re.compile(
    r"parent|mother|father|guardian|roditelj|родитељ|родител|majka|majke|мајка|мајке|otac|oca|отац|оца|татко"
    r"|staratelj|старатељ|старател|prind|nena|nëna|babai|anne|baba",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(
    r"contact|kontakt|контакт|emergency|spouse|husband|wife|sister|brother|suprug|супруг|сопруг|muž|муж|sestr|сестр"
    r"|\bbrat|_brat|брат|bashkëshort|motr|motër|vëlla|kardeş",
    re.IGNORECASE,
)
_THING = re.compile(
    r"school|village|settlement|street|škol|skol|школ|училишт|nasel|насел|\bsel[ao]|_sel[ao]|сел[ао]|ulic|улиц"
    r"|shkoll|fshat|okul|köy",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_BOTH = frozenset({"imeprezime", "imeiprezime", "имепрезиме", "fullname"})
_GIVEN = _BOTH | {"ime", "име", "given", "firstname", "givenname", "forename", "emri", "emër", "emer", "ad", "adı", "adi"}  # fmt: skip
_FAMILY = _BOTH | {"prezime", "презиме", "family", "familyname", "lastname", "surname", "mbiemri", "mbiemër", "mbiemer", "soyad", "soyadı", "soyadi"}  # fmt: skip
_FIRST, _LAST = frozenset({"first", "name"}), frozenset({"last", "name"})


def is_value(column: str) -> bool:
    return column.strip().lower() in VALUES


def is_label(column: str) -> bool:
    return bool(_LABEL.match(column.strip()))


def is_of_a_parent(column: str) -> bool:
    return bool(_PARENT.search(column))


def is_of_the_line(column: str) -> bool:
    """Whether it tells of whom the line is about, as far as a header says."""
    return not any(told.search(column) for told in (_PARENT, _SOMEBODY_ELSE, _THING))


def says_given(column: str) -> bool:
    words = _words(column)
    return bool(words & _GIVEN) or words >= _FIRST or words == {"name"}


def says_family(column: str) -> bool:
    words = _words(column)
    return bool(words & _FAMILY) or words >= _LAST


def own_name(cells: Sequence[Cell]) -> tuple[int | None, frozenset[int]]:
    """The column in which a line says the given name of whom it is about, and that one with its family name."""
    own = [(at, column) for at, (column, _) in enumerate(cells) if is_of_the_line(column)]
    given = [one for one in own if says_given(one[1]) and not is_value(one[1])]
    if not given:
        return None, frozenset()
    at, column = min(given, key=lambda one: len(_rest(one[1])) > 0)
    family = [one for one in own if says_family(one[1])]
    beside = [other for other, name in family if _rest(name) == _rest(column)]
    return at, frozenset({at, *(beside or [other for other, _ in family[:1]])})


def _words(column: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(column)}


def _rest(column: str) -> set[str]:
    return _words(column) - _GIVEN - _FAMILY - _FIRST - _LAST
