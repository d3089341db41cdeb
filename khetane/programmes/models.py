"""Enrolments of persons and households in schemes, the sessions they come to, the milestones they reach."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Mandate
from khetane.core.records import Record, UnitRecord
from khetane.core.sensitivity import declare


class Eligible(models.TextChoices):
    """What the rules of the scheme say."""

    YES = "yes", _("meets every criterion")
    NO = "no", _("does not meet every criterion")
    OPEN = "open", _("not all is known")


class MilestoneState(models.TextChoices):
    """How far a milestone is."""

    PLANNED = "planned", _("planned")
    REACHED = "reached", _("reached")
    MISSED = "missed", _("missed")


class Enrolment(UnitRecord):
    """A person or household in a scheme; `stage` is one of the scheme's, by the rules of the day it was applied on."""

    household = models.ForeignKey("people.Household", models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="enrolments", null=True, blank=True
    )
    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate.choices)
    scheme = models.CharField(_("scheme"), max_length=40)
    stage = models.CharField(_("stage"), max_length=40)
    applied_on = models.DateField(_("applied on"))
    stage_on = models.DateField(_("in this stage since"), null=True, blank=True)
    # They follow from the stages as they change: a period's figures count who took part on a day of it.
    served_from = models.DateField(_("takes part since"), null=True, editable=False)
    served_until = models.DateField(_("took part until"), null=True, editable=False)
    answers = ArrayField(models.CharField(max_length=80), verbose_name=_("answers"), default=list, blank=True)
    eligible = models.CharField(_("eligible"), max_length=4, choices=Eligible.choices, default=Eligible.OPEN)
    reason = models.TextField(_("reason"), blank=True)

    MERGE_GROUPS = (
        ("scheme",), ("stage", "stage_on", "reason"), ("applied_on",), ("answers", "eligible"),
    )  # fmt: skip
    special_permission = "scheme.read"
    sensitivity = declare(
        internal="id unit version created_at updated_at mandate scheme stage applied_on stage_on "
        "served_from served_until",
        personal="household person",
        special="answers eligible reason",
    )

    class Meta:
        verbose_name = _("enrolment")
        indexes = [
            models.Index(fields=["unit", "scheme", "-applied_on", "-id"], name="enrolment_by_scheme"),
            models.Index(fields=["household"], name="enrolment_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.applied_on}"


class Session(UnitRecord):
    """A meeting of a scheme: how many came, and who of the enrolled was there."""

    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate.choices)
    scheme = models.CharField(_("scheme"), max_length=40)
    date = models.DateField(_("date"))
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=12, decimal_places=2, null=True, blank=True)
    attended = models.PositiveIntegerField(_("how many came"), null=True, blank=True)

    MERGE_GROUPS = (("scheme",), ("date",), ("topic",), ("hours",), ("attended",))
    sensitivity = declare(
        internal="id unit version created_at updated_at mandate scheme date topic hours attended"
    )
    beside = declare(personal="present absent with_parent")

    class Meta:
        verbose_name = _("session")
        indexes = [models.Index(fields=["unit", "scheme", "-date", "-id"], name="session_by_scheme")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.date}"


class Presence(models.Model):
    """Whether somebody enrolled was at a session, once."""

    pk = models.CompositePrimaryKey("session_id", "enrolment_id")
    session = models.ForeignKey(Session, models.CASCADE, related_name="presences")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="presences")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", null=True)
    household = models.ForeignKey("people.Household", models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    mandate = models.CharField(max_length=20, choices=Mandate.choices)
    scheme = models.CharField(max_length=40)
    present = models.BooleanField(_("was there"))
    with_parent = models.BooleanField(_("a parent took part"), default=False)

    sensitivity = declare(
        internal="unit mandate scheme", personal="session enrolment household person present with_parent"
    )


class Milestone(UnitRecord):
    """Something an enrolment is to reach, by a day; `kind` is one of the scheme's."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="milestones")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", null=True, blank=True)
    household = models.ForeignKey("people.Household", models.CASCADE, related_name="+")
    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate.choices)
    scheme = models.CharField(_("scheme"), max_length=40)
    kind = models.CharField(_("milestone"), max_length=40)
    state = models.CharField(
        _("state"), max_length=10, choices=MilestoneState.choices, default=MilestoneState.PLANNED
    )
    due = models.DateField(_("due"), null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    note = models.TextField(_("note"), blank=True)

    MERGE_GROUPS = (("kind",), ("state", "reached_on"), ("due",), ("amount", "currency"), ("note",))
    special_permission = "scheme.read"
    sensitivity = declare(
        internal="id unit version created_at updated_at mandate scheme kind state due reached_on amount currency",
        personal="enrolment household person",
        special="note",
    )

    class Meta:
        verbose_name = _("milestone")
        indexes = [
            models.Index(fields=["enrolment"], name="milestone_by_enrolment"),
            models.Index(
                fields=["unit", "due", "id"], name="milestone_by_due", condition=models.Q(state="planned")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class SchemeStaff(Record):
    """Who of the project's staff works in which scheme: she sees whom it enrolled in that unit, no one else."""

    account = models.UUIDField(_("account"))
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    scheme = models.CharField(_("scheme"), max_length=40)
    begins = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)

    sensitivity = declare(internal="id account unit scheme begins ends")

    class Meta:
        verbose_name = _("staff of a scheme")
        indexes = [models.Index(fields=["account"], name="scheme_staff_by_account")]

    def __str__(self) -> str:
        return f"{self.account} {self.scheme}"
