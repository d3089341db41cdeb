"""Named reads of places."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from khetane.places.enums import Kind
from khetane.places.tree.rules import heard

if TYPE_CHECKING:
    from khetane.places.models import Place, SettlementProfile  # noqa: F401  # named as text in the bases below


class PlaceQuerySet(models.QuerySet["Place"]):
    """Reads of the tree; every one is served by an index."""

    def valid_on(self, day: datetime.date) -> Self:
        """Places that exist on `day` (a missing end or beginning is open)."""
        begun = models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day)
        not_over = models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day)
        return self.filter(begun & not_over)

    def below(self, path: str) -> Self:
        """The place with this path and all below it."""
        return self.filter(path__within=path)

    def above(self, path: str) -> Self:
        """The place with this path and all it lies in, from the top."""
        return self.filter(path__above=path).order_by("path")

    def named(self) -> Self:
        """With the names in every language, for `place_name`."""
        return self.prefetch_related("names")

    def without_boundary(self) -> Self:
        """For lists: a boundary is by far the largest part of a row."""
        return self.defer("boundary")

    def searched(self, text: str) -> Self:
        """Places with a name or code in which every word of `text` begins a word, in any script."""
        words = text.split()
        found: Self = self if words else self.none()
        for word in words:
            by_sound = Q(search_text__contains=f" {heard(word)}") if heard(word) else Q()
            found = found.filter(by_sound | Q(search_text__contains=f" {word.lower()}"))
        return found

    def with_counts_below(self, day: datetime.date) -> Self:
        """With `places_below`: how many places lie directly in each on `day`."""
        begun = Q(children__valid_from__isnull=True) | Q(children__valid_from__lte=day)
        not_over = Q(children__valid_to__isnull=True) | Q(children__valid_to__gt=day)
        return self.annotate(places_below=Count("children", filter=begun & not_over))

    def with_deep_counts(self, day: datetime.date) -> Self:
        """With `municipalities_below` and `settlements_below`: how many lie anywhere in each on `day`."""
        return self.annotate(
            municipalities_below=number_below(self, Kind.MUNICIPALITY, day),
            settlements_below=number_below(self, Kind.SETTLEMENT, day),
        )

    def settlements_of(self, municipalities: Iterable[UUID]) -> Self:
        """The settlements that lie in these municipalities."""
        return self.filter(kind=Kind.SETTLEMENT, parent__in=list(municipalities))

    def after(self, sort_key: str, place_id: str) -> Self:
        """What follows one place in the order of lists (keyset paging)."""
        later = Q(sort_key__gt=sort_key) | Q(sort_key=sort_key, pk__gt=place_id)
        return self.filter(later).order_by("sort_key", "pk")


def number_below(places: PlaceQuerySet, kind: str, day: datetime.date) -> Coalesce:
    """How many places of a kind lie anywhere in the place of the outer query."""
    inside = places.model._default_manager.filter(kind=kind, path__within=OuterRef("path"))
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    counted = inside.filter(begun & not_over).order_by().values("kind").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class ProfileQuerySet(models.QuerySet["SettlementProfile"]):
    """Reads of settlement profiles."""

    def newest(self) -> Self:
        """The newest profile of each settlement."""
        return self.filter(pk__in=self.order_by("place_id", "-date").distinct("place_id").values("pk"))

    def over_time(self) -> Self:
        """Newest first."""
        return self.order_by("-date")
