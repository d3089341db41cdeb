"""Who shares a key with what was typed, and which of them are likeliest meant (ADR 0010, 0440).

The index on the keys holds the names and years of birth beside each key: namesakes are gathered and scored without
reading a person. Equality on the key and the unit leaves row-level security its index.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from khetane.engine.linkage.keys import lookups
from khetane.engine.linkage.query import Query
from khetane.engine.linkage.ranking import Namesakes, best
from khetane.engine.linkage.score import YEAR_BITS
from khetane.history.bulk import ask
from khetane.people.keys import KEY_LENGTH

# Under one key a person stands once: namesakes are gathered key by key, and only their names are brought together.
# Of each key at most 2,000 rows are read: one name alone is shared by more, and is no good question.
_NAMESAKES = """
    select f.name, f.apart, string_agg(f.ids, ',')
    from unnest(%(keys)s::text[], %(offs)s::int[]) asked (key, off)
    cross join lateral (
        select k.name, k.apart, array_to_string((array_agg(k.person_id))[1:%(shown)s::int], ',') as ids
        from (
            select k.person_id, k.name, case when k.born_from is not null and %(year)s::int is not null
                then least(greatest(k.born_from - %(year)s::int, %(year)s::int - k.born_to, 0), %(far)s::int) end as apart
            from people_personkey k
            where k.key = asked.key and (asked.off is null or k.born_from is null
                or k.born_from - asked.off <= %(year)s::int and k.born_to + asked.off >= %(year)s::int) """
_GATHERED = " limit 2000) k "
_TOGETHER = " group by k.name, k.apart) f group by f.name, f.apart"
_HOMES = "with homes as materialized (select id, unit_id from people_household where place_id = any (%(places)s::uuid[])) "
_HOME_UNITS = " and k.unit_id = any ((select array_agg(distinct unit_id) from homes)::uuid[]) "
_AT_HOME = " join people_person p on p.id = k.person_id where p.household_id in (select id from homes) "
ANYWHERE = _NAMESAKES + _GATHERED + _TOGETHER
IN_PLACES = _HOMES + _NAMESAKES + _HOME_UNITS + _GATHERED + _AT_HOME + _TOGETHER


def likeliest(
    query: Query, shown: int, *, known: Collection[str] = (), places: Collection[UUID] = ()
) -> list[UUID]:
    """The `shown` persons whose names and birth fit best, the best first; with `places` only those who live there.

    `known` are folds of words that name a settlement.
    """
    sought = lookups(query, known)
    asked = {
        "keys": [one.key[:KEY_LENGTH] for one in sought],
        "offs": [one.off for one in sought],
        "year": query.birth_year,
        "far": len(YEAR_BITS),  # from there on years say the same
        "shown": shown,
        "places": list(places),
    }
    rows = ask(IN_PLACES if places else ANYWHERE, asked)
    return [UUID(id) for id in best(query, map(Namesakes._make, rows), shown)]
