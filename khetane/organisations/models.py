"""Institutions, civil society organisations, and the joint mobile units."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Area, Mandate
from khetane.core.records import Record, VersionedRecord
from khetane.core.sensitivity import declare
from khetane.organisations.querysets import DirectoryQuerySet, OrganisationQuerySet, UnitQuerySet


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
    memorandum_until = models.DateField(_("memorandum valid until"), null=True, blank=True)
    equipment = models.TextField(_("equipment"), blank=True)

    objects = UnitQuerySet.as_manager()
    sensitivity = declare(
        internal="id code name municipality decision decided_on memorandum memorandum_on memorandum_until equipment"
    )

    class Meta:
        verbose_name = _("mobile unit")
        verbose_name_plural = _("mobile units")
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name or self.code


class Equipment(Record):
    """A thing that a unit works with, from one day until it was given back or written off."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="things")
    what = models.CharField(_("what"), max_length=200)
    inventory_number = models.CharField(_("inventory number"), max_length=60, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    sensitivity = declare(internal="id unit what inventory_number since until")

    class Meta:
        verbose_name = _("equipment")
        indexes = [models.Index(fields=["unit", "what"], name="equipment_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="equipment_until_after_since",
            )
        ]

    def __str__(self) -> str:
        return self.what


class Training(Record):
    """A training in which members of a unit took part, by mandate: who they are is in their grants."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="trainings")
    subject = models.CharField(_("subject"), max_length=200)
    date = models.DateField(_("date"))
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    mandates = ArrayField(
        models.CharField(max_length=20, choices=Mandate.choices), verbose_name=_("took part"), default=list
    )

    sensitivity = declare(internal="id unit subject date provider mandates")

    class Meta:
        verbose_name = _("training")
        indexes = [models.Index(fields=["unit", "-date"], name="training_by_unit")]

    def __str__(self) -> str:
        return self.subject

    @property
    def mandate_names(self) -> list[str]:
        return [str(Mandate(code).label) for code in self.mandates if code in Mandate.values]


class DirectoryEntry(VersionedRecord):
    """A service that somebody outside the unit provides at a place: the directory from which one refers.

    It serves its place and everything below. `kind` is the code by which consents and referrals name such an
    institution (`khetane.people.lists.RECIPIENTS`). An ended entry stays, since referrals name it.
    """

    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="directory_entries", verbose_name=_("place")
    )
    provider = models.CharField(_("provider"), max_length=200)
    kind = models.CharField(_("kind of institution"), max_length=60)
    area = models.CharField(_("area"), max_length=20, choices=Area.choices)
    what = models.CharField(_("what it provides"), max_length=300)
    for_whom = models.CharField(_("for whom"), max_length=300, blank=True)
    hours = models.CharField(_("hours"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = DirectoryQuerySet.as_manager()
    sensitivity = declare(
        public="id version created_at updated_at place provider kind area what for_whom hours address phone email "
        "website latitude longitude checked_on ended_on"
    )

    class Meta:
        verbose_name = _("directory entry")
        verbose_name_plural = _("service directory")
        indexes = [models.Index(fields=["place", "area", "provider"], name="directory_by_place")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="directory_point_whole",
            )
        ]

    def __str__(self) -> str:
        return self.provider
