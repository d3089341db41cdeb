"""Households whose time of keeping is over or nearly, how far the nightly look is, and the counts that remain."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.core.records import Record
from khetane.core.sensitivity import declare


class ExpiryState(models.TextChoices):
    """How far the end of a household's record is."""

    NOTICED = "noticed", _("notice given")
    PROLONGED = "prolonged", _("still needed")
    CONFIRMED = "confirmed", _("confirmed")
    DONE = "done", _("pseudonymised")
    KEPT = "kept", _("must be kept")
    LAPSED = "lapsed", _("no longer past its time")


WAITING = (ExpiryState.NOTICED, ExpiryState.PROLONGED)
OPEN = (*WAITING, ExpiryState.CONFIRMED)


class Expiry(Record):
    """A household whose time of keeping is over, or will be soon: ids and days, no names.

    Written by functions of the database alone (migrations/0009): the program proposes, the unit says that it is
    still needed, the data-protection officer confirms, the eraser carries it out.
    """

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    household_id = models.UUIDField()
    household_code = models.CharField(max_length=12, blank=True)
    rules = ArrayField(models.CharField(max_length=40))
    event = models.CharField(max_length=20)
    since = models.DateField()
    over_on = models.DateField()
    noticed_on = models.DateField()
    decided_from = models.DateField()
    remains = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ExpiryState.choices, default=ExpiryState.NOTICED)
    because = models.TextField(blank=True, default="")
    said_by = models.UUIDField(null=True)
    said_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True, default="")
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    records = ArrayField(models.UUIDField(), default=list)
    bytes_removed_at = models.DateTimeField(null=True)

    sensitivity = declare(
        internal="id unit rules event since over_on noticed_on decided_from remains state said_by said_at confirmed_by "
        "confirmed_at done_at bytes_removed_at",
        personal="household_id household_code because why records",
    )

    class Meta:
        verbose_name = _("time of keeping")
        ordering = ["decided_from", "id"]
        indexes = [
            models.Index(fields=["unit", "decided_from", "id"], name="expiry_by_unit"),
            models.Index(fields=["household_id"], name="expiry_by_household"),
            models.Index(
                fields=["confirmed_at"], name="expiry_confirmed", condition=models.Q(state="confirmed")
            ),
            GinIndex(fields=["records"], name="expiry_records"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household_id"],
                name="expiry_once_open",
                condition=models.Q(state__in=["noticed", "prolonged", "confirmed"]),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="prolonged")
                | models.Q(said_by__isnull=False, said_at__isnull=False) & ~models.Q(because=""),
                name="expiry_prolonged_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "kept", "done"])
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="expiry_decided_who_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_at__isnull=False, because=""),
                name="expiry_done_without_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def may_be_decided(self) -> bool:
        """Whether the officer may confirm it today."""
        return self.state in WAITING and self.decided_from <= timezone.localdate()

    @property
    def was_prolonged(self) -> bool:
        return self.said_at is not None

    @property
    def prolonged_on(self) -> dt.date | None:
        """The day on which the unit said that it is still needed."""
        return timezone.localdate(self.said_at) if self.said_at else None


class ExpiryLook(models.Model):
    """How far the nightly look at all households is: after an interruption it goes on from `last`."""

    on_day = models.DateField(primary_key=True)
    last = models.UUIDField(default=uuid.UUID(int=0))
    looked = models.PositiveIntegerField(default=0)
    noticed = models.PositiveIntegerField(default=0)
    lapsed = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    sensitivity = declare(internal="on_day last looked noticed lapsed begun_at finished_at")

    class Meta:
        ordering = ["-on_day"]

    def __str__(self) -> str:
        return str(self.on_day)


class RemnantKind(models.TextChoices):
    """What a remnant counts."""

    SERVICE = "service"
    GROUP = "group"
    PROCEDURE = "procedure"


class Remnant(models.Model):
    """That there was a service or a procedure, after the record was pseudonymised: for counts alone.

    `pseudonym` and `home` are random, made when the rest was removed and kept nowhere else: they tell that two
    remnants are of one person or home, and lead nowhere. Days are months, births are years. No account reads rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    pseudonym = models.UUIDField(null=True)
    home = models.UUIDField(null=True)
    kind = models.CharField(max_length=10, choices=RemnantKind.choices)
    type = models.CharField(max_length=60)
    month = models.DateField(null=True)
    outcome = models.CharField(max_length=10, blank=True, default="")
    solved_month = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True, default="")
    birth_year = models.SmallIntegerField(null=True)
    estimated = models.BooleanField(default=False)

    # Nobody's any more: nothing here or elsewhere says whose it was.
    sensitivity = declare(
        internal="id unit pseudonym home kind type month outcome solved_month sex birth_year estimated"
    )

    class Meta:
        indexes = [
            models.Index(fields=["unit", "month"], name="remnant_by_month"),
            models.Index(fields=["unit", "solved_month"], name="remnant_by_solved"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__isnull=True) | models.Q(month__day=1),
                name="remnant_month_not_day",
            ),
            models.CheckConstraint(
                condition=models.Q(solved_month__isnull=True) | models.Q(solved_month__day=1),
                name="remnant_solved_month_not_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
