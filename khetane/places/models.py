"""Places and what is known of settlements at a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.ltree import LTreeField
from khetane.core.records import Record, VersionedRecord
from khetane.core.sensitivity import declare
from khetane.places.enums import (
    Existence,
    Kind,
    LandOwnership,
    Legalisation,
    LegalStatus,
    PlanningDocument,
    Position,
    Quality,
    RomaShare,
    SuccessionKind,
)
from khetane.places.querysets import PlaceQuerySet, ProfileQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Place(Record):
    """A country, region, district, municipality or settlement, valid from one day to another.

    A municipality that merges or splits ends (`valid_to`) and names its successors (`Succession`).
    `designation_note` is the note in English, `designation_notes` holds it per language; a place has the
    note of what it lies in. `sort_key` and `search_text` follow from the names: only the actions of
    `khetane.places.tree` write them.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=400, editable=False)
    search_text = models.TextField(editable=False, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    path = LTreeField(unique=True, editable=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    boundary = models.JSONField(
        _("boundary"), null=True, blank=True, help_text=_("GeoJSON geometry in WGS 84")
    )
    designation_note = models.TextField(_("designation note"), blank=True)
    designation_notes = models.JSONField(default=dict, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = PlaceQuerySet.as_manager()
    sensitivity = declare(
        public="id kind code name sort_key search_text parent path valid_from valid_to latitude longitude "
        "boundary designation_note designation_notes source"
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["sort_key"]
        indexes = [
            models.Index(fields=["kind", "sort_key"]),
            models.Index(fields=["parent", "sort_key"]),
            GistIndex(fields=["path"], name="place_by_path"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="place_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_point_whole_and_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceName(Record):
    """What a place is called in one language and script (BCP 47, such as `sr-Cyrl`).

    A `derived` name is the transliteration of another one and follows it.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    derived = models.BooleanField(_("derived from another script"), default=False)

    sensitivity = declare(public="id place language name derived")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "language"], name="place_one_name_per_language")
        ]

    def __str__(self) -> str:
        return self.name


class Succession(Record):
    """`place` went over into `successor` on a day, by merging or splitting."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Place, models.PROTECT, related_name="predecessions")
    kind = models.CharField(_("kind"), max_length=10, choices=SuccessionKind.choices)
    on = models.DateField(_("on"))

    sensitivity = declare(public="id place successor kind on")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "successor"], name="succession_named_once"),
            models.CheckConstraint(
                condition=~models.Q(place=models.F("successor")), name="succession_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} → {self.successor_id}"


def _code(label: StrPromise, choices: list[tuple[str, StrPromise]]) -> models.CharField[str, str]:
    return models.CharField(label, max_length=20, choices=choices, blank=True)


class SettlementProfile(VersionedRecord):
    """What a settlement was like on a date, as seen by a unit (settlement attributes: see docs)."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="profiles")
    municipality = models.ForeignKey(Place, models.PROTECT, related_name="+")
    date = models.DateField(_("seen on"))
    dwellings = models.PositiveIntegerField(_("residential buildings"), null=True, blank=True)
    inhabitants = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    age_years = models.PositiveIntegerField(_("age of the settlement, years"), null=True, blank=True)
    position = _code(_("position"), Position.choices)
    materials = models.CharField(_("predominant building materials"), max_length=60, blank=True)
    water_existence = _code(_("water supply"), Existence.choices)
    water_quality = _code(_("water supply: quality"), Quality.choices)
    sewerage_existence = _code(_("sewerage"), Existence.choices)
    sewerage_quality = _code(_("sewerage: quality"), Quality.choices)
    electricity_existence = _code(_("electricity"), Existence.choices)
    electricity_quality = _code(_("electricity: quality"), Quality.choices)
    lighting_existence = _code(_("public lighting"), Existence.choices)
    lighting_quality = _code(_("public lighting: quality"), Quality.choices)
    street_existence = _code(_("streets and access road"), Existence.choices)
    street_quality = _code(_("streets and access road: quality"), Quality.choices)
    heating_existence = _code(_("district heating"), Existence.choices)
    heating_quality = _code(_("district heating: quality"), Quality.choices)
    waste_existence = _code(_("waste collection"), Existence.choices)
    waste_quality = _code(_("waste collection: quality"), Quality.choices)
    legal_status = _code(_("legal status"), LegalStatus.choices)
    legalisation = _code(_("legalisation"), Legalisation.choices)
    planning_document = _code(_("planning document"), PlanningDocument.choices)
    planning_text = models.TextField(_("planning document: which"), blank=True)
    land_ownership = _code(_("land ownership"), LandOwnership.choices)
    risks = models.JSONField(_("risks"), default=list, blank=True)
    environment = models.TextField(_("environmental impact"), blank=True)
    eviction_worry = models.PositiveSmallIntegerField(
        _("worry about eviction (1 to 5)"), null=True, blank=True
    )
    minutes_school = models.PositiveSmallIntegerField(_("minutes to the school"), null=True, blank=True)
    minutes_kindergarten = models.PositiveSmallIntegerField(
        _("minutes to the kindergarten"), null=True, blank=True
    )
    minutes_health_centre = models.PositiveSmallIntegerField(
        _("minutes to the health centre"), null=True, blank=True
    )
    minutes_employment_office = models.PositiveSmallIntegerField(
        _("minutes to the employment office"), null=True, blank=True
    )
    minutes_social_work = models.PositiveSmallIntegerField(
        _("minutes to the centre for social work"), null=True, blank=True
    )
    minutes_post = models.PositiveSmallIntegerField(_("minutes to the post or bank"), null=True, blank=True)
    minutes_bus = models.PositiveSmallIntegerField(_("minutes to the bus stop"), null=True, blank=True)
    minutes_shop = models.PositiveSmallIntegerField(_("minutes to the shop"), null=True, blank=True)
    roma_share = _code(_("share of Roma inhabitants"), RomaShare.choices)

    objects = ProfileQuerySet.as_manager()

    sensitivity = declare(
        internal="id version created_at updated_at place municipality date dwellings inhabitants age_years position "
        "materials water_existence water_quality sewerage_existence sewerage_quality electricity_existence "
        "electricity_quality lighting_existence lighting_quality street_existence street_quality heating_existence "
        "heating_quality waste_existence waste_quality legal_status legalisation planning_document planning_text "
        "land_ownership risks environment eviction_worry minutes_school minutes_kindergarten minutes_health_centre "
        "minutes_employment_office minutes_social_work minutes_post minutes_bus minutes_shop roma_share"
    )
    recorded_as = "settlement"

    class Meta:
        verbose_name = _("settlement profile")
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(fields=["place", "date"], name="profile_one_per_place_and_day")
        ]
        indexes = [models.Index(fields=["municipality", "-date"])]

    def __str__(self) -> str:
        return f"{self.place_id} {self.date}"


class BoundaryImport(Record):
    """What a file of boundaries would change below a place, kept from its preview until it is applied."""

    parent = models.ForeignKey(Place, models.CASCADE, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    made_by = models.UUIDField(_("made by"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    changes = models.JSONField(_("changes"))
    skipped = models.JSONField(_("skipped"), default=list)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    sensitivity = declare(internal="id parent file_name made_by made_at changes skipped applied_at")

    class Meta:
        verbose_name = _("import of boundaries")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file_name
