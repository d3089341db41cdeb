"""What somebody typed into the search, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from khetane.engine.linkage.romanise import WORD
from khetane.engine.linkage.word import Word, words_of

BIRTH_YEAR = re.compile(r"(?:19|20)\d\d")
HOUSEHOLD_CODE = re.compile(r"(?<!\w)([^\W_]{4})[ -]?([^\W_]{4})(?!\w)")
DOCUMENT_NUMBER = re.compile(r"(?<!\w)[^\W_](?:[^\W_]|[-/](?=[^\W_])){3,}(?!\w)")
MIN_NUMBER_DIGITS = 4
LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Query:
    """Names in any order, a birth year, and what may be a household code or a document's number.

    The candidates for codes and numbers are as typed: only their owners can tell what they are.
    `words_with_digits` are `words` and, in their order, those that hold a digit and may be names all the same
    ("Petrović2"): for when no code or number fits. It is empty where there are none.
    """

    words: tuple[Word, ...] = ()
    words_with_digits: tuple[Word, ...] = ()
    birth_year: int | None = None
    household_codes: tuple[str, ...] = ()
    document_numbers: tuple[str, ...] = ()
    typing: bool = False


def parse(text: str) -> Query:
    """Take apart one line of search; anything is allowed, what means nothing is left out.

    `typing`: the text ends in a name, so its last word may be unfinished.
    """
    pieces = WORD.findall(text)
    years = [int(piece) for piece in pieces if BIRTH_YEAR.fullmatch(piece)]
    names = tuple(words_of(" ".join(named(text))))
    return Query(
        words=names,
        words_with_digits=with_digits(text),
        birth_year=years[-1] if years else None,
        household_codes=tuple(
            "".join(halves) for halves in HOUSEHOLD_CODE.findall(text) if has_digit("".join(halves))
        ),
        document_numbers=tuple(number for number in DOCUMENT_NUMBER.findall(text) if is_number(number)),
        typing=bool(names) and text[-1:].isalpha(),
    )


def named(text: str) -> list[str]:
    return [piece for piece in text.split() if not has_digit(piece)]


def with_digits(text: str) -> tuple[Word, ...]:
    """The words of names and of what may be one although it holds a digit."""
    pieces = [part for piece in text.split() for part in ([piece] if not has_digit(piece) else slips(piece))]
    return tuple(words_of(" ".join(pieces))) if len(pieces) > len(named(text)) else ()


def slips(piece: str) -> list[str]:
    """The parts of it that read as words with a slip in them: three letters at least, and more of them than digits."""
    found = []
    for part in WORD.findall(piece):
        letters = sum(letter.isalpha() for letter in part)
        if letters >= LEAST_LETTERS and letters > sum(letter.isdigit() for letter in part):
            found.append(part)
    return found


def has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def is_number(text: str) -> bool:
    digits = sum(letter.isdigit() for letter in text)
    return digits >= MIN_NUMBER_DIGITS and not BIRTH_YEAR.fullmatch(text)
