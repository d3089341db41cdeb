"""Named reads of units and organisations."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from khetane.organisations.models import DirectoryEntry, Organisation, Unit  # noqa: F401  # named in the bases


class UnitQuerySet(models.QuerySet["Unit"]):
    """Reads of mobile units."""

    def named(self) -> Self:
        """With the municipality and its names, for `unit_name`."""
        found = self.select_related("municipality").defer("municipality__boundary")
        return found.prefetch_related("municipality__names")

    def listed(self) -> Self:
        """Named, in the order of names."""
        return self.named().order_by("municipality__sort_key", "name", "pk")

    def below(self, path: str) -> Self:
        """The units of the municipalities at or below a place."""
        return self.filter(municipality__path__within=path)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads of organisations."""

    def listed(self) -> Self:
        """With the place and its names, in the order of names."""
        return self.select_related("place").prefetch_related("place__names").order_by("kind", "name", "pk")


class DirectoryQuerySet(models.QuerySet["DirectoryEntry"]):
    """Reads of the service directory."""

    def standing(self, day: datetime.date) -> Self:
        """Not ended by a day."""
        return self.exclude(ended_on__lte=day)

    def serving(self, path: str) -> Self:
        """Of the place at this path, and of every place above it, which serve it too."""
        labels = path.split(".")
        above = [".".join(labels[:number]) for number in range(1, len(labels) + 1)]
        return self.filter(place__path__in=above)

    def listed(self) -> Self:
        """With the place and its names, in the order of providers."""
        found = self.select_related("place").defer("place__boundary").prefetch_related("place__names")
        return found.order_by("provider", "area", "pk")
