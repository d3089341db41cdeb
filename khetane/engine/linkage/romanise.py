"""Cyrillic to Latin letters, and what counts as a word of a name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Serbian Latin (Gaj) where it has a letter; Macedonian's own two letters keep their accent, because
# Ѓ and Ќ are also met without it (Gorgiev). The rest are neighbours whose names reach the register.
CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "ѓ": "ǵ", "е": "e", "ж": "ž",
    "з": "z", "ѕ": "dz", "и": "i", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n",
    "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "ć", "ќ": "ḱ", "у": "u",
    "ф": "f", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
    "й": "j", "щ": "št", "ъ": "a", "ь": "", "ю": "ju", "я": "ja", "ы": "i", "э": "e", "ё": "jo",
    "є": "je", "і": "i", "ї": "ji", "ґ": "g", "ў": "v",
}  # fmt: skip
LETTERS = str.maketrans(CYRILLIC)

APOSTROPHES = re.compile("['’‘ʼʹ`´]")
WORD = re.compile(r"[^\W_]+")


def romanise(text: str) -> str:
    """`text` in lower-case Latin letters with their diacritics; composed, so equal names are equal."""
    lowered = unicodedata.normalize("NFKC", text).replace("İ", "i").casefold()
    return unicodedata.normalize("NFC", lowered.translate(LETTERS))


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of `text`, romanised, without punctuation; an apostrophe joins what it stands in."""
    return tuple(WORD.findall(APOSTROPHES.sub("", romanise(text))))
