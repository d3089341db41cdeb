"""The plan agreed with a household, and its steps: the coordinator's, each step told to the mandate that takes it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Mandate
from khetane.core.records import UnitRecord
from khetane.core.sensitivity import declare


class PlanState(models.TextChoices):
    """How far a plan is."""

    DRAFT = "draft", _("being drawn up")
    AGREED = "agreed", _("agreed with the family")
    REVIEWED = "reviewed", _("in force, reviewed")
    CLOSED = "closed", _("closed")


class PlanOutcome(models.TextChoices):
    """What came of a plan."""

    ACHIEVED = "achieved", _("achieved")
    PARTLY = "partly", _("partly achieved")
    NOT_ACHIEVED = "not_achieved", _("not achieved")
    ENDED_BY_FAMILY = "ended_by_family", _("the family no longer wants it")
    MOVED = "moved", _("the family moved away")


class StepState(models.TextChoices):
    """How far a step of a plan is."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class CasePlan(UnitRecord):
    """What a household and its unit agreed to reach together, in the family's words. One at a time is open."""

    household = models.ForeignKey("people.Household", models.CASCADE, related_name="caseplans")
    mandate = models.CharField(
        _("mandate"), max_length=20, choices=Mandate.choices, default=Mandate.COORDINATION
    )
    goals = models.TextField(_("what the family wants to reach, in their words"))
    state = models.CharField(_("state"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=PlanOutcome.choices, blank=True)
    result = models.TextField(_("what came of it, and why"), blank=True)

    MERGE_GROUPS = (
        ("state", "closed_on", "outcome", "result"),
        ("reviewed_on", "review_on"),
        ("agreed_on",),
        ("goals",),
    )
    sensitivity = declare(
        internal="id unit version created_at updated_at mandate state agreed_on reviewed_on review_on closed_on "
        "outcome",
        personal="household",
        special="goals result",
    )

    class Meta:
        verbose_name = _("plan")
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=~models.Q(state="closed"), name="plan_one_open_per_household"
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_on__isnull=True)),
                name="plan_closed_with_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "review_on", "id"], name="plan_by_review"),
            models.Index(fields=["household"], name="plan_by_household"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PlanStep(UnitRecord):
    """One step of a plan: what, who, until when. Its mandate reads it, and the coordinator, who alone changes it."""

    plan = models.ForeignKey(CasePlan, models.CASCADE, related_name="steps")
    household = models.ForeignKey("people.Household", models.CASCADE, related_name="plansteps")
    mandate = models.CharField(_("who takes it"), max_length=20, choices=Mandate.choices)
    account = models.UUIDField(_("by name"), null=True, blank=True)
    need = models.ForeignKey(
        "cases.Need", models.SET_NULL, related_name="plansteps", null=True, blank=True, verbose_name=_("need")
    )
    # Not a foreign key: of another mandate's task the coordinator may not even ask whether it is there.
    task = models.UUIDField(_("task"), null=True, blank=True)
    what = models.CharField(_("what"), max_length=300)
    until = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=StepState.choices, default=StepState.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    result = models.TextField(_("what came of it, or why not"), blank=True)

    MERGE_GROUPS = (
        ("state", "closed_on", "result"),
        ("what",),
        ("until",),
        ("mandate", "account"),
        ("need",),
    )
    sensitivity = declare(
        internal="id unit version created_at updated_at plan mandate account need task until state closed_on",
        personal="household",
        special="what result",
    )
    also_read_by = Mandate.COORDINATION  # as the policy says

    class Meta:
        verbose_name = _("step of a plan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", closed_on__isnull=True)
                | (~models.Q(state="open") & models.Q(closed_on__isnull=False)),
                name="step_closed_with_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["household"], name="step_by_household"),
            models.Index(fields=["unit", "mandate", "until"], name="step_by_mandate"),
            models.Index(fields=["task"], name="step_by_task"),
        ]

    def __str__(self) -> str:
        return str(self.id)
