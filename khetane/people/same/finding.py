"""Looking for persons who are recorded twice, in each unit and across units, under a role of its own.

The role `khetane_matching` reads who persons are and where they live, in every unit, and nothing that is done for them. It
proposes: within a unit with both records, across units with one's own alone. What somebody decided is not proposed again.
Of a record that would be one person with a whole crowd of its unit nothing is proposed: that list was entered wrongly.

What a unit is told follows from its own records; across units from its own and the other record, whose person agreed (docs/adr/0612).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from psycopg import Connection
from psycopg.types.json import Jsonb

from khetane.people.same.pairs import pair_of
from khetane.people.same.reading import rows_by_unit

if TYPE_CHECKING:
    from khetane.engine.matching.matching import Pair

# A unit's own model says a little less than one of all did (docs/adr/0612); whoever looks at a pair decides.
LEAST = 0.45
# Nobody is entered more often than this in one unit.
MOST_ALIKE = 10
_UNITS = "select id, unit_id from people_person where id = any(%s)"
_PROPOSE = """
    insert into people_matchcandidate (id, unit_id, person_id, other_id, told, pair, probability, state, found_at)
    values (%s, %s, %s, %s, %s, %s, %s, 'open', now())
    on conflict (unit_id, pair) do update
    set probability = excluded.probability, person_id = excluded.person_id, other_id = excluded.other_id, told = excluded.told
    where people_matchcandidate.state = 'open'
"""
# What nobody decided and is not found again: a name was mended, or one of the two went to another unit.
_FORGET = "delete from people_matchcandidate where state = 'open' and not pair = any(%s)"
_LOOKED = """
    insert into people_samelook (number, looked_at, persons, within, across, left_out) values (1, now(), %s, %s, %s, %s)
    on conflict (number) do update set looked_at = excluded.looked_at, persons = excluded.persons,
    within = excluded.within, across = excluded.across, left_out = excluded.left_out
"""
# Two runs at once would propose the same and forget each other's.
_LOCK = "select pg_advisory_xact_lock(hashtext('khetane.same_persons'))"


@dataclass(frozen=True, slots=True)
class Found:
    """How many persons were looked at, and how many pairs are proposed: in one unit, and across two.

    `left_out`: of how many persons of a unit nothing is proposed, since too many there are alike.
    """

    persons: int
    within: int
    across: int
    left_out: dict[UUID, int] = field(default_factory=dict)


class Likely(NamedTuple):
    """Two records that are likelier of one person than of two."""

    one: UUID
    other: UUID
    probability: float

    @property
    def name(self) -> str:
        return pair_of(self.one, self.other)


def propose_pairs() -> Found:
    """Propose every pair that is likelier one person than two; safe to repeat."""
    with psycopg.connect(settings.ENVIRONMENT.matching_database_url) as connection:
        connection.execute(_LOCK)
        persons, of_units = _within(connection)
        crowds = {unit: _crowd(pairs) for unit, pairs in of_units.items()}
        crowded = set[UUID]().union(*crowds.values())
        across = _across(connection, crowded)
        units = _units(connection, [*chain.from_iterable(of_units.values()), *across])
        # Who went to another unit meanwhile, or is no longer there, waits for the next look.
        within = [
            pair
            for unit, pairs in of_units.items()
            for pair in pairs
            if crowded.isdisjoint(pair[:2]) and units.get(pair.one) == unit == units.get(pair.other)
        ]
        across = [
            pair
            for pair in across
            if pair.one in units and pair.other in units and units[pair.one] != units[pair.other]
        ]
        for pair in (*within, *across):
            for proposal in _proposals(pair, units, crowded):
                connection.execute(_PROPOSE, [uuid4(), *proposal, pair.name, pair.probability])
        connection.execute(_FORGET, [[pair.name for pair in (*within, *across)]])
        left_out = {unit: len(crowd) for unit, crowd in crowds.items() if crowd}
        told = Jsonb({str(unit): number for unit, number in left_out.items()})
        connection.execute(_LOOKED, [persons, len(within), len(across), told])
    return Found(persons, len(within), len(across), left_out)


def _within(connection: Connection) -> tuple[int, dict[UUID, list[Likely]]]:
    """How many persons there are, and each unit's pairs, by a model of its own: what others record teaches it nothing."""
    # Splink takes seconds to load, and only this needs it.
    from khetane.engine.matching.matching import match_rows

    persons, found = 0, {}
    for unit, rows in rows_by_unit(connection):
        people = list(rows)
        persons += len(people)
        found[unit] = [_likely(pair) for pair in match_rows(people, threshold=LEAST)]
    return persons, found


def _across(connection: Connection, crowded: Collection[UUID]) -> list[Likely]:
    """The pairs of two units, without those of which neither is told since both stand in a crowd of their own."""
    from khetane.engine.matching.across import match_across

    units = ((str(unit), rows) for unit, rows in rows_by_unit(connection))
    found = map(_likely, match_across(units, threshold=LEAST))
    return [pair for pair in found if not (pair.one in crowded and pair.other in crowded)]


def _likely(pair: Pair) -> Likely:
    return Likely(UUID(pair.id_a), UUID(pair.id_b), pair.probability)


def _crowd(pairs: Iterable[Likely]) -> set[UUID]:
    """Who would be one person with more than `MOST_ALIKE` others of her unit."""
    alike = Counter(person for pair in pairs for person in pair[:2])
    return {person for person, others in alike.items() if others > MOST_ALIKE}


def _units(connection: Connection, pairs: Iterable[Likely]) -> dict[UUID, UUID]:
    asked = list({person for pair in pairs for person in pair[:2]})
    return dict(connection.execute(_UNITS, [asked]).fetchall())


def _proposals(
    pair: Likely, units: Mapping[UUID, UUID], crowded: Collection[UUID]
) -> Iterator[tuple[UUID, UUID, UUID | None, bool]]:
    """Unit, person, the other record as that side may know it, and whether it is told.

    Who stands in a crowd of her own unit is no news to it; that the other unit is told of hers must not hang on that.
    """
    if units[pair.one] == units[pair.other]:
        yield units[pair.one], min(pair[:2]), max(pair[:2]), True
        return
    for person in pair[:2]:
        yield units[person], person, None, person not in crowded
