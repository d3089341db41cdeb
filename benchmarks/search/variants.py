"""Other spellings of a person's name, made by rules that are not ours.

Transliterations are those of Unidecode, AnyASCII and cyrtranslit; hearing errors are changes that
leave the Soundex, Metaphone or NYSIIS code of the name alone (Jellyfish's versions), whatever language those
were made for; typing errors use the neighbours on a QWERTZ keyboard. Each variant takes a source of
chance and a pair of names and gives the changed pair, or the same pair where it has nothing to change.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from random import Random
from string import ascii_lowercase

import cyrtranslit
import jellyfish
from anyascii import anyascii
from unidecode import unidecode

Names = tuple[str, ...]
Variant = Callable[[Random, Names], Names]

ROWS = ("qwertzuiopšđ", "asdfghjklčćž", "yxcvbnm", "љњертзуиопшђ", "асдфгхјклчћж", "ѕџцвбнм")
ATTEMPTS = 60


def neighbours(letter: str) -> str:
    for row in ROWS:
        place = row.find(letter)
        if place >= 0:
            return row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    return ""


def each(change: Callable[[str], str]) -> Variant:
    """A change that is made to every name in the same way."""
    return lambda random, names: tuple(change(name) for name in names)


def one(change: Callable[[Random, str], str]) -> Variant:
    """A slip in one of the names."""

    def changed(random: Random, names: Names) -> Names:
        place = random.randrange(len(names))
        return (*names[:place], change(random, names[place]), *names[place + 1 :])

    return changed


def after(first: Variant, second: Variant) -> Variant:
    return lambda random, names: second(random, first(random, names))


def other_script(name: str) -> str:
    cyrillic = any("CYRILLIC" in unicodedata.name(letter, "") for letter in name)
    if cyrillic:
        language = "mk" if set(name.lower()) & set("ѓќѕ") else "sr"
        return str(cyrtranslit.to_latin(name, language))
    return str(cyrtranslit.to_cyrillic(name, "sr"))


def without_marks(name: str) -> str:
    """As on a keyboard that has none: Latin first, đ as d, every accent gone."""
    decomposed = unicodedata.normalize("NFD", str(cyrtranslit.to_latin(name, "mk")).translate(STROKES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


STROKES = str.maketrans("đĐıЂђЋћЉљЊњЏџЈј", "dDiDdCcLlNnDdJj")


def neighbouring_key(random: Random, name: str) -> str:
    place = random.randrange(len(name))
    near = neighbours(name[place].lower())
    return name[:place] + random.choice(near) + name[place + 1 :] if near else name


def left_out(random: Random, name: str) -> str:
    place = random.randrange(len(name))
    return name[:place] + name[place + 1 :] if len(name) > 3 else name


def put_in(random: Random, name: str) -> str:
    place = random.randrange(len(name))
    near = neighbours(name[place].lower()) or name[place]
    return name[:place] + random.choice(near) + name[place:]


def exchanged(random: Random, name: str) -> str:
    place = random.randrange(len(name) - 1) if len(name) > 1 else 0
    return name[:place] + name[place : place + 2][::-1] + name[place + 2 :]


def sounding_alike(code: Callable[[str], str], edits: int = 2) -> Callable[[Random, str], str]:
    """Random edits that `code`, a phonetic algorithm, does not notice."""

    def changed(random: Random, name: str) -> str:
        plain = unidecode(name).lower()
        wanted = code(plain)
        for _ in range(ATTEMPTS):
            heard = plain
            for _ in range(edits):
                heard = random_edit(random, heard)
            if heard != plain and code(heard) == wanted:
                return heard
        return plain

    return changed


def random_edit(random: Random, name: str) -> str:
    place = random.randrange(len(name))
    replacement = random.choice(["", name[place] * 2, *random.choices(ascii_lowercase, k=4)])
    return (name[:place] + replacement + name[place + 1 :]) or name


def cut_short(random: Random, names: Names) -> Names:
    """The last name typed up to its third letter or further."""
    *whole, last = names
    return (*whole, last[: random.randint(3, max(3, len(last)))])


def swapped(random: Random, names: Names) -> Names:
    return tuple(reversed(names))


def both(change: Callable[[Random, str], str]) -> Variant:
    return lambda random, names: tuple(change(random, name) for name in names)


VARIANTS: dict[str, Variant] = {
    "as stored": each(str),
    "order swapped": swapped,
    "other script": each(other_script),
    "unidecode": each(unidecode),
    "anyascii": each(anyascii),
    "marks dropped": each(without_marks),
    "marks dropped, swapped": after(each(without_marks), swapped),
    "cut short": cut_short,
    "other script, cut short": after(each(other_script), cut_short),
    "neighbouring key": one(neighbouring_key),
    "letter left out": one(left_out),
    "letter put in": one(put_in),
    "letters exchanged": one(exchanged),
    "unidecode, neighbouring key": after(each(unidecode), one(neighbouring_key)),
    "same Soundex, one name": one(sounding_alike(jellyfish.soundex)),
    "same Soundex, both": both(sounding_alike(jellyfish.soundex)),
    "same Metaphone, both": both(sounding_alike(jellyfish.metaphone)),
    "same NYSIIS, both": both(sounding_alike(jellyfish.nysiis)),
}
