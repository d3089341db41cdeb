"""Serbian in its two scripts, and Serbian names in Macedonian letters."""

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


# Words with a letter that Serbian does not have (Q, W, X, Y, ë, ç …) are of another language.
SERBIAN_WORD = re.compile(r"[A-PR-VZa-pr-vzČĆĐŠŽčćđšž]+")
WORD = re.compile(r"\w+")
TO_MACEDONIAN = str.maketrans("ЋћЂђ", "ЌќЃѓ")


def serbian_cyrillic(text: str) -> str:
    """The same text in Cyrillic letters; words of other languages, and figures, stay as they are."""

    def written(match: re.Match[str]) -> str:
        word = match[0]
        return str(cyrtranslit.to_cyrillic(word, "sr")) if SERBIAN_WORD.fullmatch(word) else word

    return WORD.sub(written, text)


def macedonian(text: str) -> str:
    """A Serbian Cyrillic name with the two letters that Macedonian does not have replaced, as its papers write it."""
    return text.translate(TO_MACEDONIAN)
