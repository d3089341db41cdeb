"""What the page of a settlement shows besides the place itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from khetane.core import audit
from khetane.core.masking import mask
from khetane.core.viewer import current
from khetane.places import profile_table
from khetane.places.models import Place
from khetane.places.naming import unit_named

DATES_SHOWN = 6
SHOWN = 20  # households, visits; further ones stand in their lists


@dataclass(frozen=True, slots=True)
class Some:
    """The first records of a list, each with the address of its page, and where all of them stand when there are more."""

    rows: list[tuple[Any, str]]
    all_url: str


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


def households(place: Place) -> Some:
    """The households recorded there, by code, with how many live in each today; on record as read."""
    found = place.households.select_related("unit").with_size(timezone.localdate()).order_by("code")
    listed = list(found.prefetch_related(unit_named())[: SHOWN + 1])
    shown = listed[:SHOWN]
    by_unit: dict[UUID, list[UUID]] = defaultdict(list)
    for household in shown:
        by_unit[household.unit_id].append(household.pk)
    for unit_id, ids in by_unit.items():
        audit.read("household", ids, unit_id=unit_id)
    rows = [(household, reverse("people:household", args=[household.pk])) for household in mask(shown)]
    return Some(rows, all_of("people:households", place, listed))


def visits(place: Place) -> Some:
    """The newest visits, those of the viewer's units."""
    found = place.visits.select_related("unit").order_by("-date", "-pk")
    listed = list(found.prefetch_related(unit_named())[: SHOWN + 1])
    rows = [(visit, reverse("outreach:visit", args=[visit.pk])) for visit in listed[:SHOWN]]
    return Some(rows, all_of("outreach:visits", place, listed))


def all_of(route: str, place: Place, listed: list[Any]) -> str:
    """The list of these records for the place; nothing where no more are there than shown."""
    return f"{reverse(route)}?place={place.pk}" if len(listed) > SHOWN else ""
