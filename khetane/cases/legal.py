"""Legal procedures on record: what happened in them, hearings, costs, and who may act for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khetane.cases.record import CaseRecord, latest_first
from khetane.core.sensitivity import declare

BASE = "id unit version created_at updated_at mandate "


class Outcome(models.TextChoices):
    """What came of a procedure."""

    PENDING = "pending", _("pending")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Turn(models.TextChoices):
    """Who is to do what comes next."""

    CLIENT = "client", _("we")
    OFFICE = "office", _("the office")
    COURT = "court", _("the court")


class Result(models.TextChoices):
    """What a decision says."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class HearingState(models.TextChoices):
    """Whether a hearing was held."""

    SET = "set", _("set")
    HELD = "held", _("held")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class CostKind(models.TextChoices):
    """What was paid for."""

    FEE = "fee", _("fee of the office or court")
    EXPERT = "expert", _("expert")
    TRANSLATION = "translation", _("translation")
    COPIES = "copies", _("extracts, copies, photographs")
    TRAVEL = "travel", _("travel")
    LAWYER = "lawyer", _("lawyer")
    OTHER = "other", _("other")


class PaidBy(models.TextChoices):
    """Who bears a cost."""

    UNIT = "unit", _("the unit or its project")
    CLIENT = "client", _("the client")
    COURT = "court", _("the court or the state")
    EXEMPT = "exempt", _("nobody: exempted")


class PowerKind(models.TextChoices):
    """How far a power of attorney goes."""

    GENERAL = "general", _("all procedures")
    PROCEDURE = "procedure", _("this procedure")
    RECEIVE = "receive", _("only to receive documents")


class Procedure(CaseRecord):
    """An administrative or court procedure, from initiated to solved.

    `stage` to `due` follow from its events and the catalogue (`khetane.cases.procedures.standing`) and are kept
    for lists: the last step that happened, the version of the rules, the next term with its last day, whose turn it is.
    """

    type = models.CharField(_("procedure"), max_length=40)
    body = models.CharField(_("body"), max_length=200, blank=True)
    reference = models.CharField(_("number of the case"), max_length=60, blank=True, default="")
    initiated_on = models.DateField(_("initiated on"), null=True, blank=True)
    solved_on = models.DateField(_("solved on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.PENDING)
    note = models.TextField(_("note"), blank=True)
    follows = models.ForeignKey(
        "self", models.SET_NULL, related_name="followed_by", null=True, blank=True, verbose_name=_("follows")
    )
    lawyer = models.UUIDField(_("conducted by"), null=True, blank=True)
    stage = models.CharField(_("last step"), max_length=40, blank=True, default="")
    rules = models.CharField(_("version of the rules"), max_length=40, blank=True, default="")
    term = models.CharField(_("next term"), max_length=40, blank=True, default="")
    due = models.DateField(_("last day of the next term"), null=True, blank=True)
    turn = models.CharField(_("whose turn"), max_length=10, choices=Turn.choices, blank=True, default="")

    MERGE_GROUPS = (("type", "body"), ("initiated_on",), ("solved_on", "outcome"), ("note",), ("lawyer",))
    sensitivity = declare(
        internal=BASE + "type body initiated_on solved_on outcome follows lawyer stage rules term due turn",
        personal="household person reference",
        special="note",
    )

    class Meta:
        verbose_name = _("procedure")
        indexes = [
            latest_first("initiated_on", name="procedure_by_unit"),
            latest_first("solved_on", name="procedure_closed", condition=~Q(outcome="pending")),
            models.Index(fields=["household"], name="procedure_by_household"),
            # What is open, and what was refused and has a term of appeal: in the order in which its terms end.
            models.Index(
                "unit",
                models.F("due").asc(nulls_last=True),
                "id",
                name="procedure_that_waits",
                condition=Q(outcome="pending") | Q(due__isnull=False),
            ),
            models.Index(fields=["lawyer"], condition=Q(lawyer__isnull=False), name="procedure_by_lawyer"),
        ]

    def __str__(self) -> str:
        return f"{self.type}"


class OfProcedure(CaseRecord):
    """Something of one procedure; household, person, unit and mandate are the procedure's."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class ProcedureEvent(OfProcedure):
    """A step of the procedure that happened; each step once."""

    event = models.CharField(_("step"), max_length=40)
    date = models.DateField(_("on"))
    result = models.CharField(_("result"), max_length=10, choices=Result.choices, blank=True)
    note = models.TextField(_("note"), blank=True)

    MERGE_GROUPS = (("event",), ("date", "result"), ("note",))
    sensitivity = declare(
        internal=BASE + "procedure event date result", personal="household person", special="note"
    )

    class Meta:
        verbose_name = _("step of a procedure")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "event"], name="procedure_event_once"),
        ]


class Hearing(OfProcedure):
    """A day in court or before an office."""

    date = models.DateField(_("day"))
    time = models.CharField(_("time"), max_length=5, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=HearingState.choices, default=HearingState.SET
    )
    note = models.TextField(_("what came of it"), blank=True)

    MERGE_GROUPS = (("date", "time", "place"), ("state",), ("note",))
    sensitivity = declare(
        internal=BASE + "procedure date time place state", personal="household person", special="note"
    )

    class Meta:
        verbose_name = _("hearing")
        indexes = [models.Index(fields=["unit", "date", "id"], name="hearing_by_unit")]


class Cost(OfProcedure):
    """What a procedure cost, and who bears it."""

    date = models.DateField(_("on"))
    kind = models.CharField(_("for"), max_length=20, choices=CostKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    paid_by = models.CharField(_("paid by"), max_length=10, choices=PaidBy.choices, default=PaidBy.UNIT)
    note = models.TextField(_("note"), blank=True)

    recorded_as = "procedure_cost"
    MERGE_GROUPS = (("date", "kind"), ("amount", "currency", "paid_by"), ("note",))
    sensitivity = declare(
        internal=BASE + "procedure date kind amount currency paid_by",
        personal="household person",
        special="note",
    )

    class Meta:
        verbose_name = _("cost")
        db_table = "cases_procedurecost"


class PowerOfAttorney(CaseRecord):
    """Who may act for a person, how far, from when until when.

    `lawyer` is the account of whom it is given to: who sees clients only sees the person by it.
    """

    procedure = models.ForeignKey(
        Procedure, models.SET_NULL, related_name="powers", null=True, blank=True, verbose_name=_("procedure")
    )
    attorney = models.CharField(_("given to"), max_length=200)
    lawyer = models.UUIDField(_("account of who may act"), null=True, blank=True)
    kind = models.CharField(_("for"), max_length=10, choices=PowerKind.choices, default=PowerKind.GENERAL)
    given_on = models.DateField(_("given on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    certified = models.BooleanField(_("certified by a notary or court"), default=False)

    MERGE_GROUPS = (
        ("attorney", "lawyer", "kind", "procedure"),
        ("given_on", "valid_until", "certified"),
        ("revoked_on",),
    )
    sensitivity = declare(
        internal=BASE + "procedure attorney lawyer kind given_on valid_until revoked_on certified",
        personal="household person",
    )

    class Meta:
        verbose_name = _("power of attorney")
        indexes = [models.Index(fields=["lawyer"], condition=Q(lawyer__isnull=False), name="power_by_lawyer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("given_on")),
                name="power_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
