"""From a file to what it would change: every feature's place, every fault, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone
from unidecode import unidecode

from khetane.core.problems import Problem
from khetane.core.refusals import Invalid
from khetane.places.boundaries import geometry, matching, problems, reading
from khetane.places.enums import Kind
from khetane.places.models import Place
from khetane.places.tree import rules
from khetane.web.names import place_label


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file: its layer and fields where they cannot be told, the kind of place, what to do with new ones."""

    layer: str = ""
    code_field: str = ""
    name_field: str = ""
    kind: str = ""
    add: bool = False
    skip_unmatched: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One feature's place: an existing one (`place_id`) or a new one of `kind`; with what is drawn."""

    number: int
    code: str
    name: str
    kind: str
    geometry: Mapping[str, Any]
    latitude: float
    longitude: float
    place_id: str = ""


@dataclass(slots=True)
class Plan:
    """What a file would change. With faults nothing is changed; what is skipped is said."""

    changes: list[Change] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)

    @property
    def added(self) -> int:
        return sum(not change.place_id for change in self.changes)

    def stored(self) -> list[dict[str, Any]]:
        """The changes as JSON, for `restored`."""
        return [asdict(change) for change in self.changes]


def restored(changes: Sequence[Mapping[str, Any]]) -> list[Change]:
    return [Change(**change) for change in changes]


def plan(path: Path, parent: Place, options: Options) -> Plan:
    """What the file would change below `parent`; Invalid when the file as a whole cannot be read."""
    features = reading.read(path, options.layer)
    fields = matching.choose_fields(features, options.code_field, options.name_field)
    wrong = {one.number: fault for one in features if (fault := geometry.fault(one.number, one.geometry))}
    matches = matching.match(features, candidates(parent, options.kind), fields)
    result = Plan(faults=[*wrong.values(), *matches.faults])
    added = unmatched(result, matches.unmatched, parent, fields, options)
    homes = {number: (one.label, one.point) for number, one in matches.found.items()}
    homes |= {number: (place_label(parent), point_of(parent)) for number in added}
    kept = [feature for feature in features if feature.number in homes]
    for feature in kept:
        if feature.number not in wrong:
            result.faults += far(feature, *homes[feature.number])
    if result.faults:
        return result
    shapes = geometry.simplified([feature.geometry for feature in kept], tolerance(options.kind, parent))
    for feature, shape in zip(kept, shapes, strict=True):
        drawn = Drawn.of(shape)
        place = matches.found.get(feature.number)
        if place is not None:
            change = drawn.change(feature.number, place.code, place.label, "", str(place.id))
        else:
            code, name, kind = added[feature.number]
            change = drawn.change(feature.number, code, name, kind, "")
        result.changes.append(change)
    return result


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shape as it is kept: its GeoJSON and a point within it."""

    geometry: Mapping[str, Any]
    point: tuple[float, float]

    @classmethod
    def of(cls, shape: Any) -> Drawn:
        return cls(geometry.geojson(shape), geometry.middle(shape))

    def change(self, number: int, code: str, name: str, kind: str, place_id: str) -> Change:
        return Change(number, code, name, kind, self.geometry, *self.point, place_id)


def candidates(parent: Place, kind: str) -> list[matching.Candidate]:
    """The places below `parent` that exist, as features may call them."""
    found = Place.objects.below(parent.path).valid_on(timezone.localdate()).without_boundary().named()
    if kind:
        found = found.filter(kind=kind)
    return [
        matching.Candidate(
            place.pk,
            place.code,
            place_label(place),
            (place.name, *(one.name for one in place.names.all())),
            point_of(place),
        )
        for place in found
        if place.pk != parent.pk or not kind or place.kind == kind
    ]


def unmatched(
    result: Plan,
    features: Sequence[reading.Feature],
    parent: Place,
    fields: matching.Fields,
    options: Options,
) -> dict[int, tuple[str, str, str]]:
    """Code, name and kind of the features to add; the others are skipped or are faults."""
    added: dict[int, tuple[str, str, str]] = {}
    codes: set[str] = set()
    for feature in features:
        said = matching.said(feature, fields)
        if options.add:
            try:
                new = new_place(feature, fields, parent, options.kind)
                if new[0] in codes or Place.objects.filter(code=new[0]).exists():
                    raise Invalid(problems.SAME_CODE.about(code=new[0]))
            except Invalid as refusal:
                result.faults.append(problems.CANNOT_ADD.about(number=feature.number, reason=refusal.message))
                continue
            codes.add(new[0])
            added[feature.number] = new
        elif options.skip_unmatched:
            result.skipped.append(said)
        else:
            result.faults.append(
                problems.NO_MATCH.about(number=feature.number, value=said, parent=place_label(parent))
            )
    return added


def new_place(
    feature: reading.Feature, fields: matching.Fields, parent: Place, kind: str
) -> tuple[str, str, str]:
    """Code, name and kind of a place made of a feature; without a code, one made of the name."""
    name = matching.said(feature, fields)
    below = rules.may_hold(parent.kind)
    chosen = kind or (below[-1] if below else Kind.SETTLEMENT.value)
    rules.check_kind(name, chosen, parent.kind)
    code = matching.text(feature, fields.code) or f"{parent.code}-{slug(name)}"
    rules.check_code(code)
    return code, name, chosen


def slug(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "-", unidecode(name).upper()).strip("-")


def far(feature: reading.Feature, name: str, known: tuple[float, float] | None) -> list[Problem]:
    """A shape hundreds of kilometres from where the place is known to be is a fault of the file."""
    if known is None:
        return []
    distance = geometry.distance_km(known, geometry.middle(feature.geometry))
    if distance <= geometry.FAR_KM:
        return []
    return [problems.ELSEWHERE.about(number=feature.number, distance=round(distance), name=name)]


def point_of(place: Place) -> tuple[float, float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def tolerance(kind: str, parent: Place) -> float:
    fine = kind == Kind.SETTLEMENT or parent.kind == Kind.MUNICIPALITY
    return geometry.TOLERANCE_SETTLEMENT if fine else geometry.TOLERANCE
