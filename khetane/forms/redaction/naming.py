"""Finding the names of an erased person in what others wrote. Pure: names in, a reader of texts out.

A word names her when it sounds like one of her names in any script or spelling, endings of declension
included (Zlatija, Златији, Zlatijinoj). A word that also names somebody who stays in her household is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize

from khetane.engine.linkage.folding import readings
from khetane.engine.linkage.romanise import words

MASK = "▒▒▒"
LONGEST_ENDING = 5  # letters that declension adds to a name
SHORTEST_STEM = 3
MARKS = "\u0300-\u036f"  # by which a letter is written in two signs: "c" and an acute
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*(?:['’‘ʼʹ`´][^\W_](?:[^\W_]|[{MARKS}])*)*")
_VOWELS = "aeiou"


@dataclass(slots=True)
class Names:
    """The names of one or more persons. `given` and `family` hold folds; `others` those of who stays."""

    given: set[str] = field(default_factory=set)
    family: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    _given: dict[str, bool] = field(default_factory=dict)
    _family: dict[str, bool] = field(default_factory=dict)

    def add(self, *, given: str = "", family: str = "") -> None:
        """Know one more way in which she was named."""
        self.given |= folds(given)
        self.family |= folds(family)
        self._forget()

    def stays(self, *names: str) -> None:
        """Somebody with these names stays: in the household's texts they do not mean her alone."""
        self.others |= folds(" ".join(names))
        self._forget()

    def mask(self, text: str, *, at_home: bool) -> str:
        """`text` with her names covered.

        `at_home`: it is about her household, so one name is enough; elsewhere only where a given and a
        family name stand in the same text, since others bear the same name.
        """
        if not text or not (self.given or self.family):
            return text
        if not at_home and not self._in_full(text):
            return text
        return _WORD.sub(lambda found: MASK if self._means_her(found[0], at_home) else found[0], text)

    def _in_full(self, text: str) -> bool:
        found = _WORD.findall(text)
        return any(map(self._is_given, found)) and any(map(self._is_family, found))

    def _means_her(self, word: str, at_home: bool) -> bool:
        if not (self._is_given(word) or self._is_family(word)):
            return False
        return not at_home or not (folds(word) & self.others)

    def _is_given(self, word: str) -> bool:
        if word not in self._given:
            self._given[word] = sounds_like(word, self.given)
        return self._given[word]

    def _is_family(self, word: str) -> bool:
        if word not in self._family:
            self._family[word] = sounds_like(word, self.family)
        return self._family[word]

    def _forget(self) -> None:
        self._given.clear()
        self._family.clear()


def folds(text: str) -> set[str]:
    """Each word of `text` as it is heard, in every reading; words of one sound are left out."""
    return {folded for word in words(normalize("NFC", text)) for folded in readings(word) if len(folded) > 1}


def sounds_like(word: str, names: Iterable[str]) -> bool:
    """Whether `word` is one of the folded `names`, perhaps with an ending."""
    heard = folds(word)
    return any(one == name or declined(one, name) for one in heard for name in names)


def declined(heard: str, name: str) -> bool:
    """Whether `heard` is `name` with another ending: Zlatija, Zlatiji, Zlatijom."""
    stem = name[:-1] if name.endswith(tuple(_VOWELS)) else name
    if len(stem) < SHORTEST_STEM or not heard.startswith(stem):
        return False
    return len(heard) - len(stem) <= LONGEST_ENDING and heard[len(stem) :][:1] in ("", *_VOWELS)
