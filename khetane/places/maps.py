"""What a map draws, as GeoJSON: boundaries where there are any, else points with a size."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.templatetags.static import static
from django.utils.translation import ngettext

from khetane.places.enums import Kind
from khetane.places.models import Place, SettlementProfile
from khetane.web.designations import bare
from khetane.web.formats import number
from khetane.web.names import place_label, place_note

Feature = dict[str, Any]
Link = Callable[[Place], str]


def of_place(place: Place, day: datetime.date, link: Link) -> dict[str, Any]:
    """The map of a place and what lies in it on `day`.

    `value` is what the area of a point stands for and `count` says it in words: municipalities in what
    is larger, settlements in a municipality, inhabitants of a settlement where the viewer may know them.
    """
    children = list(place.children.valid_on(day).named().with_deep_counts(day))
    inhabitants = counted([child.pk for child in children if child.kind == Kind.SETTLEMENT])
    drawn = [child_feature(child, link, inhabitants) for child in children]
    shown = [one for one in drawn if one["geometry"] is not None]
    own = feature(place, link, role="own", value=0, count="")
    if place.boundary or (own["geometry"] and not shown):
        shown.insert(0, own)
    return {
        "type": "FeatureCollection",
        "outlines": [static(path) for path in outlines(place)],
        "features": shown,
    }


def child_feature(child: Place, link: Link, inhabitants: Mapping[UUID, int]) -> Feature:
    """A place below the one shown; its size follows what is counted in it at its level."""
    if child.kind == Kind.SETTLEMENT:
        value = inhabitants.get(child.pk, 0)
        words = ngettext("%(number)s inhabitant", "%(number)s inhabitants", value)
    elif child.kind == Kind.MUNICIPALITY:
        value = int(getattr(child, "settlements_below", 0))
        words = ngettext("%(number)s settlement", "%(number)s settlements", value)
    else:
        value = int(getattr(child, "municipalities_below", 0))
        words = ngettext("%(number)s municipality", "%(number)s municipalities", value)
    return feature(
        child, link, role="child", value=value, count=words % {"number": number(value)} if value else ""
    )


def outlines(place: Place) -> list[str]:
    """The bundled outlines around a place: its country's, or the region's."""
    labels = place.path.split(".")
    if len(labels) == 1:
        return ["geo/surroundings.geojson", "geo/countries.geojson"]
    return [f"geo/country-{labels[1].upper()}.geojson"]


def counted(settlements: list[UUID]) -> Mapping[UUID, int]:
    """Inhabitants by settlement, from the newest profile the viewer may see."""
    if not settlements:
        return {}
    newest = SettlementProfile.objects.newest().filter(place__in=settlements, inhabitants__isnull=False)
    return {place: people or 0 for place, people in newest.values_list("place_id", "inhabitants")}


def feature(place: Place, link: Link, *, role: str, value: int, count: str) -> Feature:
    """A place as GeoJSON, called and marked as pages call it; `value` gives its symbol's size and `count` says it in words."""
    name, note = place_label(place), place_note(place)
    return {
        "type": "Feature",
        "geometry": geometry(place),
        "properties": {
            "name": f"{bare(name)}*" if note else name,
            "note": note,
            "url": link(place),
            "role": role,
            "value": value,
            "count": count,
        },
    }


def geometry(place: Place) -> dict[str, Any] | None:
    """The boundary; without one the point; never an invented polygon."""
    if place.boundary:
        boundary: dict[str, Any] = place.boundary
        return boundary
    if place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": [place.longitude, place.latitude]}
