"""Reading what units are called together with the records that name them."""

from __future__ import annotations

from django.db.models import Prefetch

from khetane.places.models import Place
from khetane.places.querysets import PlaceQuerySet


def unit_named(path: str = "unit") -> Prefetch[str, PlaceQuerySet, str]:
    """For `prefetch_related` beside `select_related(path)`: what `unit_name` needs, two queries for a whole list."""
    return Prefetch(f"{path}__municipality", Place.objects.without_boundary().named())


def places_named(*paths: str) -> list[Prefetch[str, PlaceQuerySet, str]]:
    """For `prefetch_related`: the places at these paths with what `place_name` needs, two queries for each."""
    return [Prefetch(path, Place.objects.without_boundary().named()) for path in paths]
