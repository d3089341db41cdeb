"""The words of a person's names with their roles, and the one line of text that holds them."""

from __future__ import annotations

from functools import lru_cache

from khetane.engine.linkage.romanise import words
from khetane.engine.linkage.word import Word, word_of

GIVEN, FAMILY, PARENT = range(3)
ROLES, WORDS = "|", " "  # neither is part of a word

Names = tuple[tuple[int, Word], ...]


def joined(given: str, family: str, parent: str = "") -> str:
    """The names as one text in Latin letters, the same for either script; read again by `names_of`."""
    parts = (given, family, parent) if parent else (given, family)
    return ROLES.join(WORDS.join(words(part)) for part in parts)


@lru_cache(maxsize=65536)
def names_of(text: str) -> Names:
    """The words of a `joined` text that have a sound, each with its role."""
    return tuple(
        (role, word)
        for role, part in enumerate(text.split(ROLES))
        for word in map(word_of, part.split(WORDS))
        if word.fold
    )
