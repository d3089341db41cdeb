"""Which place a feature is: by its code, else by its name, among the places below one. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from khetane.core.problems import Problem
from khetane.core.refusals import Invalid
from khetane.places.boundaries import problems
from khetane.places.boundaries.reading import Feature
from khetane.places.tree.rules import heard

# Fields that commonly hold a code or a name, best first; compared without case.
CODE_FIELDS = ("code", "place_code", "khetane_code", "sifra", "iso_3166_2", "shapeiso", "hasc", "id")
NAME_FIELDS = (
    "name",
    "place_name",
    "naziv",
    "ime",
    "emri",
    "naselje",
    "opstina",
    "name_3",
    "name_2",
    "name_1",
    "shapename",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place a feature may be."""

    id: UUID
    code: str
    label: str
    names: tuple[str, ...]
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Fields:
    """Which of the file's fields hold the code and the name; empty: none does."""

    code: str = ""
    name: str = ""


@dataclass(slots=True)
class Matches:
    """Features that are a place, those that are none, and what is wrong with the others."""

    found: dict[int, Candidate] = field(default_factory=dict)
    unmatched: list[Feature] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)


def choose_fields(features: Sequence[Feature], code: str = "", name: str = "") -> Fields:
    """The fields asked for, else those that are called like a code or a name; Invalid when there is none."""
    present = {key.lower(): key for key in features[0].values}
    if (code and code.lower() not in present) or (name and name.lower() not in present):
        raise Invalid(problems.NO_FIELD.about(fields=", ".join(present.values()) or "-"))
    if code or name:
        return Fields(present.get(code.lower(), ""), present.get(name.lower(), ""))
    chosen = Fields(*(first(present, wanted) for wanted in (CODE_FIELDS, NAME_FIELDS)))
    if chosen == Fields():
        raise Invalid(problems.NO_FIELD.about(fields=", ".join(present.values()) or "-"))
    return chosen


def first(present: Mapping[str, str], wanted: Iterable[str]) -> str:
    return next((present[key] for key in wanted if key in present), "")


def match(features: Sequence[Feature], candidates: Iterable[Candidate], fields: Fields) -> Matches:
    """Find each feature's place; two features of one place are a fault of the second."""
    by_code: dict[str, Candidate] = {}
    by_name: dict[str, dict[UUID, Candidate]] = defaultdict(dict)
    for candidate in candidates:
        by_code[candidate.code.casefold()] = candidate
        for name in candidate.names:
            by_name[sound(name)][candidate.id] = candidate
    matches, taken = Matches(), dict[UUID, int]()
    for feature in features:
        coded = by_code.get(text(feature, fields.code).casefold())
        named = by_name.get(sound(text(feature, fields.name)), {})
        several = [] if coded else sorted(named.values(), key=lambda one: one.code)
        if len(several) > 1:
            codes = ", ".join(one.code for one in several)
            matches.faults.append(
                problems.SEVERAL_MATCHES.about(
                    number=feature.number, value=said(feature, fields), codes=codes
                )
            )
        elif coded or several:
            place = coded or several[0]
            if place.id in taken:
                matches.faults.append(
                    problems.TWICE.about(first=taken[place.id], number=feature.number, name=place.label)
                )
            taken.setdefault(place.id, feature.number)
            matches.found.setdefault(feature.number, place)
        else:
            matches.unmatched.append(feature)
    return matches


def text(feature: Feature, name: str) -> str:
    value: Any = feature.values.get(name) if name else None
    return "" if value is None else str(value).strip()


def said(feature: Feature, fields: Fields) -> str:
    """What the feature calls itself."""
    return text(feature, fields.name) or text(feature, fields.code) or "-"


def sound(name: str) -> str:
    return " ".join(heard(word) for word in name.split())
