"""Looking through the whole register for persons who are recorded twice, under a role of its own.

The role `khetane_matching` reads who persons are and where they live, in every unit, and nothing that is done for them. It
proposes: within a unit with both records, across units with one's own alone. What somebody decided is not proposed again.
Of a record that would be one person with a whole crowd of its unit nothing is proposed: that list was entered wrongly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from psycopg import Connection

from khetane.engine.matching.table import Row
from khetane.people.same.pairs import pair_of

LEAST = 0.5
AT_ONCE = 5000
# Nobody is entered more often than this in one unit.
MOST_ALIKE = 10
Likely = tuple[UUID, UUID, float]
_PERSONS = """
    select p.id::text, p.given_name, p.family_name,
           case when p.birth_precision in ('year', 'estimated') then to_char(p.birth_date, 'YYYY')
                when p.birth_precision = 'month' then to_char(p.birth_date, 'YYYY-MM')
                else to_char(p.birth_date, 'YYYY-MM-DD') end,
           p.sex, h.address, l.name,
           (select encode(d.number_hash, 'hex') from people_document d
            where d.person_id = p.id and d.number_hash is not null
            order by d.kind <> 'personal_number', d.kind limit 1)
    from people_person p
    left join people_household h on h.id = p.household_id
    left join places_place l on l.id = h.place_id
    where p.merged_into_id is null
"""
_UNITS = "select id, unit_id from people_person where id = any(%s)"
_PROPOSE = """
    insert into people_matchcandidate (id, unit_id, person_id, other_id, pair, probability, state, found_at)
    values (%s, %s, %s, %s, %s, %s, 'open', now())
    on conflict (unit_id, pair) do update
    set probability = excluded.probability, person_id = excluded.person_id, other_id = excluded.other_id
    where people_matchcandidate.state = 'open'
"""
# What nobody decided and is not found again: a name was mended, or one of the two went to another unit.
_FORGET = "delete from people_matchcandidate where state = 'open' and not pair = any(%s)"
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


def find() -> Found:
    """Propose every pair that is likelier one person than two; safe to repeat."""
    # Splink takes seconds to load, and only this needs it.
    from khetane.engine.matching.matching import match_rows

    with psycopg.connect(settings.ENVIRONMENT.matching_database_url) as connection:
        connection.execute(_LOCK)
        count = _Counted()
        likely = [
            (UUID(one.id_a), UUID(one.id_b), one.probability)
            for one in match_rows(count.rows(connection), threshold=LEAST)
        ]
        units = _units(connection, likely)
        crowd = _crowd(likely, units)
        pairs = [pair for pair in likely if crowd.isdisjoint(pair[:2])]
        for one, other, probability in pairs:
            for proposal in _proposals(one, other, units):
                connection.execute(_PROPOSE, [uuid4(), *proposal, pair_of(one, other), probability])
        connection.execute(_FORGET, [[pair_of(one, other) for one, other, _ in pairs]])
    within = sum(units[one] == units[other] for one, other, _ in pairs)
    left_out = dict(Counter(units[person] for person in crowd))
    return Found(count.persons, within, len(pairs) - within, left_out)


def _crowd(likely: Sequence[Likely], units: dict[UUID, UUID]) -> set[UUID]:
    """Who would be one person with more than `MOST_ALIKE` others of her unit. Other units' records make nobody one of them."""
    alike = Counter(
        person for one, other, _ in likely if units[one] == units[other] for person in (one, other)
    )
    return {person for person, others in alike.items() if others > MOST_ALIKE}


class _Counted:
    """The persons of the register as the matching reads rows, counted on the way."""

    def __init__(self) -> None:
        self.persons = 0

    def rows(self, connection: Connection) -> Iterator[Row]:
        with _cursor(connection) as cursor:
            for line, row in enumerate(cursor.execute(_PERSONS), 1):
                self.persons += 1
                yield Row(line, *(value or "" for value in row))


@contextmanager
def _cursor(connection: Connection) -> Iterator[psycopg.ServerCursor]:
    with connection.cursor("same_persons") as cursor:
        cursor.itersize = AT_ONCE
        yield cursor


def _units(connection: Connection, pairs: Sequence[Likely]) -> dict[UUID, UUID]:
    asked = list({id for one, other, _ in pairs for id in (one, other)})
    return dict(connection.execute(_UNITS, [asked]).fetchall())


def _proposals(one: UUID, other: UUID, units: dict[UUID, UUID]) -> Iterator[tuple[UUID, UUID, UUID | None]]:
    """Unit, person and the other record as each side may know it."""
    if units[one] == units[other]:
        yield units[one], min(one, other), max(one, other)
    else:
        yield units[one], one, None
        yield units[other], other, None
