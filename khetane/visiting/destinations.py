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
    """The settlements of each unit for which the viewer records, by name."""
    units = list(Unit.objects.named().filter(pk__in=current().units.get(RECORDS, ())))
    found = [Destination(unit, place) for unit in units for place in settlements(unit)]
    return sorted(found, key=lambda one: (one.place.sort_key, str(one.unit.pk)))


def settlements(unit: Unit) -> list[Place]:
    homes = Household.objects.filter(unit=unit).values("place")
    here = Q(kind="settlement", parent=unit.municipality_id, valid_to=None) | Q(pk__in=homes)
    return list(Place.objects.filter(here).without_boundary().prefetch_related("names"))


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
