"""The sealed pages by which institutions without accounts read one referral: what is kept of them."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Mandate
from khetane.core.sensitivity import declare


class ReferralPage(models.Model):
    """The page by which an institution without an account reads one referral and answers it (docs/adr/0560).

    What it says is encrypted under the link's secret and a code that is told apart, and stands in a table that the
    application writes and never reads (`SealedReferral`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Erasing a referral takes its pages along in the database itself (migrations/0010).
    referral = models.ForeignKey("cases.Referral", models.CASCADE, related_name="pages", db_constraint=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    household = models.UUIDField(_("household"))
    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate.choices)
    made_by = models.UUIDField(_("made by"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    language = models.CharField(_("language"), max_length=10)
    tells = ArrayField(models.CharField(max_length=20), verbose_name=_("tells"), default=list)
    expires_at = models.DateTimeField(_("open until"))
    revoked_at = models.DateTimeField(_("closed"), null=True)
    wrong_codes = models.PositiveSmallIntegerField(_("wrong codes"), default=0)

    sensitivity = declare(
        internal="id referral unit mandate made_by made_at language tells expires_at revoked_at wrong_codes",
        personal="household",
    )

    class Meta:
        verbose_name = _("sealed page")
        indexes = [models.Index(fields=["referral"], name="page_by_referral")]

    def __str__(self) -> str:
        return str(self.id)


class SealedReferral(models.Model):
    """What a page says, encrypted, by the keyed hash of its link. Only functions of the database read it."""

    page = models.OneToOneField(ReferralPage, models.CASCADE, primary_key=True, db_constraint=False)
    lookup = models.BinaryField(editable=False, unique=True, max_length=32)
    sealed = models.BinaryField(editable=False)

    sensitivity = declare(internal="page lookup", personal="sealed")

    class Meta:
        verbose_name = _("sealed referral")

    def __str__(self) -> str:
        return str(self.page_id)


class PageEventKind(models.TextChoices):
    """What happened at a sealed page."""

    OPENED = "opened", _("opened")
    WRONG_CODE = "wrong_code", _("a wrong code was typed")
    ANSWERED = "answered", _("answered")


class PageEvent(models.Model):
    """Somebody opened a sealed page or answered on it; only ever added to, by functions of the database."""

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(ReferralPage, models.CASCADE, related_name="events", db_constraint=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate.choices)
    at = models.DateTimeField(_("when"), db_default=Now())
    kind = models.CharField(_("what"), max_length=12, choices=PageEventKind.choices)
    answer = models.CharField(_("answer"), max_length=10, blank=True)
    sentence = models.TextField(_("in their words"), blank=True)

    sensitivity = declare(internal="id page unit mandate at kind answer", special="sentence")

    class Meta:
        verbose_name = _("event of a sealed page")
        indexes = [models.Index(fields=["page", "id"], name="event_by_page")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"
