"""Something delivered to many at once: a workshop, a day of examinations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Mandate
from khetane.core.records import UnitRecord
from khetane.core.sensitivity import declare


class GroupDelivery(UnitRecord):
    """One delivery to many: `attended` counts all who came, of whom those known to the unit are listed."""

    visit = models.ForeignKey(
        "outreach.Visit", models.SET_NULL, related_name="group_deliveries", null=True, blank=True
    )
    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate.choices)
    type = models.CharField(_("type"), max_length=60)
    date = models.DateField(_("date"))
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    attended = models.PositiveIntegerField(_("how many came"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, null=True, blank=True)
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    persons = models.ManyToManyField(
        "people.Person", through="GroupParticipant", related_name="group_deliveries"
    )

    MERGE_GROUPS = (
        ("type",), ("date",), ("topic",), ("attended",), ("quantity",), ("provider",), ("amount", "currency"),
    )  # fmt: skip
    sensitivity = declare(
        internal="id unit version created_at updated_at mandate visit type date attended quantity provider amount currency",
        special="topic",
    )
    beside = declare(personal="participants")

    class Meta:
        verbose_name = _("group delivery")
        indexes = [models.Index(fields=["unit", "date", "id"], name="group_delivery_by_unit")]

    def __str__(self) -> str:
        return f"{self.type} {self.date}"


class GroupParticipant(models.Model):
    """Somebody known to the unit who took part, once; her unit and household follow her."""

    pk = models.CompositePrimaryKey("group_id", "person_id")
    group = models.ForeignKey(GroupDelivery, models.CASCADE, related_name="listed")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    household = models.ForeignKey("people.Household", models.CASCADE, related_name="+", null=True)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    mandate = models.CharField(max_length=20, choices=Mandate.choices)

    sensitivity = declare(internal="unit mandate", personal="group person household")
