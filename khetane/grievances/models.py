"""What is kept of grievances: facts in clear, everything that was written encrypted."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.core.records import Record
from khetane.core.sensitivity import declare
from khetane.grievances import rules
from khetane.grievances.enums import Channel, Heard, Kind, MessageKind, Satisfied, State
from khetane.grievances.keeping_models import EndState, GrievanceExpiry, GrievanceRemnant
from khetane.grievances.querysets import GrievanceQuerySet

__all__ = [
    "EndState",
    "Grievance",
    "GrievanceAttempt",
    "GrievanceCode",
    "GrievanceConcern",
    "GrievanceExpiry",
    "GrievanceMessage",
    "GrievanceRemnant",
]


class Grievance(Record):
    """A complaint, a question or praise. What was written, by whom and how to reach them is `sealed`.

    Without a unit, or `apart`, it is not for who sees to the grievances of one municipality (docs/adr/0730).
    """

    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="+", null=True, verbose_name=_("unit")
    )
    apart = models.BooleanField(_("kept apart"), default=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    about = models.CharField(_("about"), max_length=30)
    language = models.CharField(_("language"), max_length=10)
    channel = models.CharField(_("came"), max_length=10, choices=Channel.choices)
    taken_by = models.UUIDField(_("taken by"))
    received_on = models.DateField(_("received on"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RECEIVED)
    acknowledge_by = models.DateField(_("to be looked at by"))
    answer_by = models.DateField(_("to be answered by"))
    acknowledged_at = models.DateTimeField(_("looked at"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    handled_by = models.UUIDField(_("dealt with by"), null=True)
    body = models.CharField(_("passed on to"), max_length=20, choices=Heard.choices, blank=True, default="")
    agreed_on = models.DateField(_("agreed to it on"), null=True)
    escalated_at = models.DateTimeField(_("passed on"), null=True)
    satisfied = models.CharField(
        _("content"), max_length=10, choices=Satisfied.choices, blank=True, default=""
    )
    reopened = models.PositiveSmallIntegerField(_("opened again"), default=0)
    key = models.BinaryField(editable=False)
    key_id = models.CharField(max_length=40, editable=False)
    sealed = models.BinaryField(editable=False)

    objects = GrievanceQuerySet.as_manager()
    special_permission = "grievance.handle"
    sensitivity = declare(
        internal="id unit apart kind about language channel taken_by received_on received_at state acknowledge_by answer_by "
        "acknowledged_at answered_at closed_at handled_by body agreed_on escalated_at satisfied reopened key key_id",
        special="sealed",
    )

    class Meta:
        verbose_name = _("grievance")
        verbose_name_plural = _("grievances")
        indexes = [
            models.Index(fields=["answer_by", "id"], name="grievance_by_day"),
            models.Index(fields=["unit", "received_on"], name="grievance_by_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(escalated_at__isnull=True, agreed_on__isnull=True, body="")
                | models.Q(escalated_at__isnull=False, agreed_on__isnull=False) & ~models.Q(body=""),
                name="grievance_passed_on_agreed_and_to_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | ~models.Q(state="closed") & models.Q(closed_at__isnull=True),
                name="grievance_closed_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="answered") | models.Q(answered_at__isnull=False),
                name="grievance_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def waits_to_be_seen(self) -> bool:
        return self.state in rules.UNSEEN

    @property
    def is_unseen(self) -> bool:
        return rules.is_unseen(self.state, self.acknowledge_by, timezone.localdate())

    @property
    def is_unanswered(self) -> bool:
        return rules.is_unanswered(self.state, self.answer_by, timezone.localdate())

    @property
    def is_overdue(self) -> bool:
        return self.is_unseen or self.is_unanswered


class GrievanceCode(models.Model):
    """The keyed hash of the code of a grievance. Only functions of the database read it."""

    grievance = models.OneToOneField(Grievance, models.CASCADE, primary_key=True, db_constraint=False)
    lookup = models.BinaryField(editable=False, unique=True, max_length=32)

    sensitivity = declare(internal="grievance lookup")

    class Meta:
        verbose_name = _("code of a grievance")

    def __str__(self) -> str:
        return str(self.grievance_id)


class GrievanceMessage(Record):
    """What was said about it afterwards; without `written_by` it is of whoever wrote the grievance."""

    grievance = models.ForeignKey(Grievance, models.CASCADE, related_name="messages")
    at = models.DateTimeField(_("when"), default=timezone.now)
    kind = models.CharField(_("kind"), max_length=10, choices=MessageKind.choices)
    written_by = models.UUIDField(_("written by"), null=True)
    sealed = models.BinaryField(editable=False)

    special_permission = "grievance.handle"
    sensitivity = declare(internal="id grievance at kind written_by", special="sealed")

    class Meta:
        verbose_name = _("message about a grievance")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["grievance", "at"], name="message_by_grievance")]

    def __str__(self) -> str:
        return str(self.id)


class GrievanceConcern(models.Model):
    """An account that is concerned by a grievance, and therefore does not read it.

    `sealed` is the reason for which somebody else declared it; empty where she did so herself.
    """

    id = models.BigAutoField(primary_key=True)
    grievance = models.ForeignKey(Grievance, models.CASCADE, related_name="concerns")
    account = models.UUIDField(_("account"))
    declared_by = models.UUIDField(_("declared by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    sealed = models.BinaryField(editable=False, default=b"")

    special_permission = "grievance.handle"
    sensitivity = declare(internal="id grievance account declared_by at", special="sealed")

    class Meta:
        verbose_name = _("conflict of interest")
        constraints = [
            models.UniqueConstraint(fields=["grievance", "account"], name="grievance_concerned_once")
        ]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.id)


class GrievanceAttempt(models.Model):
    """How often something was tried on the public page in one hour, by a keyed hash of the day and where from."""

    id = models.BigAutoField(primary_key=True)
    what = models.CharField(max_length=10)
    origin = models.BinaryField(max_length=32, editable=False)
    hour = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    sensitivity = declare(internal="id what origin hour number")

    class Meta:
        verbose_name = _("attempt on the public page")
        constraints = [models.UniqueConstraint(fields=["what", "origin", "hour"], name="attempts_of_an_hour")]

    def __str__(self) -> str:
        return f"{self.what} {self.hour}"
