"""Looking through the tree of places."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from khetane.core.routes import signed_in
from khetane.core.viewer import current
from khetane.places import maps, shipped
from khetane.places.enums import Kind
from khetane.places.models import Place, Succession
from khetane.places.tree import rules
from khetane.places.views.settlement import settlement_sections
from khetane.web.navigation import stands_under

FOUND_AT_MOST = 50


@signed_in
def places(request: HttpRequest) -> HttpResponse:
    """The top of the tree, or what a search finds."""
    text = request.GET.get("q", "").strip()
    if not text:
        top = Place.objects.filter(parent=None).without_boundary().named().first()
        return redirect("places:place", place_id=top.pk) if top else render(request, "places/none.html")
    found = (
        Place.objects.searched(text).without_boundary().select_related("parent").order_by("sort_key", "pk")
    )
    listed = list(found.prefetch_related("names", "parent__names")[: FOUND_AT_MOST + 1])
    context = {"q": text, "found": listed[:FOUND_AT_MOST], "more": len(listed) > FOUND_AT_MOST}
    return render(request, "places/search.html", context)


@signed_in
def place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """One place: what it is called, where it lies, what lies in it, what it came from and became."""
    shown = get_object_or_404(Place.objects.named().select_related("parent"), pk=place_id)
    today = timezone.localdate()
    context = {
        "place": shown,
        "is_settlement": shown.kind == Kind.SETTLEMENT,
        "chain": Place.objects.above(shown.path).exclude(pk=shown.pk).without_boundary().named(),
        "children": children(shown),
        "over": shown.valid_to is not None and shown.valid_to <= today,
        "successions": successions(place=shown),
        "predecessions": successions(successor=shown),
        "may_hold": [Kind(kind).label for kind in rules.may_hold(shown.kind)],
        "may_write": current().can("place.write"),
        "attribution": shipped.ATTRIBUTION,
    }
    if shown.kind == Kind.SETTLEMENT:
        stands_under(request, "places:settlements")
        return render(request, "places/settlement.html", context | settlement_sections(shown))
    return render(request, "places/place.html", context)


@signed_in
def place_map(request: HttpRequest, place_id: UUID) -> JsonResponse:
    """What the map of a place draws: outlines to load, its boundary, what lies in it."""
    shown = get_object_or_404(Place.objects.named(), pk=place_id)
    return JsonResponse(
        maps.of_place(shown, timezone.localdate(), lambda one: reverse("places:place", args=[one.pk]))
    )


def children(place: Place) -> dict[str, list[Place]]:
    """What lies in the place: what exists today, and what has ended."""
    today = timezone.localdate()
    listed = place.children.without_boundary().named().with_counts_below(today).order_by("sort_key", "pk")
    valid: list[Place] = []
    ended: list[Place] = []
    for child in listed:
        (valid if rules.exists_on(child.valid_from, child.valid_to, today) else ended).append(child)
    return {"valid": valid, "ended": ended}


def successions(**of: Place) -> list[Succession]:
    """Successions from or to a place, with both places' names."""
    found = Succession.objects.filter(**of).select_related("place", "successor").order_by("on")
    return list(found.prefetch_related("place__names", "successor__names"))
