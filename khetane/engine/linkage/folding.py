"""One spelling for all spellings of a name.

A name is folded in three steps, each coarser than the one before:

- `fold`: one letter per sound, vowels kept. Đ, Dj, Gj, Ѓ, Dž, Xh and Ђ are all `d`; Č, Ć, Ç, Q, Ќ,
  Ts and C are `c`; Š, Sh, Ş are `s`; H and J are not heard; doubled letters are single.
- `skeleton`: the fold without its vowels; a vowel at the beginning stays as `a`.
- `sound_class`: the skeleton in which voiced and unvoiced sounds, and all dentals, are one letter.

People leave diacritics out, so `d` also stands for đ, `c` for č, `s` for š. Some spellings have two
readings (a Turkish C is dž, a Macedonian Ѓ is typed as G): `readings` gives both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from khetane.engine.linkage.romanise import romanise

# Letters whose meaning is lost when their mark is stripped. Combining forms first come composed.
MARKED = str.maketrans(
    {"đ": "d", "ð": "d", "ǵ": "gj", "ḱ": "kj", "ı": "i", "ə": "e", "ł": "l", "ß": "s", "ø": "o", "æ": "e"}
)
# Digraphs of the languages around: longest first. After this step `c` is every ts/č/ć, `d` every d/đ/dž.
DIGRAPHS = {
    "dsch": "d", "tsch": "c", "sch": "s", "dzh": "d", "tsh": "c", "tch": "c",
    "dz": "d", "gj": "d", "gy": "d", "xh": "d", "sh": "s", "zh": "z", "ch": "c", "kj": "c", "ky": "c",
    "ts": "c", "tz": "c", "cz": "c", "cs": "c", "sz": "s", "ck": "k",
    "q": "c", "x": "d", "w": "v", "y": "", "j": "", "h": "",
}  # fmt: skip
SOUNDS = re.compile("|".join(sorted(DIGRAPHS, key=len, reverse=True)))
# The other reading of a spelling, put in before the digraphs are read. A č, ć or ç has only one.
UNAMBIGUOUS = str.maketrans({"č": "ch", "ć": "ch", "ç": "ch", "ğ": ""})
OTHER_READINGS = (
    (re.compile("kh"), ""),
    (re.compile("g[jy]"), "g"),
    (re.compile("k[jy]|q"), "k"),
    (re.compile("x(?!h)"), "ks"),
    (re.compile("^j(?=[aeiou])"), "d"),
    (re.compile("c(?=[aeiou])"), "d"),
)
DOUBLED = re.compile(r"(.)\1+")
MEDIAL_VOWELS = re.compile("(?<!^)[aeiou]")
CLASSES = str.maketrans("bdcgzf", "pttksv")

Readings = tuple[str, ...]


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The sounds of `name`, a letter each; the same for every script and spelling habit; idempotent."""
    return sounds(bare(romanise(name)))


@lru_cache(maxsize=65536)
def readings(name: str) -> Readings:
    """The fold of `name` and, where its spelling can be read in another way, that other fold."""
    first, second = fold(name), sounds(other_letters(romanise(name)))
    return (first,) if second == first else (first, second)


def skeleton(name: str) -> str:
    """The consonants of `name` as heard, after an `a` when it begins with any vowel (or is one)."""
    return consonants(fold(name))


def skeletons(name: str) -> Readings:
    """The skeleton of each reading of `name`, the usual one first."""
    return tuple(dict.fromkeys(consonants(folded) for folded in readings(name)))


def sound_class(skeleton: str) -> str:
    """`skeleton` with sounds that are often heard for one another made one."""
    return skeleton.translate(CLASSES)


def bare(romanised: str) -> str:
    """Letters a to z only: marks that carry a sound become letters, the others go."""
    stripped = unicodedata.normalize("NFD", romanised.translate(MARKED))
    return "".join(letter for letter in stripped if "a" <= letter <= "z")


def other_letters(romanised: str) -> str:
    """The letters of the other reading: c before a vowel as in Turkish, ğ silent, q and gj as k and g."""
    letters = bare(romanised.translate(UNAMBIGUOUS))
    for pattern, replacement in OTHER_READINGS:
        letters = pattern.sub(replacement, letters)
    return letters


def sounds(letters: str) -> str:
    """`letters` with digraphs read until none is left: a dropped h may bring t and s together."""
    heard = DOUBLED.sub(r"\1", SOUNDS.sub(lambda found: DIGRAPHS[found[0]], letters))
    return heard if heard == letters else sounds(heard)


def consonants(folded: str) -> str:
    if folded[:1] in tuple("aeiou"):
        folded = "a" + folded[1:]
    return MEDIAL_VOWELS.sub("", folded)
