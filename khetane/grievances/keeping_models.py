"""Grievances whose time of keeping is over or nearly, and the counts that remain of those that are gone."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.core.records import Record
from khetane.core.sensitivity import declare
from khetane.grievances.enums import Kind


class EndState(models.TextChoices):
    """How far the end of a grievance's keeping is."""

    NOTICED = "noticed", _("notice given")
    CONFIRMED = "confirmed", _("confirmed")
    DONE = "done", _("removed")
    KEPT = "kept", _("must be kept")
    LAPSED = "lapsed", _("no longer past its time")


class GrievanceExpiry(Record):
    """A grievance whose time of keeping is over, or will be soon: ids and days, nothing of what was said.

    Written by functions of the database alone (migrations/0004): the program gives notice, the supervisor confirms or
    says why it must be kept, the eraser carries it out (docs/adr/0730).
    """

    grievance = models.UUIDField()
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="+", null=True, verbose_name=_("unit")
    )
    since = models.DateField()
    over_on = models.DateField()
    noticed_on = models.DateField()
    decided_from = models.DateField()
    state = models.CharField(max_length=10, choices=EndState.choices, default=EndState.NOTICED)
    why = models.TextField(blank=True, default="")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    bytes_removed_at = models.DateTimeField(null=True)

    special_permission = "grievance.sort"
    sensitivity = declare(
        internal="id grievance unit since over_on noticed_on decided_from state decided_by decided_at done_at "
        "bytes_removed_at",
        special="why",
    )

    class Meta:
        verbose_name = _("end of a grievance's keeping")
        ordering = ["decided_from", "id"]
        indexes = [
            models.Index(fields=["unit", "decided_from", "id"], name="grievance_expiry_by_unit"),
            models.Index(fields=["grievance"], name="grievance_expiry_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["grievance"],
                name="grievance_expiry_once_open",
                condition=models.Q(state__in=["noticed", "confirmed"]),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "kept", "done"])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="grievance_expiry_decided_who_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="kept") | ~models.Q(why=""), name="grievance_kept_with_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_at__isnull=False, why=""),
                name="grievance_gone_without_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def may_be_decided(self) -> bool:
        """Whether the supervisor may confirm it today."""
        return self.state == EndState.NOTICED and self.decided_from <= timezone.localdate()


class GrievanceRemnant(models.Model):
    """That there was a grievance, of which kind, and how it was dealt with: for counts alone. No account reads rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="+", null=True, verbose_name=_("unit")
    )
    month = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    in_time = models.BooleanField()
    escalated = models.BooleanField()
    reopened = models.BooleanField()
    content = models.BooleanField()

    sensitivity = declare(internal="id unit month kind in_time escalated reopened content")

    class Meta:
        indexes = [models.Index(fields=["unit", "month"], name="grievance_remnant_by_month")]
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="grievance_remnant_month_not_day")
        ]

    def __str__(self) -> str:
        return str(self.id)
