"""Named reads of places."""

from __future__ import annotations

import datetime

from django.db import models


class PlaceQuerySet(models.QuerySet):
    """Reads of the tree; every one is served by an index."""

    def valid_on(self, day: datetime.date) -> PlaceQuerySet:
        """Places that exist on `day` (a missing end or beginning is open)."""
        begun = models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day)
        not_over = models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day)
        return self.filter(begun & not_over)

    def below(self, path: str) -> PlaceQuerySet:
        """The place with this path and all below it."""
        return self.filter(path__within=path)

    def above(self, path: str) -> PlaceQuerySet:
        """The place with this path and all it lies in, from the top."""
        return self.filter(path__above=path).order_by("path")
