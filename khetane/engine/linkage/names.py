"""The words of a person's names with their roles, and the one line of text that holds them."""

from __future__ import annotations

from khetane.engine.linkage.romanise import words

GIVEN, FAMILY, PARENT = range(3)
ROLES, WORDS = "|", " "  # neither is part of a word


def joined(given: str, family: str, parent: str = "") -> str:
    """The names as one text in Latin letters, the same for either script: `score` takes it apart."""
    parts = (given, family, parent) if parent else (given, family)
    return ROLES.join(WORDS.join(words(part)) for part in parts)
