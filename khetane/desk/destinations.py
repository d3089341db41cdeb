"""Where a unit can go: the settlements of its municipality, and those where its households live."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from khetane.core.viewer import current
from khetane.organisations.models import Unit
from khetane.people.models import Household
from khetane.places.models import Place
from khetane.web.names import place_label, unit_label

RECORDS = "registry.write"


@dataclass(frozen=True, slots=True)
class Destination:
    """A unit and a settlement to which it can go."""

    unit: Unit
    place: Place

    @property
    def code(self) -> str:
        return f"{self.unit.pk}.{self.place.pk}"


def destinations() -> list[Destination]:
    """The settlements of each unit for which the viewer records, by name; four queries, however many units."""
    units = {one.pk: one for one in Unit.objects.named().filter(pk__in=current().units.get(RECORDS, ()))}
    at_home = set(Household.objects.filter(unit__in=units).values_list("unit", "place").distinct())
    lived_in = {place for _unit, place in at_home}
    municipalities = {unit.municipality_id for unit in units.values()}
    here = Q(kind="settlement", parent__in=municipalities, valid_to=None) | Q(pk__in=lived_in)
    found = [
        Destination(unit, place)
        for place in Place.objects.filter(here).without_boundary().prefetch_related("names")
        for unit in units.values()
        if unit.municipality_id == place.parent_id or (unit.pk, place.pk) in at_home
    ]
    return sorted(found, key=lambda one: (one.place.sort_key, str(one.unit.pk)))


def homes() -> list[Destination]:
    """Where each unit may record a new household: not where another unit works, though households of its own moved there."""
    offered = destinations()
    looked_after = set(
        Unit.objects.filter(municipality__in={one.place.parent_id for one in offered}).values_list(
            "municipality", flat=True
        )
    )
    return [
        one
        for one in offered
        if one.unit.municipality_id == one.place.parent_id
        or one.unit.municipality.valid_to is not None  # it ended, and its unit was not changed yet
        or one.place.parent_id not in looked_after
    ]


def destination(code: str) -> Destination | None:
    """The one with this code; None when there is none for the viewer."""
    return next((one for one in destinations() if one.code == code), None)


def choices(offered: list[Destination]) -> list[tuple[str, str]]:
    """What to choose from; units are named where there are several."""
    several = len({one.unit.pk for one in offered}) > 1
    return [
        (
            one.code,
            f"{place_label(one.place)} ({unit_label(one.unit)})" if several else place_label(one.place),
        )
        for one in offered
    ]
