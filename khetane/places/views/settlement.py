"""What the page of a settlement shows besides the place itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import NoReverseMatch, reverse

from khetane.core import audit
from khetane.core.masking import mask
from khetane.core.viewer import current
from khetane.places import profile_table
from khetane.places.models import Place
from khetane.places.naming import unit_named

DATES_SHOWN = 6
HOUSEHOLDS_SHOWN = 100
VISITS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Linked:
    """A record with the address of its page."""

    record: Any
    url: str


def settlement_sections(place: Place) -> dict[str, Any]:
    """Profiles, households and visits, as far as the viewer may see them."""
    profiles = list(place.profiles.over_time()[:DATES_SHOWN]) if current().can("settlement.read") else []
    sections: dict[str, Any] = {
        "may_read_profile": current().can("settlement.read"),
        "may_read_people": current().can("identity.read"),
        "profile": profiles[0] if profiles else None,
        "comparison": profile_table.compare(profiles),
        "facts": profile_table.facts(profiles[0]) if profiles else [],
        "minutes": profile_table.minutes(profiles[0]) if profiles else [],
    }
    if sections["may_read_people"]:
        sections |= {"households": households(place), "visits": visits(place)}
    return sections


def households(place: Place) -> list[Linked]:
    """The households that live there, each with the address of its page; on record as read."""
    found = place.households.select_related("unit").annotate(members=Count("persons")).order_by("code")
    listed = list(found.prefetch_related(unit_named())[:HOUSEHOLDS_SHOWN])
    by_unit: dict[UUID, list[UUID]] = defaultdict(list)
    for household in listed:
        by_unit[household.unit_id].append(household.pk)
    for unit_id, ids in by_unit.items():
        audit.read("household", ids, unit_id=unit_id)
    return [Linked(household, address("people:household", household.pk)) for household in mask(listed)]


def visits(place: Place) -> list[Linked]:
    """The newest visits, those of the viewer's units."""
    found = place.visits.select_related("unit").order_by("-date")
    listed = found.prefetch_related(unit_named())[:VISITS_SHOWN]
    return [Linked(visit, address("outreach:visit", visit.pk)) for visit in listed]


def address(route: str, record: UUID) -> str:
    """The address of a record's page, or nothing where this installation does not have the page."""
    try:
        return reverse(route, args=[record])
    except NoReverseMatch:
        return ""
