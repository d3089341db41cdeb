"""How people write days, numbers, names and words in tables. Pure: cells in, values out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from khetane.core.birth import Precision
from khetane.engine.linkage.romanise import romanise, words

Cell = str | int | float | None

# Excel counts days from here on; its own mistake about 1900 lies before anybody who is recorded.
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(1000, 80_000)  # 1902 to 2119: below, a number is no day
YEARS = range(1880, 2101)
ABOUT = re.compile(r"^(?:oko|okolu|otprilike|cca|circa|ca|about|approx|around|~|±)[\s.:]*", re.IGNORECASE)
YEAR_WORD = re.compile(r"[\s.]*(?:godine|godina|god|g|year)?[\s.]*$", re.IGNORECASE)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
LONGEST_PART = 9  # digits: no day, month or year has more, nor a day as a spreadsheet counts it
NUMBERS = re.compile(r"\d+", re.ASCII)
NUMERIC = re.compile(r"\d+(?:[\s./\-]+\d+){0,2}", re.ASCII)
WITH_MONTH = re.compile(r"(?:([0-9]{1,2})[\s.\-/]+)?([^\W\d_]{3,})[\s.,\-/]+([0-9]{4}|[0-9]{2})")
MONTHS = {
    "jan": 1, "feb": 2, "fev": 2, "mar": 3, "apr": 4, "maj": 5, "may": 5, "jun": 6, "jul": 7, "avg": 8, "aug": 8,
    "sep": 9, "okt": 10, "oct": 10, "nov": 11, "noe": 11, "dec": 12, "dek": 12,
}  # fmt: skip
BLANKS = re.compile(r"[\s’']+")
GROUPED = {mark: re.compile(rf"-?\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+", re.ASCII) for mark in ".,"}
PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
PARENT = re.compile(r"\(([^)]*)\)")
# Of the digits of a personal number but the last.
WEIGHTS = (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
LENGTH = len(WEIGHTS) + 1


class Misspelt(ValueError):
    """The cell says nothing that can be read as what it should be."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of which only the part named by `precision` is known."""

    day: date
    precision: Precision

    @property
    def iso(self) -> str:
        return self.day.isoformat()


def text_of(cell: Cell) -> str:
    """A cell as text: composed, without blanks around it; a whole number without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFC", str(cell)).strip()


def with_lost_zero(number: str) -> str:
    """A personal number of thirteen digits whose first, a zero, a spreadsheet dropped: put back where its check digit agrees."""
    whole = f"0{number}"
    if len(whole) != LENGTH or not (whole.isascii() and whole.isdecimal()):
        return number
    return whole if check_digit_agrees(whole) else number


def check_digit_agrees(digits: str) -> bool:
    """Whether the last of thirteen digits follows from the twelve before it, weighed 7 to 2 twice (JMBG, EMBG, EMŠO)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    return int(digits[-1]) == (-total % 11) % 10


def folded(text: str) -> str:
    """A word without script, case, diacritics and punctuation: “Пол”, “POL” and “pol:” are one."""
    bare = unicodedata.normalize("NFD", " ".join(words(text)).replace("đ", "dj"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).replace(" ", "")


def day_of(cell: Cell, *, order: str = "dmy", today: date) -> Day:
    """The day a cell holds, in any of the spellings met in the field. Raises Misspelt.

    `order` (dmy or mdy) is how days of three numbers are meant; a thirteenth month is refused, never turned round.
    A year of two digits is the last one that is not after `today`.
    """
    if isinstance(cell, int | float):
        return _of_number(cell)
    text = text_of(cell)
    about = ABOUT.match(romanise(text))
    found = _of_text(text[about.end() :] if about else text, order, today)
    return Day(found.day, Precision.ESTIMATED) if about else found


def _of_number(number: float) -> Day:
    whole = int(number)
    if number == whole and whole in YEARS:
        return Day(date(whole, 1, 1), Precision.YEAR)
    if whole in SERIALS:
        return Day(EXCEL_EPOCH + timedelta(days=whole), Precision.DAY)
    raise Misspelt


def _of_text(text: str, order: str, today: date) -> Day:
    iso = ISO.fullmatch(text)
    if iso:
        return _day(*map(int, iso.groups()))
    bare = YEAR_WORD.sub("", romanise(text))
    if NUMERIC.fullmatch(bare):
        return _of_parts(NUMBERS.findall(bare), order, today)
    named = WITH_MONTH.fullmatch(bare)
    month = MONTHS.get(folded(named[2])[:3]) if named else None
    if not named or month is None:
        raise Misspelt
    year = _year(named[3], today)
    return _day(year, month, int(named[1])) if named[1] else _month(year, month)


def _of_parts(parts: list[str], order: str, today: date) -> Day:
    if max(map(len, parts)) > LONGEST_PART:
        raise Misspelt
    if len(parts) == 1:
        return _of_number(int(parts[0]))
    if len(parts) == 2:
        month, year = (parts[1], parts[0]) if len(parts[0]) == 4 else (parts[0], parts[1])
        if len(year) != 4:
            raise Misspelt
        return _month(int(year), int(month))
    if len(parts[0]) == 4:
        year, month, day = parts
    elif order == "mdy":
        month, day, year = parts
    else:
        day, month, year = parts
    if len(day) > 2 or len(month) > 2:
        raise Misspelt
    return _day(_year(year, today), int(month), int(day))


def _year(digits: str, today: date) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    if len(digits) != 2:
        raise Misspelt
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def _day(year: int, month: int, day: int) -> Day:
    try:
        return Day(date(year, month, day), Precision.DAY)
    except ValueError as error:
        raise Misspelt from error


def _month(year: int, month: int) -> Day:
    return Day(_day(year, month, 1).day, Precision.MONTH)


def number_of(cell: Cell, *, decimal: str = ",") -> str:
    """The number a cell holds, written with a point. Raises Misspelt.

    In text, `decimal` divides the whole from its parts; the other mark divides thousands where groups of three follow,
    and otherwise can only be a decimal mark too.
    """
    if isinstance(cell, int | float):
        return format(Decimal(repr(cell)), "f")
    text = BLANKS.sub("", text_of(cell))
    other = "." if decimal == "," else ","
    if decimal in text:
        whole, _, parts = text.rpartition(decimal)
        whole = whole.replace(other, "") if GROUPED[other].fullmatch(whole) else whole
        text = f"{whole}.{parts}"
    elif GROUPED[other].fullmatch(text):
        text = text.replace(other, "")
    else:
        text = text.replace(other, ".")
    if not PLAIN.fullmatch(text):
        raise Misspelt
    return text


def names_of(cell: Cell, *, order: str = "given_first") -> dict[str, str]:
    """Given, family and parent's name of a cell that holds them together.

    “Ana (Marko) Jovanović”: what is in brackets is the parent's. “Jovanović, Ana”: the family name stands before a comma.
    Otherwise one word at the end that `order` says is the family name; the rest is the given name.
    """
    text = text_of(cell)
    parent = PARENT.search(text)
    text = PARENT.sub(" ", text)
    family, comma, given = text.partition(",")
    if not comma:
        parts = text.split()
        if order == "family_first":
            family, given = " ".join(parts[:1]), " ".join(parts[1:])
        else:
            given, family = (" ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (text, "")
    said = {
        "given_name": " ".join(given.split()),
        "family_name": " ".join(family.split()),
        "parent_name": " ".join(parent[1].split()) if parent else "",
    }
    return {name: value for name, value in said.items() if value}
