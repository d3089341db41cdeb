"""Who shares a key with what was typed, and which of them are likeliest meant (ADR 0010).

The index on the keys holds the names and years of birth beside each key: namesakes are gathered and scored without
reading a person. Equality on the key and the unit leaves row-level security its index.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from khetane.engine.linkage.keys import query_keys
from khetane.engine.linkage.query import Query
from khetane.engine.linkage.ranking import Namesakes, best
from khetane.engine.linkage.score import YEAR_BITS
from khetane.history.bulk import ask
from khetane.people.keys import KEY_LENGTH

# Of each key at most 2,000 rows are read: one name alone is shared by more, and is no good question.
_NAMESAKES = """
with shared as materialized (
    select distinct found.person_id, found.name, found.apart
    from unnest(%(keys)s::text[]) asked (key)
    cross join lateral (
        select k.person_id, k.name,
            case when k.born_from is not null
            then least(greatest(k.born_from - %(year)s::int, %(year)s::int - k.born_to, 0), %(far)s::int) end as apart
        from people_personkey k where k.key = asked.key limit 2000) found
)
select name, apart, (array_agg(person_id))[1:%(shown)s::int]::text from shared """
_IN_PLACES = """
    join people_person p on p.id = person_id join people_household h on h.id = p.household_id
    where h.place_id = any (%(places)s::uuid[]) """
_TOGETHER = "group by name, apart"
ANYWHERE, IN_PLACES = _NAMESAKES + _TOGETHER, _NAMESAKES + _IN_PLACES + _TOGETHER


def likeliest(query: Query, shown: int, *, places: Collection[UUID] = ()) -> list[UUID]:
    """The `shown` persons whose names and birth fit best, the best first; with `places` only those who live there."""
    asked = {
        "keys": [key[:KEY_LENGTH] for key in query_keys(query)],
        "year": query.birth_year,
        "far": len(YEAR_BITS),  # from there on years say the same
        "shown": shown,
        "places": list(places),
    }
    rows = ask(IN_PLACES if places else ANYWHERE, asked)
    groups = (Namesakes(name, apart, ids[1:-1]) for name, apart, ids in rows)
    return [UUID(id) for id in best(query, groups, shown)]
