"""A quick look for somebody who is in the unit already: by the keys of her names, as the search finds her."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from khetane.people.models import MatchCandidate, Person
from khetane.people.same.pairs import pair_of
from khetane.people.search import Found, search

# Both names nearly as written and the year right: 6.9 + 6.6 + 5.9 bits, one of them better (`engine.linkage.score`).
ENOUGH_BITS = 19.9
LOOKED_AT = 6


def likely_same(person: Person) -> list[Found]:
    """Others of the unit who may be this person, the likeliest first, without those of whom somebody has decided.

    Only where her birth is known: namesakes without a year are too many.
    """
    if person.birth_date is None:
        return []
    found = alike(person.given_name, person.family_name, person.birth_date, person.unit_id)
    likely = {
        pair_of(person.pk, one.person_id): one
        for one in found
        if one.person_id is not None and one.person_id != person.pk
    }
    known = MatchCandidate.objects.filter(unit=person.unit_id, pair__in=likely).values_list("pair", flat=True)
    for pair in known if likely else ():
        del likely[pair]
    return list(likely.values())


def alike(given_name: str, family_name: str, born: date, unit_id: UUID) -> list[Found]:
    """Persons of the unit who may be the one of this name and birth, the likeliest first."""
    found = search(f"{given_name} {family_name} {born.year}", shown=LOOKED_AT).found
    return [one for one in found if one.person_id and one.unit_id == unit_id and one.score >= ENOUGH_BITS]
