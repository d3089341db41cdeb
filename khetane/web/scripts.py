"""Serbian Cyrillic in Latin letters."""

from __future__ import annotations

import re

import cyrtranslit

# Letters that are two in Latin; between capitals both are capitals: ЉУБАВ is LJUBAV, Љубав Ljubav.
DIGRAPHS = {"Љ": "LJ", "Њ": "NJ", "Џ": "DŽ"}
AMONG_CAPITALS = re.compile(r"[ЉЊЏ](?=[А-ЯЂЈЉЊЋЏ])|(?<=[А-ЯЂЈЉЊЋЏ])[ЉЊЏ](?![а-яђјљњћџ])")


def serbian_latin(text: str) -> str:
    """The same text in Latin letters; what is not Cyrillic (placeholders, markup) stays as it is."""
    capitals = AMONG_CAPITALS.sub(lambda match: DIGRAPHS[match[0]], text)
    return str(cyrtranslit.to_latin(capitals, "sr"))
