"""Find persons by what somebody typed: names in any script and order, a birth year, a settlement, a
household's code, a document's number.

The likeliest by name come from the stored keys (`blocking`, ADR 0010), others by their household's code or a document;
all are scored in full. How many queries are asked does not depend on who is found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from khetane.core.birth import birth_known
from khetane.core.codes import check, normalise
from khetane.core.masking import sees
from khetane.engine.linkage.names import joined
from khetane.engine.linkage.query import Query, parse
from khetane.engine.linkage.score import NameEvidence, year_bits, years_apart
from khetane.history.bulk import ask
from khetane.people.blocking import likeliest
from khetane.people.models import Document, Household, Person
from khetane.people.numbers import number_hash
from khetane.people.settlements import places_with_names, settlements_named
from khetane.places.models import Place

SHOWN = 20
# Bits of evidence: a code or number names one household or person; a settlement one in about twenty.
NAMED_BITS = 30.0
PLACE_BITS = 4.3
# What an answer shows, or tells by being found.
SEARCHED = (
    *(
        (Person, name)
        for name in ("given_name", "family_name", "parent_name", "birth_date", "birth_precision")
    ),
    (Household, "code"),
    (Household, "place"),
    (Document, "number_hash"),
)
# Below this many bits somebody else is likelier than not, even in a register of a few hundred.
LEAST_BITS = 1.0

_LIKELY = """
select h.id, h.code, h.place_id, p.id, p.given_name, p.family_name, p.parent_name, p.birth_date, p.birth_precision,
    p.unit_id, false
from people_person p left join people_household h on h.id = p.household_id
where p.id = any (%(likely)s::uuid[])
"""
_NAMED = """
with once as (
    select d.person_id from people_document d where d.number_hash = any (%(numbers)s::bytea[])
    union select p.id from people_household h join people_person p on p.household_id = h.id
        where h.code = any (%(codes)s::text[])
)
select h.id, h.code, h.place_id, p.id, p.given_name, p.family_name, p.parent_name, p.birth_date, p.birth_precision,
    p.unit_id, true
from once join people_person p on p.id = once.person_id left join people_household h on h.id = p.household_id
union all
select h.id, h.code, h.place_id, null, '', '', '', null, '', h.unit_id, true
from people_household h
where h.code = any (%(codes)s::text[]) and not exists (select from people_person p where p.household_id = h.id)
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


class Asked:
    """A query, the places it is about, and what its words say of names with and without theirs."""

    def __init__(self, query: Query, rest: Query, places: frozenset[UUID]) -> None:
        self.query, self.places = query, places
        self.names, self.names_less_place = NameEvidence(query), NameEvidence(rest)


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
    """The likeliest persons among those the viewer may see; only of one settlement with `place_id`.

    In a unit where anything that is searched by is hidden from her nobody is found: an answer would tell it.
    """
    query = parse(text)
    named_rows = visible(by_code_or_number(query))
    if query.words_with_digits and not named_rows:
        query = replace(query, words=query.words_with_digits)
    settlements = settlements_named(query)
    named = frozenset[str]().union(*settlements.values())
    rest = without(query, named)
    asked = Asked(query, rest, frozenset({place_id} if place_id else settlements))
    best = likeliest(query, shown, known=named) if place_id is None else []
    best += likeliest(rest, shown, places=asked.places) if asked.places else []
    turn: dict[UUID | None, int] = {id: number for number, id in enumerate(best)}
    rows = visible(row for row in fetch(named_rows, best) if place_id in (None, row.place_id))
    scored = sorted(
        ((points(asked, row), row) for row in rows),
        key=lambda pair: (-pair[0], turn.get(pair[1].person_id, len(turn)), str(pair[1].person_id)),
    )
    likely = [(bits, row) for bits, row in scored[:shown] if bits >= LEAST_BITS]
    ids = {row.place_id for _, row in likely if row.place_id}.union(settlements)
    places = places_with_names(ids)
    return Answer(
        tuple(found(bits, row, places) for bits, row in likely), tuple(places[id] for id in settlements)
    )


def without(query: Query, named: Collection[str]) -> Query:
    """The query less the words that name a settlement, given by their folds."""
    words = tuple(word for word in query.words if word.fold not in named)
    unfinished = query.typing and bool(words) and words[-1] == query.words[-1]
    return replace(query, words=words, typing=unfinished)


def by_code_or_number(query: Query) -> list[Row]:
    """Everybody whose household has one of these codes, or who has a document of one of these numbers."""
    codes = [code for code in map(normalise, query.household_codes) if check(code)]
    numbers = [number_hash(typed) for typed in query.document_numbers]
    found = ask(_NAMED, {"codes": codes, "numbers": numbers}) if codes or numbers else []
    return [Row._make(row) for row in found]


def fetch(named: Sequence[Row], best: Sequence[UUID]) -> list[Row]:
    """The likeliest by name, and everybody named by a code or number, each once."""
    rows = {row.person_id or row.household_id: row for row in named}
    for row in map(Row._make, ask(_LIKELY, {"likely": list(best)})):
        rows.setdefault(row.person_id, row)
    return list(rows.values())


def visible(rows: Iterable[Row]) -> list[Row]:
    """The rows of units in which the viewer sees all that is searched by."""
    several = list(rows)
    units = {row.unit_id for row in several}
    open_ = {unit for unit in units if all(sees(model, name, unit) for model, name in SEARCHED)}
    return [row for row in several if row.unit_id in open_]


def points(asked: Asked, row: Row) -> float:
    """How likely the row is meant: words may be names, or name the settlement."""
    names = joined(row.given_name, row.family_name, row.parent_name)
    bits = asked.names.bits(names)
    if row.place_id in asked.places:
        bits = max(bits, asked.names_less_place.bits(names) + PLACE_BITS)
    bits += year_bits(years_apart(asked.query.birth_year, *years_of(row)))
    return NAMED_BITS + max(bits, 0.0) if row.named else bits


def years_of(row: Row) -> tuple[int | None, int | None]:
    """The first and the last year in which the person may be born."""
    birth = birth_known(row.birth_date, row.birth_precision)
    return (birth.earliest.year, birth.latest.year) if birth else (None, None)


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
