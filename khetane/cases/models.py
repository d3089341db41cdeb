"""Needs found, referrals made, services delivered, legal procedures begun. Plans stand in `plans`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.cases.group_models import GroupDelivery, GroupParticipant
from khetane.cases.legal import Cost, Hearing, Outcome, PowerOfAttorney, Procedure, ProcedureEvent
from khetane.cases.plans import CasePlan, PlanStep
from khetane.cases.record import CaseRecord, latest_first
from khetane.cases.referring.page_models import PageEvent, ReferralPage, SealedReferral
from khetane.core.mandates import Area, Mandate
from khetane.core.sensitivity import declare

__all__ = [
    "CasePlan", "CaseRecord", "Cost", "GroupDelivery", "GroupParticipant", "Hearing", "Need", "NeedState", "Outcome",
    "PageEvent",
    "PlanStep", "PowerOfAttorney", "Procedure", "ProcedureEvent", "Referral", "ReferralPage", "ReferralState",
    "SealedReferral", "Service", "Urgency", "latest_first",
]  # fmt: skip


class Urgency(models.TextChoices):
    """How soon something must happen."""

    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")
    URGENT = "urgent", _("urgent")


class NeedState(models.TextChoices):
    """How far a need is."""

    OPEN = "open", _("open")
    WORKING = "working", _("being worked on")
    MET = "met", _("met")
    DROPPED = "dropped", _("dropped")


class ReferralState(models.TextChoices):
    """How far a referral is."""

    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    DONE = "done", _("done")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


class Need(CaseRecord):
    """What a household or person needs, found at a visit."""

    visit = models.ForeignKey("outreach.Visit", models.SET_NULL, related_name="needs", null=True, blank=True)
    area = models.CharField(_("area"), max_length=20, choices=Area.choices)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.MEDIUM)
    description = models.TextField(_("what is needed"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=NeedState.choices, default=NeedState.OPEN)
    found_on = models.DateField(_("found on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    outcome = models.TextField(_("what came of it, or why not"), blank=True)

    MERGE_GROUPS = (
        ("area",),
        ("urgency",),
        ("description",),
        ("state", "closed_on", "outcome"),
        ("found_on",),
    )
    sensitivity = declare(
        internal="id unit version created_at updated_at visit mandate area urgency state found_on closed_on",
        personal="household person",
        special="description outcome",
    )

    class Meta:
        verbose_name = _("need")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "working"], closed_on__isnull=True)
                | (~models.Q(state__in=["open", "working"]) & models.Q(closed_on__isnull=False)),
                name="need_closed_with_its_day",
            ),
        ]
        indexes = [
            latest_first("found_on", name="need_by_unit"),
            models.Index(fields=["household"], name="need_by_household"),
            # What is open in the order of its list; caseload and urgent needs are counted in it without looking at the
            # rows. What policies and counts ask for is included: as first fields they would cost the list its order.
            models.Index(
                "unit",
                models.F("found_on").desc(nulls_last=True),
                models.F("id").desc(),
                include=["mandate", "urgency", "state", "household", "person"],
                condition=models.Q(state__in=["open", "working"]),
                name="need_open_by_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Referral(CaseRecord):
    """A household or person sent on to another mandate or institution."""

    need = models.ForeignKey(Need, models.SET_NULL, related_name="referrals", null=True, blank=True)
    to_mandate = models.CharField(_("to mandate"), max_length=20, choices=Mandate.choices, blank=True)
    to_organisation = models.CharField(_("to institution"), max_length=200, blank=True)
    directory_entry = models.ForeignKey(
        "organisations.DirectoryEntry",
        models.SET_NULL,
        related_name="referrals",
        verbose_name=_("service of the directory"),
        null=True,
        blank=True,
    )
    reason = models.TextField(_("reason"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ReferralState.choices, default=ReferralState.SENT
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    expires_on = models.DateField(_("answer awaited until"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    # Written by the database (migrations/0015): by accepting it a lawyer becomes connected.
    answered_by = models.UUIDField(_("answered by"), null=True, blank=True, editable=False)

    MERGE_GROUPS = (
        ("to_mandate", "to_organisation", "directory_entry"),
        ("reason",),
        ("state", "answer", "answered_on"),
        ("sent_on",),
        ("expires_on",),
    )
    sensitivity = declare(
        internal="id unit version created_at updated_at mandate need to_mandate to_organisation directory_entry state "
        "sent_on expires_on answered_on answered_by",
        personal="household person",
        special="reason answer",
    )
    addressed_in = "to_mandate"  # whose mandate reads it too, as the policy says (migrations/0010)

    class Meta:
        verbose_name = _("referral")
        indexes = [
            latest_first("sent_on", name="referral_by_unit"),
            # Few of a unit's are to or from one mandate: who reads one only would look through all.
            latest_first("sent_on", name="referral_to_mandate", of=("to_mandate",)),
            latest_first("sent_on", name="referral_from_mandate", of=("mandate",)),
            models.Index(fields=["household"], name="referral_by_household"),
            models.Index(
                fields=["unit", "to_mandate", "expires_on"],
                condition=models.Q(state__in=("sent", "accepted")),
                name="referral_under_way",
            ),
            models.Index(
                fields=["answered_by"],
                condition=models.Q(answered_by__isnull=False),
                name="referral_by_answerer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Service(CaseRecord):
    """Something delivered: type, date, quantity, provider; an amount of money where the type is money."""

    visit = models.ForeignKey(
        "outreach.Visit", models.SET_NULL, related_name="services", null=True, blank=True
    )
    need = models.ForeignKey(Need, models.SET_NULL, related_name="services", null=True, blank=True)
    type = models.CharField(_("type"), max_length=60)
    date = models.DateField(_("date"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, null=True, blank=True)
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    child_year = models.PositiveSmallIntegerField(_("year of the child"), null=True, blank=True)

    MERGE_GROUPS = (
        ("type",),
        ("date",),
        ("quantity",),
        ("provider",),
        ("amount", "currency"),
        ("child_year",),
    )
    sensitivity = declare(
        internal="id unit version created_at updated_at mandate visit need type date quantity provider amount currency",
        personal="household person child_year",
    )

    class Meta:
        verbose_name = _("service")
        indexes = [
            models.Index(fields=["unit", "date", "id"], name="service_by_unit"),
            models.Index(fields=["household"], name="service_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.date}"
