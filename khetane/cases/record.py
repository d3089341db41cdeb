"""What every record of casework has."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Mandate
from khetane.core.records import UnitRecord


def latest_first(
    day: str, *, name: str, of: tuple[str, ...] = (), condition: models.Q | None = None
) -> models.Index:
    """A unit's rows in the order of its list, the latest day first, those without one last; `of` one value each."""
    order = (models.F(day).desc(nulls_last=True), models.F("id").desc())
    return models.Index("unit", *of, *order, name=name, condition=condition)


class CaseRecord(UnitRecord):
    """A record of casework: about a household, perhaps one person in it, read by its mandate."""

    household = models.ForeignKey("people.Household", models.CASCADE, related_name="%(class)ss")
    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="%(class)ss", null=True, blank=True
    )
    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate.choices)

    class Meta:
        abstract = True
