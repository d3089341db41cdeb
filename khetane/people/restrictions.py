"""Restriction of processing: while an objection waits, a record is read and used for nothing new (docs/adr/0651).

Written by the database alone, from the request (khetane/subjects/migrations/0006): nobody forgets it, nobody lifts it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.records import Record
from khetane.core.sensitivity import declare


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Reads of restrictions."""

    def in_force(self) -> RestrictionQuerySet:
        return self.filter(until=None)

    def touching(self, household: UUID, person: UUID | None) -> RestrictionQuerySet:
        """Those of the person or of all who live there; of a whole household, those of any of its members too."""
        found = self.filter(household=household)
        if person is None:
            return found
        return found.filter(models.Q(person=None) | models.Q(person=person))


class Restriction(Record):
    """The record of a person, or of a whole household, is not used for anything new from a day on."""

    household = models.ForeignKey("people.Household", models.CASCADE, related_name="restrictions")
    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="restrictions", null=True, blank=True
    )
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    request = models.UUIDField(unique=True, editable=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = RestrictionQuerySet.as_manager()
    sensitivity = declare(internal="id unit request since until", personal="household person")

    class Meta:
        verbose_name = _("restriction of processing")
        indexes = [
            models.Index(
                fields=["household"], condition=models.Q(until__isnull=True), name="restriction_in_force"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
