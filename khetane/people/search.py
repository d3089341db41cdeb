"""Find persons by what somebody typed: names in any script and order, a birth year, a settlement, a
household's code, a document's number.

Candidates come from the stored keys by equality, each key cut off at a number of rows, so that row-level
security costs no index (ADR 0010); what was fetched is rescored. The number of queries is always the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from khetane.core.birth import ESTIMATE_YEARS, Precision
from khetane.core.codes import check, normalise
from khetane.core.viewer import current
from khetane.engine.linkage.keys import query_keys
from khetane.engine.linkage.query import Query, parse
from khetane.engine.linkage.score import Candidate
from khetane.engine.linkage.score import score as name_score
from khetane.engine.linkage.word import words_of
from khetane.people.numbers import number_hash
from khetane.places.models import Place

SHOWN = 20
PER_KEY, PER_KEY_IN_A_PLACE, CANDIDATES = 200, 1000, 400
# A settlement is looked for among this many names; a word of fewer sounds names none.
SETTLEMENT_NAMES, LEAST_LETTERS = 2000, 3
KEY_LENGTH = 40  # of the column `PersonKey.key`
# Bits of evidence: a code or number names one household or person; a settlement one in about twenty.
NAMED_BITS = 30.0
PLACE_BITS = 4.3
# Below this many bits somebody else is likelier than not, even in a register of a few hundred.
LEAST_BITS = 1.0

_FIND = """
with by_name as (
    select found.person_id, min(asked.place) as place
    from unnest(%(keys)s::text[]) with ordinality asked (key, place)
    cross join lateral (
        select k.person_id from people_personkey k where k.key = asked.key limit %(per_key)s) found
    group by found.person_id
    order by min(asked.place)
    limit %(candidates)s
), by_place as (
    select found.person_id, min(asked.place) as place
    from unnest(%(place_keys)s::text[]) with ordinality asked (key, place)
    cross join lateral (
        select k.person_id from (
            select person_id from people_personkey where key = asked.key limit %(per_key_in_a_place)s) k
        join people_person p on p.id = k.person_id
        join people_household h on h.id = p.household_id
        where h.place_id = any (%(places)s)
        limit %(per_key)s) found
    group by found.person_id
    order by min(asked.place)
    limit %(candidates)s
), candidates as (
    select person_id, false as named from by_name
    union all select person_id, false from by_place
    union all select d.person_id, true from people_document d where d.number_hash = any (%(numbers)s)
    union all select p.id, true from people_household h join people_person p on p.household_id = h.id
        where h.code = any (%(codes)s)
), once as (select person_id, bool_or(named) as named from candidates group by person_id)
select h.id, h.code, h.place_id, p.id, p.given_name, p.family_name, p.parent_name, p.birth_date, p.birth_precision,
    p.unit_id, once.named
