"""Named reads of grievances."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from khetane.grievances.rules import UNANSWERED, UNSEEN
from khetane.places.naming import unit_named

if TYPE_CHECKING:
    from khetane.grievances.models import Grievance  # noqa: F401  # named in the base


class GrievanceQuerySet(models.QuerySet["Grievance"]):
    """Reads of grievances; which of them are there, the database decides."""

    def overdue(self, day: dt.date) -> Self:
        """As `khetane.grievances.rules.is_overdue` says."""
        unseen = Q(state__in=UNSEEN, acknowledge_by__lt=day)
        return self.filter(unseen | Q(state__in=UNANSWERED, answer_by__lt=day))

    def unanswered(self) -> Self:
        return self.filter(state__in=UNANSWERED)

    def listed(self) -> Self:
        """With the unit's names, without what is sealed."""
        return self.defer("sealed", "key").select_related("unit").prefetch_related(unit_named())
