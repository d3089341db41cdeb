"""The order of names across scripts, as a key that any database can compare.

The key is lower-case letters and digits only, so it orders alike under every collation. One order
serves everybody: the Latin alphabet of the region, in which a name in Cyrillic stands beside the
same name in Latin. Letters of their own (č, ć, đ, š, ž, ç, ö, ü and lj, nj, dž) come after the
letter they are built on; other accents (ë, ı, ğ, á) decide only between names otherwise equal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from unidecode import unidecode

MAX_LENGTH = 400

# In this order; each takes its place in the key, two characters wide.
ORDER = "a b c ç č ć d dž đ e f g h i j k l lj m n nj o ö p q r s š t u ü v w x y z ž"
WEIGHTS = {
    letter: f"{place // 26:d}{chr(97 + place % 26)}" for place, letter in enumerate(ORDER.split(), start=52)
}
SPACE, DIGITS, LEVEL = "0a", "1", "00"

AZBUKA = "абвгдђежзијклљмнњопрстћуфхцчџш"
IN_LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š"
CYRILLIC = dict(zip(AZBUKA, IN_LATIN.split(), strict=True))
CYRILLIC |= {"ѓ": "đ", "ќ": "ć", "ѕ": "dz", "щ": "št", "ъ": "a", "ь": "", "й": "j", "ю": "ju", "я": "ja"}
CYRILLIC |= {"ы": "i", "э": "e", "ё": "jo", "і": "i", "ї": "ji", "є": "je", "ґ": "g"}
# The same letter under another alphabet's name, and letters without a decomposition.
SAME = {"ş": "š", "ș": "š", "ţ": "c", "ț": "c", "ß": "ss", "ð": "đ", "ø": "ö", "ä": "a", "æ": "ae"}
SOFT = {"ı": "i", "ł": "l"}
TOKEN = re.compile(r"\d+|dž|lj|nj|[^\W\d_]|[\s\-–—/]+")


def sort_key(name: str) -> str:
    """A key that sorts as the name does; equal names in two scripts have equal keys."""
    primary, secondary = [], []
    for token in TOKEN.findall(folded(name)):
        for weight, accent in weights(token):
            primary.append(weight)
            secondary.append(accent)
    accents = "".join(secondary).rstrip("0")
    key = "".join(primary) + (LEVEL + accents if accents else "")
    return key[:MAX_LENGTH]


def folded(name: str) -> str:
    """Lower case, composed, Cyrillic as the Latin letters it stands for."""
    lower = unicodedata.normalize("NFC", name).lower().strip()
    return "".join(latin(letter) for letter in lower)


def latin(letter: str) -> str:
    if letter in CYRILLIC:
        return CYRILLIC[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return CYRILLIC.get(base, letter) if base != letter else letter


def weights(token: str) -> Iterator[tuple[str, str]]:
    """The places of a letter (or a run of digits, or a gap) in the order, with its accent."""
    if token.isdecimal():
        digits = "".join(str(int(digit)) for digit in token).lstrip("0") or "0"
        yield DIGITS + chr(97 + min(len(digits), 25)), "0"
        yield from ((DIGITS + digit, "0") for digit in digits)
    elif token in WEIGHTS:
        yield WEIGHTS[token], "0"
    elif not token[0].isalpha():
        yield SPACE, "0"
    else:
        yield from foreign(token)


def foreign(letter: str) -> Iterator[tuple[str, str]]:
    """A letter outside the alphabet stands with the one it is written like."""
    spelled = SAME.get(letter)
    accent = "0" if spelled else "1"
    if spelled is None:
        spelled = SOFT.get(letter) or unidecode(letter).lower()
    for part in TOKEN.findall(spelled):
        if part in WEIGHTS:
            yield WEIGHTS[part], accent
