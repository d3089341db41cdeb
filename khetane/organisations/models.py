"""Institutions, civil society organisations, and the joint mobile units."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.records import Record
from khetane.core.sensitivity import declare
from khetane.organisations.querysets import OrganisationQuerySet, UnitQuerySet


class OrganisationKind(models.TextChoices):
    """What kind of body it is."""

    MUNICIPALITY = "municipality", _("municipality")
    INSTITUTION = "institution", _("institution")
    CSO = "cso", _("civil society organisation")
    MINISTRY = "ministry", _("ministry or government office")
    STATISTICS = "statistics", _("statistics office")


class Organisation(Record):
    """A body that takes part in the work."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="organisations", null=True, blank=True
    )

    objects = OrganisationQuerySet.as_manager()
    sensitivity = declare(public="id code name kind place")

    class Meta:
        verbose_name = _("organisation")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Unit(Record):
    """A joint mobile unit of one municipality; its members are role grants with a mandate.

    Without a name of its own it is called after its municipality in each language (`web.names.unit_label`).
    """

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    municipality = models.ForeignKey("places.Place", models.PROTECT, related_name="units")
    decision = models.CharField(_("decision of the assembly"), max_length=300, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    memorandum = models.CharField(_("memorandum"), max_length=300, blank=True)
    memorandum_on = models.DateField(_("memorandum signed on"), null=True, blank=True)
    equipment = models.TextField(_("equipment"), blank=True)

    objects = UnitQuerySet.as_manager()
    sensitivity = declare(
        internal="id code name municipality decision decided_on memorandum memorandum_on equipment"
    )

    class Meta:
        verbose_name = _("mobile unit")
        verbose_name_plural = _("mobile units")
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name or self.code
