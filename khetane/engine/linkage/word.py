"""A word of a name with everything that is compared about it or makes its keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from khetane.engine.linkage.folding import consonants, readings, sound_class
from khetane.engine.linkage.romanise import words


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as written in Latin letters, and its folds, skeletons and classes per reading.

    `twos` are any two of the first three letters of its usual skeleton: one slip there leaves one of them as it was.
    """

    letters: str
    fold: str
    folds: frozenset[str]
    skeletons: tuple[str, ...]
    classes: tuple[str, ...]
    twos: tuple[str, ...]


@lru_cache(maxsize=65536)
def word_of(letters: str) -> Word:
    folds = readings(letters)
    skeletons = tuple(dict.fromkeys(consonants(folded) for folded in folds))
    classes = tuple(dict.fromkeys(sound_class(skeleton) for skeleton in skeletons))
    return Word(letters, folds[0], frozenset(folds), skeletons, classes, two_of_three(skeletons[0]))


def two_of_three(letters: str) -> tuple[str, ...]:
    return tuple(one + other for one, other in combinations((letters + "..")[:3], 2) if one != ".")


def words_of(name: str) -> list[Word]:
    """The words of `name` that have a sound: a lone H, J or digit has none."""
    return [word for word in map(word_of, words(name)) if word.fold]
