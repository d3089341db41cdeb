"""The best of many who share a key with a query, scored by their names and years of birth alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from typing import NamedTuple

from khetane.engine.linkage.names import names_of
from khetane.engine.linkage.query import Query
from khetane.engine.linkage.score import NameEvidence, year_bits


class Namesakes(NamedTuple):
    """Persons whom a query cannot tell apart: the same `joined` names, born as far from the year asked for."""

    name: str
    apart: int | None
    ids: Sequence[str]


class Likely(NamedTuple):
    """A person; sorts by doubt, then so that names which fit equally well take turns."""

    doubt: float
    turn: int
    id: str


def best(query: Query, groups: Iterable[Namesakes], shown: int) -> list[str]:
    """The ids of the `shown` likeliest persons, the likeliest first.

    Where several names fit equally well, one person of each comes before the second of any: whoever
    types on sees the names there are, not twenty times the commonest.
    """
    likeliest = nsmallest(2 * shown, likely(query, groups))  # a person may stand in two groups
    return list(dict.fromkeys(one.id for one in likeliest))[:shown]


def likely(query: Query, groups: Iterable[Namesakes]) -> Iterator[Likely]:
    evidence = NameEvidence(query)
    for name, apart, ids in groups:
        born = year_bits(apart) if query.birth_year is not None else 0.0
        doubt = -(evidence.bits(names_of(name)) + born)
        for turn, id in enumerate(ids):
            yield Likely(doubt, turn, id)
