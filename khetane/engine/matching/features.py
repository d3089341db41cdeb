"""What is compared about a person, folded so that scripts and spelling habits make no difference."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from khetane.engine.linkage.folding import consonants, fold, sound_class
from khetane.engine.linkage.romanise import romanise, words
from khetane.engine.matching.table import Row

EARLIEST_YEAR = 1850
MISSING_WORDS = frozenset({"", "na", "nan", "none", "null", "unknown", "nepoznato", "nepoznat", "nepoznata"})
SEXES = {
    "f": "f", "female": "f", "femra": "f", "w": "f", "woman": "f", "z": "f", "zenski": "f", "zensko": "f", "zena": "f", "2": "f",
    "m": "m", "male": "m", "mascull": "m", "man": "m", "muski": "m", "musko": "m", "maski": "m", "1": "m",
}  # fmt: skip
YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?(?:[T ].*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[-./] ?(\d{1,2})[-./] ?(\d{4})\.?(?:[T ].*)?")
YEAR_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})")
CLOSED = re.compile(r"(\d{4})(\d\d)(\d\d)")
YEAR = re.compile(r"\d{4}")


class Features(NamedTuple):
    """A person as she is compared; None where nothing is known.

    `birth` is eight digits, `birth_year` None when they are no day; a birth known to the month or year has no `birth`.
    """

    given: str | None
    given_words: list[str]
    given_skeleton: str | None
    given_class: str | None
    family: str | None
    family_words: list[str]
    family_skeleton: str | None
    family_class: str | None
    birth: str | None
    birth_year: int | None
    birth_month: int | None
    sex: str | None
    address: str | None
    address_words: list[str]
    settlement: str | None
    document: str | None
    bad_date: bool


class Name(NamedTuple):
    """A name of one or more words: run together, apart, and how the first of them sounds."""

    whole: str | None
    words: list[str]
    skeleton: str | None
    sound: str | None


class Birth(NamedTuple):
    """A birth as far as it is known."""

    digits: str | None = None
    year: int | None = None
    month: int | None = None
    bad: bool = False


def features(row: Row) -> Features:
    """What is compared about the person of a row."""
    given, family = name_of(row.given_name), name_of(row.family_name)
    birth = birth_of(row.birth_date)
    address, address_words = place_of(row.address)
    return Features(
        *given,
        *family,
        birth.digits,
        birth.year,
        birth.month,
        SEXES.get(fold(row.sex.strip()) or row.sex.strip()),
        address,
        address_words,
        place_of(row.settlement)[0],
        document_of(row.document),
        birth.bad,
    )


@lru_cache(maxsize=65536)
def name_of(text: str) -> Name:
    """Letters that have no sound for us (another alphabet) are kept as they are."""
    if romanise(text.strip()) in MISSING_WORDS:
        return Name(None, [], None, None)
    folds = [fold(word) or word for word in words(text)]
    if not folds:
        return Name(None, [], None, None)
    skeleton = consonants(folds[0])
    return Name("".join(folds), folds, skeleton, sound_class(skeleton))


@lru_cache(maxsize=65536)
def place_of(text: str) -> tuple[str | None, list[str]]:
    """A place or address as one text and its words; numbers stay."""
    if romanise(text.strip()) in MISSING_WORDS:
        return None, []
    parts = [fold(word) if word.isalpha() and fold(word) else word for word in words(text)]
    return " ".join(parts) or None, parts


def document_of(text: str) -> str | None:
    letters = "".join(character for character in romanise(text) if character.isalnum())
    return None if letters in MISSING_WORDS or not any(map(str.isdigit, letters)) else letters


@lru_cache(maxsize=65536)
def birth_of(text: str) -> Birth:
    """A birth date as it is written here: 2001-02-28, 28.2.2001., 28/02/2001, 20010228, 2001-02 or 2001.

    What is no day is `bad`; of eight digits their likeness still counts.
    """
    text = text.strip()
    if romanise(text) in MISSING_WORDS:
        return Birth()
    if found := YEAR_FIRST.fullmatch(text) or CLOSED.fullmatch(text):
        return day_of(*found.groups())
    if found := DAY_FIRST.fullmatch(text):
        return day_of(*reversed(found.groups()))
    if (found := YEAR_MONTH.fullmatch(text)) and is_year(int(found[1])) and 1 <= int(found[2]) <= 12:
        return Birth(None, int(found[1]), int(found[2]))
    if YEAR.fullmatch(text) and is_year(int(text)):
        return Birth(None, int(text))
    return Birth(bad=True)


def day_of(year: str, month: str, day: str) -> Birth:
    digits = f"{int(year):04}{int(month):02}{int(day):02}"
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return Birth(digits, bad=True)
    return Birth(digits, born.year, born.month) if is_year(born.year) else Birth(digits, bad=True)


def is_year(year: int) -> bool:
    return EARLIEST_YEAR <= year <= date.today().year
