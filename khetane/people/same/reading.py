"""The persons of the register as the matching reads them, unit by unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from psycopg import Connection

from khetane.engine.matching.table import Row

AT_ONCE = 5000
# In one order, whatever else the table holds: what is sampled for learning follows from where a row stands.
_PERSONS = """
    select p.unit_id, p.id::text, p.given_name, p.family_name,
           case when p.birth_precision in ('year', 'estimated') then to_char(p.birth_date, 'YYYY')
                when p.birth_precision = 'month' then to_char(p.birth_date, 'YYYY-MM')
                else to_char(p.birth_date, 'YYYY-MM-DD') end,
           p.sex, h.address, l.name,
           (select encode(d.number_hash, 'hex') from people_document d
            where d.person_id = p.id and d.number_hash is not null
            order by d.kind <> 'personal_number', d.kind, d.number_hash limit 1)
    from people_person p
    left join people_household h on h.id = p.household_id
    left join places_place l on l.id = h.place_id
    where p.merged_into_id is null
    order by p.unit_id, p.id
"""


def rows_by_unit(connection: Connection) -> Iterator[tuple[UUID, Iterator[Row]]]:
    """Each unit with its persons; they are read as they are taken, a unit's before the next one's."""
    with connection.cursor("same_persons") as cursor:
        cursor.itersize = AT_ONCE
        for unit, read in groupby(cursor.execute(_PERSONS), itemgetter(0)):
            yield unit, (Row(line, *(value or "" for value in row[1:])) for line, row in enumerate(read, 1))
