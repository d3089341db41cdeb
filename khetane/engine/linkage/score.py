"""How likely it is that a stored person is the one asked for (Fellegi and Sunter, 1969).

Each part of the query adds log2(m / u): m is how often that level of agreement is seen between a
query and the right person, u between a query and any other person of the same country. The tables
below were measured by `python -m benchmarks.search.weights` (its docstring says on what) and
rounded to a tenth of a bit; a new measurement that moves one by more than a bit should move it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance.JaroWinkler import similarity

from khetane.engine.linkage.names import GIVEN, ROLES, WORDS, joined
from khetane.engine.linkage.query import Query
from khetane.engine.linkage.word import Word, word_of


class Level(IntEnum):
    """How much of a written name agrees with a stored one."""

    OTHER = 0
    ALIKE = 1
    NEAR = 2
    BEGINS = 3
    CLOSE = 4
    HEARD = 5
    WRITTEN = 6


# Per role, indexed by Level. WRITTEN and HEARD are pooled and held a fifth of a bit apart: which script the
# others were written in is no evidence. BEGINS is measured for the last word, a family name there, and
# holds for both. A word means a parent one time in eight (assumed): three bits less than a given name.
NAME_BITS = (
    (-7.2, 0.0, 4.0, 6.5, 6.9, 7.4, 7.6),
    (-7.7, -0.7, 3.0, 6.5, 6.6, 7.5, 7.7),
    (-7.2, -3.0, 1.0, 3.5, 3.9, 4.4, 4.6),
)
# Years apart: bits. Beyond the last, YEAR_OTHER.
YEAR_BITS = (5.9, 1.3, 0.1, -0.5, -1.5)
YEAR_OTHER = -5.4
LEAST_ALIKE = 0.76  # words less similar are others

# For each stored word, the bits that each word of a query gives it.
Fits = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored person: her `joined` names, and the years in which she may be born."""

    names: str
    born_from: int | None = None
    born_to: int | None = None

    @classmethod
    def of(
        cls,
        given: str,
        family: str,
        parent: str | None = None,
        birth_year: int | None = None,
        year_tolerance: int = 0,
    ) -> Candidate:
        """`year_tolerance` is how many years an estimated birth may be off and still be exact."""
        names = joined(given, family, parent or "")
        if birth_year is None:
            return cls(names)
        return cls(names, birth_year - year_tolerance, birth_year + year_tolerance)


def score(query: Query, candidate: Candidate) -> float:
    """Bits of evidence that `candidate` is meant by `query`; more is likelier, 0 is no opinion."""
    apart = years_apart(query.birth_year, candidate.born_from, candidate.born_to)
    return NameEvidence(query).bits(candidate.names) + year_bits(apart)


class NameEvidence:
    """What the words of one query say of many stored names; what many bear is compared once."""

    def __init__(self, query: Query) -> None:
        self._words = query.words
        self._unfinished = len(query.words) - 1 if query.typing else -1
        self._parts: dict[tuple[int, str], Fits] = {}
        self._totals: dict[Fits, float] = {}

    def bits(self, text: str) -> float:
        """Bits for stored names, a `joined` text; equal names give equal bits."""
        fits: Fits = ()
        for part in enumerate(text.split(ROLES)):
            fits += self._parts.get(part) or self._compared(part)
        total = self._totals.get(fits)
        if total is None:
            total = self._totals[fits] = self._assigned(fits)
        return total

    def _compared(self, part: tuple[int, str]) -> Fits:
        """What is said of the words of a part that have a sound."""
        role, written = part
        names = (word_of(letters) for letters in written.split(WORDS))
        fits = self._parts[part] = tuple(self._fit(role, name) for name in names if name.fold)
        return fits

    def _fit(self, role: int, name: Word) -> tuple[float, ...]:
        """What each word of the query says of one stored word."""
        return tuple(
            NAME_BITS[role][agreement(word, name, unfinished=index == self._unfinished)]
            for index, word in enumerate(self._words)
        )

    def _assigned(self, fits: Fits) -> float:
        """Every word of the query is held against one of the stored words, the best fits first.

        A stored word that was not asked for says nothing.
        """
        asked, free, total = set(range(len(self._words))), set(range(len(fits))), 0.0
        pairs = [(bits, word, name) for name, fit in enumerate(fits) for word, bits in enumerate(fit)]
        for bits, word, name in sorted(pairs, reverse=True):
            if word in asked and name in free:
                asked.remove(word)
                free.remove(name)
                total += bits
        return total + len(asked) * NAME_BITS[GIVEN][Level.OTHER]


def agreement(word: Word, name: Word, *, unfinished: bool = False) -> Level:
    """How `word`, which may be `unfinished`, agrees with the stored `name`."""
    if word.letters == name.letters:
        return Level.WRITTEN
    if word.fold in name.folds or name.fold in word.folds:
        return Level.HEARD
    likeness = similarity(word.fold, name.fold, score_cutoff=LEAST_ALIKE)
    same_skeleton = word.skeletons[0] == name.skeletons[0]
    if likeness >= 0.9 or (same_skeleton and likeness >= 0.8):
        return Level.CLOSE
    if unfinished and name.fold.startswith(word.fold):
        return Level.BEGINS
    if likeness >= 0.84 or same_skeleton:
        return Level.NEAR
    return Level.ALIKE if likeness >= LEAST_ALIKE or word.classes[0] == name.classes[0] else Level.OTHER


def years_apart(year: int | None, born_from: int | None, born_to: int | None) -> int | None:
    """How far `year` lies outside the years of birth; None when one of them is not known."""
    if year is None or born_from is None or born_to is None:
        return None
    return max(0, born_from - year, year - born_to)


def year_bits(apart: int | None) -> float:
    """Bits for a birth so many years apart from the year asked for; nothing known says nothing."""
    if apart is None:
        return 0.0
    return YEAR_BITS[apart] if apart < len(YEAR_BITS) else YEAR_OTHER