from once join people_person p on p.id = once.person_id left join people_household h on h.id = p.household_id
union all
select h.id, h.code, h.place_id, null, '', '', '', null, '', h.unit_id, true
from people_household h
where h.code = any (%(codes)s) and not exists (select from people_person p where p.household_id = h.id)
"""


class Row(NamedTuple):
    """What the database gives of a candidate; without a person, a household that has no members yet."""

    household_id: UUID | None
    code: str | None
    place_id: UUID | None
    person_id: UUID | None
    given_name: str
    family_name: str
    parent_name: str
    birth_date: date | None
    birth_precision: str
    unit_id: UUID
    named: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One answer; `score` is bits of evidence."""

    person_id: UUID | None
    household_id: UUID | None
    code: str
    given_name: str
    family_name: str
    birth_date: date | None
    birth_precision: str
    place: Place | None
    unit_id: UUID
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The likeliest persons first, and the settlements that were named in the query."""

    found: tuple[Found, ...] = ()
    settlements: tuple[Place, ...] = ()


def search(text: str, *, place_id: UUID | None = None, shown: int = SHOWN) -> Answer:
    """The likeliest persons among those the viewer may see; only of one settlement with `place_id`."""
    query = parse(text)
    named = settlements_named(query)
    rest = without(query, named)
    wanted = {place_id} if place_id else set(named)
    rows = [row for row in fetch(query, rest, wanted) if place_id in (None, row.place_id)]
    scored = sorted(
        ((points(query, rest, wanted, row), row) for row in rows),
        key=lambda pair: (-pair[0], str(pair[1].person_id)),
    )
    likely = [(bits, row) for bits, row in scored[:shown] if bits >= LEAST_BITS]
    ids = {row.place_id for _, row in likely if row.place_id}.union(named)
    places = Place.objects.defer("boundary").prefetch_related("names").in_bulk(ids)
    answers = tuple(found(bits, row, places) for bits, row in likely)
    return Answer(answers, tuple(places[id] for id in named))


def settlements_named(query: Query) -> dict[UUID, set[str]]:
    """The settlements near the viewer's units of whose name a word was typed, in any script: all its folds."""
    typed = {word.fold for word in query.words if len(word.fold) >= LEAST_LETTERS}
    units = current().units.get("identity.read", frozenset())
    near = Place.objects.filter(kind="settlement", parent__units__in=units).order_by()
    folds: dict[UUID, set[str]] = {}
    for id, name, other_name in near.values_list("pk", "name", "names__name")[:SETTLEMENT_NAMES]:
        folds.setdefault(id, set()).update(folds_of(name) | folds_of(other_name or ""))
    return {id: known for id, known in folds.items() if typed & known}


@lru_cache(maxsize=8192)
def folds_of(name: str) -> frozenset[str]:
    return frozenset(word.fold for word in words_of(name))


def without(query: Query, named: Mapping[UUID, Collection[str]]) -> Query:
    """The query less the words that name a settlement."""
    taken = {fold for folds in named.values() for fold in folds}
    words = tuple(word for word in query.words if word.fold not in taken)
    unfinished = query.typing and bool(words) and words[-1] == query.words[-1]
    return replace(query, words=words, typing=unfinished)


def fetch(query: Query, rest: Query, places: Collection[UUID]) -> list[Row]:
    """Everybody the query may mean; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND,
            {
                "keys": stored_keys(query),
                "place_keys": stored_keys(rest) if places else [],
                "places": list(places),
                "codes": [code for code in map(normalise, query.household_codes) if check(code)],
                "numbers": [number_hash(typed) for typed in query.document_numbers],
                "per_key": PER_KEY,
                "per_key_in_a_place": PER_KEY_IN_A_PLACE,
                "candidates": CANDIDATES,
            },
        )
        return [Row(*row) for row in cursor.fetchall()]


def stored_keys(query: Query) -> list[str]:
    """The keys to look up, as long as the table keeps them."""
    return [key[:KEY_LENGTH] for key in query_keys(query)]


def points(query: Query, rest: Query, places: Collection[UUID], row: Row) -> float:
    """How likely the row is meant: words may be names, or name the settlement."""
    estimated = row.birth_precision == Precision.ESTIMATED
    candidate = Candidate.of(
        row.given_name,
        row.family_name,
        row.parent_name,
        row.birth_date.year if row.birth_date else None,
        ESTIMATE_YEARS if estimated else 0,
    )
    bits = name_score(query, candidate)
    if row.place_id in places:
        bits = max(bits, name_score(rest, candidate) + PLACE_BITS)
    return NAMED_BITS + max(bits, 0.0) if row.named else bits


def found(bits: float, row: Row, places: Mapping[UUID, Place]) -> Found:
    return Found(
        person_id=row.person_id,
        household_id=row.household_id,
        code=row.code or "",
        given_name=row.given_name,
        family_name=row.family_name,
        birth_date=row.birth_date,
        birth_precision=row.birth_precision,
        place=places.get(row.place_id) if row.place_id else None,
        unit_id=row.unit_id,
        score=round(bits, 1),
    )
