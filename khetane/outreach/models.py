"""Joint visits, the notes of each mandate, and tasks."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khetane.core.mandates import Mandate
from khetane.core.records import Record, UnitRecord
from khetane.core.sensitivity import declare
from khetane.outreach.reminders import Reminders

__all__ = [
    "HouseholdMove", "PlannedHousehold", "Reminders", "Task", "TaskState", "Visit", "VisitHousehold", "VisitNote", "VisitState",
]  # fmt: skip


class VisitState(models.TextChoices):
    """How far a visit is."""

    # With a context: in most languages the word bends to what it is said of.
    PLANNED = "planned", pgettext_lazy("a visit", "planned")
    DONE = "done", pgettext_lazy("a visit", "done")
    CANCELLED = "cancelled", pgettext_lazy("a visit", "cancelled")


class TaskState(models.TextChoices):
    """How far a task is."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")


class Visit(UnitRecord):
    """One joint visit to a settlement; who refused to be recorded is only a number in it (rule 4)."""

    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="visits", verbose_name=_("settlement")
    )
    date = models.DateField(_("date"))
    state = models.CharField(_("state"), max_length=10, choices=VisitState.choices, default=VisitState.DONE)
    participants = ArrayField(
        models.CharField(max_length=20, choices=Mandate.choices),
        verbose_name=_("took part"),
        default=list,
        blank=True,
    )
    refused_count = models.PositiveSmallIntegerField(_("refused to be recorded"), default=0)
    absent_count = models.PositiveSmallIntegerField(_("found nobody at home"), default=0)
    purpose = models.TextField(_("purpose"), blank=True)
    cancel_reason = models.TextField(_("why it was cancelled"), blank=True)
    households = models.ManyToManyField("people.Household", through="VisitHousehold", related_name="visits")

    MERGE_GROUPS = (
        ("place", "date"),
        ("state",),
        ("participants",),
        ("refused_count", "absent_count"),
        ("purpose",),
        ("cancel_reason",),
    )
    sensitivity = declare(
        internal="id unit version created_at updated_at place date state participants refused_count absent_count "
        "purpose cancel_reason"
    )
    beside = declare(personal="households planned")

    class Meta:
        verbose_name = _("visit")
        ordering = ["-date"]
        indexes = [models.Index(fields=["unit", "date", "id"]), models.Index(fields=["place", "-date"])]

    def __str__(self) -> str:
        return f"{self.date}"


class VisitHousehold(models.Model):
    """A household met during a visit."""

    pk = models.CompositePrimaryKey("visit_id", "household_id")
    visit = models.ForeignKey(Visit, models.CASCADE)
    household = models.ForeignKey("people.Household", models.CASCADE)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")

    sensitivity = declare(internal="unit", personal="visit household")


class PlannedHousehold(models.Model):
    """A household that a visit is to call on, and when in its round. Who was met is another matter (`VisitHousehold`)."""

    pk = models.CompositePrimaryKey("visit_id", "household_id")
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="planned")
    household = models.ForeignKey("people.Household", models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    sensitivity = declare(internal="unit position", personal="visit household")


class HouseholdMove(Record):
    """A household went along with its settlement, which was merged into another. The database alone writes it."""

    # The constraint of the database deletes it with the household, whoever does that (migrations/0013).
    household = models.ForeignKey(
        "people.Household", models.CASCADE, related_name="moves", db_constraint=False
    )
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    successor = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    account = models.UUIDField(_("who"))
    at = models.DateTimeField(_("when"))

    sensitivity = declare(internal="id unit account at", personal="household place successor")

    class Meta:
        verbose_name = _("household's move")

    def __str__(self) -> str:
        return str(self.id)


class VisitNote(UnitRecord):
    """What one mandate noted of a household during a visit; only that mandate reads it."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="notes", null=True, blank=True)
    household = models.ForeignKey("people.Household", models.CASCADE, related_name="notes")
    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate.choices)
    text = models.TextField(_("note"), blank=True)

    MERGE_GROUPS = (("text",),)
    sensitivity = declare(
        internal="id unit version created_at updated_at visit mandate", personal="household", special="text"
    )

    class Meta:
        verbose_name = _("visit note")
        indexes = [models.Index(fields=["household", "-created_at"])]

    def __str__(self) -> str:
        return str(self.id)


class Task(UnitRecord):
    """Something a mandate is to do by a day; only that mandate reads it, a coordination's everybody in the unit."""

    household = models.ForeignKey(
        "people.Household", models.CASCADE, related_name="tasks", null=True, blank=True
    )
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="tasks", null=True, blank=True)
    visit = models.ForeignKey(Visit, models.SET_NULL, related_name="tasks", null=True, blank=True)
    mandate = models.CharField(_("mandate"), max_length=20, choices=Mandate.choices)
    title = models.CharField(_("what is to be done"), max_length=300)
    due = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    outcome = models.TextField(_("what came of it, or why not"), blank=True)

    MERGE_GROUPS = (("title",), ("due",), ("state", "closed_on", "outcome"), ("mandate",))
    sensitivity = declare(
        internal="id unit version created_at updated_at visit mandate due state closed_on",
        personal="household person",
        special="title outcome",
    )
    read_by_all = Mandate.COORDINATION  # as the policy says

    class Meta:
        verbose_name = _("task")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", closed_on__isnull=True)
                | (~models.Q(state="open") & models.Q(closed_on__isnull=False)),
                name="task_closed_with_its_day",
            ),
        ]
        indexes = [
            # Policies ask for household and mandate too: with them tasks are counted without looking at them.
            models.Index(
                fields=["unit", "due", "id"],
                include=["household", "mandate"],
                condition=models.Q(state="open"),
                name="task_open_by_due",
            ),
            models.Index(
                fields=["unit", "due", "id"],
                include=["household", "mandate"],
                condition=~models.Q(state="open"),
                name="task_closed_by_due",
            ),
            models.Index(fields=["household"]),
        ]

    def __str__(self) -> str:
        return str(self.id)
