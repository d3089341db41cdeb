"""The settlements that a search names, and those where the persons found live."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from khetane.core.viewer import current
from khetane.engine.linkage.query import Query
from khetane.engine.linkage.word import words_of
from khetane.history.bulk import ask
from khetane.places.models import Place, PlaceName

LEAST_LETTERS = 3  # a word of fewer sounds names no settlement
# `search_text` holds every name as it sounds.
_SETTLEMENTS = """
select p.id, p.name, n.name from places_place p left join places_placename n on n.place_id = p.id
where p.kind = 'settlement' and p.search_text like any (%(heard)s::text[])
    and p.parent_id in (select municipality_id from organisations_unit where id = any (%(units)s::uuid[]))
"""
# What pages, commands and the interface show of a place; Django reads what else is asked for when it is.
_SHOWN = ("id", "kind", "code", "name", "path", "designation_note", "designation_notes")
_PLACES = """
select p.id, p.kind, p.code, p.name, p.path::text, p.designation_note, p.designation_notes::text,
    array(select array[n.language, n.name] from places_placename n where n.place_id = p.id)
from places_place p where p.id = any (%(ids)s::uuid[]) order by p.sort_key, p.id
"""
# The places of each unit's households, one after another in the index: no household is read.
_LIVED_IN = """
with recursive found as (
    select u.unit, (select h.place_id from people_household h where h.unit_id = u.unit order by h.place_id limit 1) as place
    from unnest(%(units)s::uuid[]) as u (unit)
    union all
    select f.unit, (select h.place_id from people_household h where h.unit_id = f.unit and h.place_id > f.place
                    order by h.place_id limit 1)
    from found f where f.place is not null)
select distinct place from found where place is not null
"""


def settlements_named(query: Query) -> dict[UUID, set[str]]:
    """The settlements near the viewer's units of whose name a word was typed, in any script: all its folds."""
    typed = {word.fold for word in query.words if len(word.fold) >= LEAST_LETTERS}
    units = current().units.get("identity.read", frozenset())
    if not typed or not units:
        return {}
    folds: dict[UUID, set[str]] = {}
    asked = {"units": list(units), "heard": [f"%{fold}%" for fold in sorted(typed)]}
    for id, name, other_name in ask(_SETTLEMENTS, asked):
        folds.setdefault(id, set()).update(folds_of(name) | folds_of(other_name or ""))
    return {id: known for id, known in folds.items() if typed & known}


@lru_cache(maxsize=8192)
def folds_of(name: str) -> frozenset[str]:
    return frozenset(word.fold for word in words_of(name))


def places_lived_in(units: Collection[UUID]) -> list[Place]:
    """Where households of the units live, with their names, in the order of lists."""
    return list(places_with_names([place for (place,) in ask(_LIVED_IN, {"units": list(units)})]).values())


def places_with_names(ids: Collection[UUID]) -> dict[UUID, Place]:
    """The places with their names in every language in the order of lists, by one statement whose plan is kept.

    Through the ORM's two queries this took a quarter of a search's time.
    """
    return {
        id: with_names((id, *shown, json.loads(notes)), names)
        for id, *shown, notes, names in ask(_PLACES, {"ids": list(ids)})
    }


def with_names(shown: Sequence[object], names: Iterable[tuple[str, str]]) -> Place:
    place = Place.from_db("default", _SHOWN, shown)
    known: QuerySet[PlaceName] = QuerySet(PlaceName)
    known._result_cache = [
        PlaceName(place_id=place.pk, language=language, name=name) for language, name in names
    ]
    place._prefetched_objects_cache = {"names": known}  # type: ignore[attr-defined]  # where Django looks first
    return place
