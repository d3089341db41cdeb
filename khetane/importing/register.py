"""What the register knows of the households, persons and settlements of a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khetane.core.birth import Birth, Precision
from khetane.core.masking import sees
from khetane.engine.linkage.query import Query
from khetane.engine.linkage.score import NameEvidence
from khetane.engine.linkage.word import words_of
from khetane.history.bulk import ask
from khetane.importing import problems
from khetane.importing.rows import Fault, Find, Group, Part, same_person
from khetane.importing.spelling import folded
from khetane.people.keys import key_rows
from khetane.people.search import SEARCHED
from khetane.places.resolving import place_ids

# Bits at which two names, read as they sound, are taken for one: two words heard alike have 15, a slip in each 13.
LIKELY = 12.0
YEARS = 1  # births so many years apart may be one
WHOLE_NAMES = ("=", "~")  # kinds of keys that hold both names (khetane.engine.linkage.keys)
_SETTLEMENTS = """
    select p.id, p.name, n.name from places_place p left join places_placename n on n.place_id = p.id
    where p.kind = 'settlement' and p.parent_id = (select municipality_id from organisations_unit where id = %s)
"""
_HOUSEHOLDS = """
    select h.code, h.id, p.id, p.given_name, p.family_name, p.birth_date::text
    from people_household h left join people_person p on p.household_id = h.id
    where h.unit_id = %s and h.code = any(%s)
"""
_NAMESAKES = """
    select k.key, k.name, k.born_from, k.born_to, p.id, p.given_name, p.family_name, h.code
    from people_personkey k join people_person p on p.id = k.person_id left join people_household h on h.id = p.household_id
    where k.unit_id = %s and k.key = any(%s)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A household of the register, and its members by id."""

    id: UUID
    members: dict[UUID, dict[str, str]]


def settlement_finder(unit_id: UUID) -> Find:
    """Finds a place by its id or code, or a settlement of the unit's municipality by a name in any language and script."""
    named: dict[str, set[str]] = {}
    for id, *names in ask(_SETTLEMENTS, [unit_id]):
        for name in filter(None, names):
            named.setdefault(folded(name), set()).add(str(id))
    found: dict[str, str | None] = {}

    def find(text: str) -> str | None:
        if text not in found:
            same = named.get(folded(text), set())
            found[text] = place_ids([text]).get(text) or (next(iter(same)) if len(same) == 1 else None)
        return found[text]

    return find


def meet_households(groups: Iterable[Group], unit_id: UUID, own: Collection[UUID]) -> dict[str, UUID]:
    """Tie groups with a code to their household, and rows about its members to them; ids by code.

    `own` are the ids that this import gives: whom it brought itself is no member it meets. A code that is not the
    unit's is a fault.
    """
    coded = [group for group in groups if group.code]
    known: dict[str, Known] = {}
    for code, home, person, given, family, born in ask(_HOUSEHOLDS, [unit_id, [one.code for one in coded]]):
        household = known.setdefault(code, Known(home, {}))
        if person is not None and person not in own:
            said = {"given_name": given, "family_name": family, "birth_date": born}
            household.members[person] = {name: value for name, value in said.items() if value}
    for group in coded:
        if group.code not in known:
            group.faults.append(Fault(group.rows[0], "", problems.UNKNOWN_HOUSEHOLD.about(code=group.code)))
            continue
        for part in group.persons:
            same = [
                id for id, values in known[group.code].members.items() if same_person(values, part.values)
            ]
            if len(same) == 1:
                part.met = same[0]
    return {code: one.id for code, one in known.items()}


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody in the register, or in an earlier row, under a key of both names."""

    name: str
    years: tuple[int | None, int | None]
    id: UUID | None
    said: str
    where: str


def alike(groups: Sequence[Group], unit_id: UUID, own: Collection[UUID]) -> dict[int, list[Fault]]:
    """Who of a table looks like somebody of the register or of an earlier household, by the group's number.

    The register is not asked where something that is searched by is hidden from the viewer: the answer would tell it.
    """
    asked = {id(part): keys_of(part) for group in groups for part in group.persons if part.met is None}
    everyone = sorted({key for keys in asked.values() for key in keys})
    stored = _stored(everyone, unit_id, own) if _sees_all(unit_id) else {}
    above: dict[str, list[Part]] = {}
    found: dict[int, list[Fault]] = {}
    for group in groups:
        for part in group.persons:
            faults = list(_of_part(part, asked.get(id(part), []), stored, above))
            if faults:
                found.setdefault(group.number, []).extend(faults[:1])
        for part in group.persons:
            for key in asked.get(id(part), [])[:1]:
                above.setdefault(key, []).append(part)
    return found


def _of_part(
    part: Part, keys: Sequence[str], stored: dict[str, list[Namesake]], above: dict[str, list[Part]]
) -> Iterator[Fault]:
    years = years_of(part)
    for other in above.get(keys[0], []) if keys else ():
        if apart(years, years_of(other)) <= YEARS:
            yield Fault(part.row, "", problems.ALIKE_ABOVE.about(person=name_of(part.values), row=other.row))
    evidence = NameEvidence(Query(words=tuple(words_of(name_of(part.values)))))
    for key in keys:
        for one in stored.get(key, []):
            if apart(years, one.years) <= YEARS and evidence.bits(one.name) >= LIKELY:
                told = problems.ALIKE_HERE.about(
                    person=name_of(part.values), other=one.said, household=one.where
                )
                yield Fault(part.row, "", told)


def _sees_all(unit_id: UUID) -> bool:
    return all(sees(model, name, unit_id) for model, name in SEARCHED)


def _stored(keys: Sequence[str], unit_id: UUID, own: Collection[UUID]) -> dict[str, list[Namesake]]:
    found: dict[str, list[Namesake]] = {}
    for key, name, born_from, born_to, id, given, family, code in ask(_NAMESAKES, [unit_id, list(keys)]):
        if id not in own:
            said = f"{given} {family}".strip()
            found.setdefault(key, []).append(Namesake(name, (born_from, born_to), id, said, code or ""))
    return found


def keys_of(part: Part) -> list[str]:
    """The keys that hold both names, the exact one first; none for who has one name only."""
    given, family = part.values.get("given_name", ""), part.values.get("family_name", "")
    return sorted(
        (row.key for row in key_rows(given, family, "", None) if row.key.startswith(WHOLE_NAMES)),
        key=lambda key: not key.startswith("="),
    )


def name_of(values: dict[str, str]) -> str:
    return " ".join(filter(None, (values.get("given_name"), values.get("family_name"))))


def years_of(part: Part) -> tuple[int | None, int | None]:
    """The first and last year in which she may be born."""
    said = part.values.get("birth_date")
    if not said:
        return None, None
    birth = Birth(date.fromisoformat(said), Precision(part.values.get("birth_precision") or "day"))
    return birth.earliest.year, birth.latest.year


def apart(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> int:
    """How many years lie between two births; none where one is not known."""
    if None in one or None in other:
        return 0
    return max(0, (one[0] or 0) - (other[1] or 0), (other[0] or 0) - (one[1] or 0))
