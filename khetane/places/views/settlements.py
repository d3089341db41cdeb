"""The list of settlements."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from khetane.core.keyset import text_after
from khetane.core.routes import requires
from khetane.places import profile_table
from khetane.places.area import municipalities_with
from khetane.places.enums import NETWORKS
from khetane.places.forms import SettlementFilter, designated
from khetane.places.models import Place, SettlementProfile
from khetane.places.querysets import PlaceQuerySet

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A settlement with the networks of its newest profile."""

    place: Place
    profile: SettlementProfile | None
    networks: list[profile_table.Cell]


@requires("settlement.read")
def settlements(request: HttpRequest) -> HttpResponse:
    """Settlements whose profiles the viewer may read, by municipality and state of a network."""
    area = municipalities_with("settlement.read")
    filters = SettlementFilter(request.GET or None, municipalities=area)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    found = Place.objects.settlements_of(area).filter(valid_to__isnull=True)
    if chosen.get("municipality"):
        found = found.filter(parent=chosen["municipality"])
    if chosen.get("network") and chosen.get("existence"):
        state = {f"{chosen['network']}_existence": chosen["existence"]}
        found = found.filter(pk__in=SettlementProfile.objects.newest().filter(**state).values("place_id"))
    listed, next_url = page(request, found.order_by("sort_key", "pk"))
    context = {
        "filters": filters,
        "designated": designated(filters),
        "lines": lines(listed),
        "columns": [profile_table.label(f"{network}_existence") for network in NETWORKS],
        "next_url": next_url,
        "first_url": f"?{without_place(request)}" if "after" in request.GET else "",
        "filtered": any(chosen.values()),
    }
    return render(request, "places/settlements.html", context)


def page(request: HttpRequest, found: PlaceQuerySet) -> tuple[list[Place], str]:
    """One page of the list and the address of the next (keyset: the last place's key)."""
    key, _, last = text_after(request.GET.get("after", "")).rpartition(" ")
    rest = found.after(key, last) if key and is_uuid(last) else found
    listed = list(
        rest.without_boundary()
        .select_related("parent")
        .prefetch_related("names", "parent__names")[: PAGE_SIZE + 1]
    )
    if len(listed) <= PAGE_SIZE:
        return listed, ""
    last_shown = listed[PAGE_SIZE - 1]
    after = urlencode({"after": f"{last_shown.sort_key} {last_shown.pk}"})
    return listed[:PAGE_SIZE], "?" + "&".join(filter(None, [without_place(request), after]))


def lines(places: list[Place]) -> list[Line]:
    profiles = {
        profile.place_id: profile
        for profile in SettlementProfile.objects.newest().filter(place__in=[place.pk for place in places])
    }
    return [line(place, profiles.get(place.pk)) for place in places]


def line(place: Place, profile: SettlementProfile | None) -> Line:
    cells = [row.cells[0] for row in profile_table.compare([profile]).rows] if profile else []
    return Line(place, profile, cells)


def without_place(request: HttpRequest) -> str:
    """The query without where the page begins."""
    kept = request.GET.copy()
    kept.pop("after", None)
    return kept.urlencode()


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
