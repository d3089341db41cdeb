"""The best of many who share a key with a query, scored by their names and years of birth alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from math import inf
from operator import itemgetter
from typing import NamedTuple

from khetane.engine.linkage.query import Query
from khetane.engine.linkage.score import NameEvidence, year_bits


class Namesakes(NamedTuple):
    """Persons whom a query cannot tell apart: the same `joined` names, born as far from the year asked for.

    `ids` stand beside one another with commas, some twice: of most groups nobody looks at them.
    """

    name: str
    apart: int | None
    ids: str


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
    likeliest = nsmallest(2 * shown, in_turn(foremost(query, groups, 2 * shown)))
    return list(dict.fromkeys(one.id for one in likeliest))[:shown]  # a person may stand in two groups


def foremost(query: Query, groups: Iterable[Namesakes], wanted: int) -> Iterator[tuple[float, list[str]]]:
    """The ids of the likeliest groups with their doubt, until there are `wanted`; who fits as well as the last too."""
    evidence = NameEvidence(query)
    doubts = sorted(((doubt(evidence, query, group), group) for group in groups), key=itemgetter(0))
    seen, last = 0, -inf
    for doubted, group in doubts:
        if seen >= wanted and doubted > last:
            return
        ids = list(dict.fromkeys(group.ids.split(",")))
        seen, last = seen + len(ids), doubted
        yield doubted, ids


def doubt(evidence: NameEvidence, query: Query, group: Namesakes) -> float:
    born = year_bits(group.apart) if query.birth_year is not None else 0.0
    return -(evidence.bits(group.name) + born)


def in_turn(doubts: Iterable[tuple[float, list[str]]]) -> Iterator[Likely]:
    for doubted, ids in doubts:
        for turn, id in enumerate(ids):
            yield Likely(doubted, turn, id)
