"""How likely it is that a stored person is the one asked for (Fellegi and Sunter, 1969).

Each part of the query adds log2(m / u): m is how often that level of agreement is seen between a
query and the right person, u between a query and any other person of the same country. The tables
below were measured by `python -m benchmarks.search.weights` (its docstring says on what) and
rounded to a tenth of a bit; a new measurement that moves one by more than a bit should move it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance.JaroWinkler import similarity

from khetane.engine.linkage.query import Query
from khetane.engine.linkage.word import Word, words_of


class Level(IntEnum):
    """How much of a written name agrees with a stored one."""

    OTHER = 0
    ALIKE = 1
    NEAR = 2
    BEGINS = 3
    CLOSE = 4
    HEARD = 5
    WRITTEN = 6


GIVEN, FAMILY, PARENT = range(3)
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored person: the words of the name with their role, and the birth year with its tolerance."""

    names: tuple[tuple[int, Word], ...]
    birth_year: int | None = None
    year_tolerance: int = 0

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
        roles = ((GIVEN, given), (FAMILY, family), (PARENT, parent or ""))
        names = tuple((role, word) for role, name in roles for word in words_of(name))
        return cls(names, birth_year, year_tolerance)


def score(query: Query, candidate: Candidate) -> float:
    """Bits of evidence that `candidate` is meant by `query`; more is likelier, 0 is no opinion.

    Every word of the query is held against one word of the candidate's names, the best fits first;
    a stored word that was not asked for says nothing. Equal arguments give equal scores.
    """
    asked, stored = set(range(len(query.words))), set(range(len(candidate.names)))
    total = year_bits(query.birth_year, candidate)
    for bits, word, name in sorted(comparisons(query, candidate), reverse=True):
        if word in asked and name in stored:
            asked.remove(word)
            stored.remove(name)
            total += bits
    return total + len(asked) * NAME_BITS[GIVEN][Level.OTHER]


def comparisons(query: Query, candidate: Candidate) -> Iterator[tuple[float, int, int]]:
    last = len(query.words) - 1 if query.typing else -1
    for index, word in enumerate(query.words):
        for position, (role, name) in enumerate(candidate.names):
            yield NAME_BITS[role][agreement(word, name, unfinished=index == last)], index, position


def agreement(word: Word, name: Word, *, unfinished: bool = False) -> Level:
    """How `word`, which may be `unfinished`, agrees with the stored `name`."""
    if word.letters == name.letters:
        return Level.WRITTEN
    if word.fold in name.folds or name.fold in word.folds:
        return Level.HEARD
    likeness = similarity(word.fold, name.fold)
    same_skeleton = word.skeletons[0] == name.skeletons[0]
    if likeness >= 0.9 or (same_skeleton and likeness >= 0.8):
        return Level.CLOSE
    if unfinished and name.fold.startswith(word.fold):
        return Level.BEGINS
    if likeness >= 0.84 or same_skeleton:
        return Level.NEAR
    return Level.ALIKE if likeness >= 0.76 or word.classes[0] == name.classes[0] else Level.OTHER


def year_bits(year: int | None, candidate: Candidate) -> float:
    if year is None or candidate.birth_year is None:
        return 0.0
    apart = max(0, abs(year - candidate.birth_year) - candidate.year_tolerance)
    return YEAR_BITS[apart] if apart < len(YEAR_BITS) else YEAR_OTHER
