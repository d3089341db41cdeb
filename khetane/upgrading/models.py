"""The process of a settlement, what happened in it, its safeguards and housing proposals, the households it concerns."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from khetane.core.records import UnitRecord
from khetane.core.sensitivity import declare
from khetane.places.enums import Risk
from khetane.upgrading.enums import Answer, EventKind, ProposalState, Result, Site, View

RISKS = tuple(Risk.values)


class Process(UnitRecord):
    """Legalisation, upgrading or relocation of a settlement; `stage` is one of its kind's, by the rules of the day it
    began. `due` is by when the next step is to be taken. It names no person: everybody who sees the settlement reads it."""

    place = models.ForeignKey(
        "places.Place", models.PROTECT, related_name="processes", verbose_name=_("settlement")
    )
    municipality = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of process"), max_length=40)
    title = models.CharField(_("what is to be done"), max_length=200, blank=True)
    stage = models.CharField(_("stage"), max_length=40)
    begun_on = models.DateField(_("begun on"))
    stage_on = models.DateField(_("in this stage since"))
    due = models.DateField(_("next step due"), null=True, blank=True)
    is_open = models.BooleanField(_("under way"), default=True)
    reason = models.TextField(_("reason"), blank=True)

    MERGE_GROUPS = (("kind",), ("title",), ("stage", "stage_on", "reason"), ("begun_on",), ("due",))
    recorded_as = "settlement_process"
    sensitivity = declare(
        internal="id unit version created_at updated_at place municipality kind title stage begun_on stage_on due "
        "is_open reason"
    )

    class Meta:
        verbose_name = _("process of a settlement")
        verbose_name_plural = _("processes of settlements")
        indexes = [
            models.Index(fields=["municipality", "due", "id"], name="process_by_municipality"),
            models.Index(fields=["place"], name="process_by_place"),
            models.Index(
                fields=["unit", "due"], name="process_open_by_due", condition=models.Q(is_open=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.begun_on}"


class OfProcess(UnitRecord):
    """A record of one process: unit and municipality are the process's."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="%(class)ss")
    municipality = models.ForeignKey("places.Place", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ProcessEvent(OfProcess):
    """A decision, a document that is there, or an inspection."""

    kind = models.CharField(_("what"), max_length=10, choices=EventKind.choices)
    date = models.DateField(_("date"))
    number = models.CharField(_("number"), max_length=60, blank=True)
    body = models.CharField(_("body"), max_length=200, blank=True)
    document = models.CharField(_("document"), max_length=40, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=Result.choices, blank=True)
    findings = models.TextField(_("what was decided or found"), blank=True)
    mend_by = models.DateField(_("to be mended by"), null=True, blank=True)

    MERGE_GROUPS = (("kind", "document"), ("date", "number", "body"), ("result", "mend_by"), ("findings",))
    sensitivity = declare(
        internal="id unit version created_at updated_at process municipality kind date number body document result "
        "findings mend_by"
    )

    class Meta:
        verbose_name = _("event of a process")
        indexes = [models.Index(fields=["process", "-date"], name="process_event_by_date")]

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"


class Safeguard(OfProcess):
    """Whether one safeguard of a relocation is met, and what proves it; once per process."""

    code = models.CharField(_("safeguard"), max_length=40)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices)
    evidence = models.TextField(_("evidence"))
    answered_on = models.DateField(_("answered on"))

    MERGE_GROUPS = (("code",), ("answer", "evidence", "answered_on"))
    sensitivity = declare(
        internal="id unit version created_at updated_at process municipality code answer evidence answered_on"
    )

    class Meta:
        verbose_name = _("safeguard")
        constraints = [models.UniqueConstraint(fields=["process", "code"], name="safeguard_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.answer}"


class HousingProposal(OfProcess):
    """Homes proposed at a site. `risks` are those of the site; each `answer_…` says what protects the people from one."""

    title = models.CharField(_("what is proposed"), max_length=200)
    site = models.CharField(_("site"), max_length=10, choices=Site.choices)
    where = models.CharField(_("where"), max_length=200, blank=True)
    dwellings = models.PositiveIntegerField(_("dwellings"), null=True, blank=True)
    looked_on = models.DateField(_("site looked at on"), null=True, blank=True)
    risks = ArrayField(
        models.CharField(max_length=20, choices=Risk.choices),
        verbose_name=_("risks"),
        default=list,
        blank=True,
    )
    answer_flood = models.TextField(_("against flood"), blank=True)
    answer_landslide = models.TextField(_("against landslide"), blank=True)
    answer_landfill = models.TextField(_("against the landfill"), blank=True)
    answer_power_line = models.TextField(_("against the power line"), blank=True)
    answer_traffic = models.TextField(_("against traffic or railway"), blank=True)
    answer_industry = models.TextField(_("against industry"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )

    MERGE_GROUPS = (
        ("title",), ("site", "where"), ("dwellings",), ("looked_on", "risks"), ("state",),
        *((f"answer_{risk}",) for risk in RISKS),
    )  # fmt: skip
    sensitivity = declare(
        internal="id unit version created_at updated_at process municipality title site where dwellings looked_on "
        "risks answer_flood answer_landslide answer_landfill answer_power_line answer_traffic answer_industry state"
    )

    class Meta:
        verbose_name = _("housing proposal")
        indexes = [models.Index(fields=["process"], name="proposal_by_process")]

    def __str__(self) -> str:
        return self.title

    @property
    def answers(self) -> dict[str, str]:
        """What protects from each risk."""
        return {risk: getattr(self, f"answer_{risk}") for risk in RISKS}


class ConcernedHousehold(UnitRecord):
    """A household that a process concerns, and what it said; read like the household itself."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="households")
    household = models.ForeignKey("people.Household", models.CASCADE, related_name="processes")
    view = models.CharField(_("what it said"), max_length=10, choices=View.choices, default=View.NOT_ASKED)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    said_on = models.DateField(_("said on"), null=True, blank=True)

    MERGE_GROUPS = (("view", "said_on"), ("told_on",))
    sensitivity = declare(
        internal="id unit version created_at updated_at process", personal="household view told_on said_on"
    )

    class Meta:
        verbose_name = _("household concerned")
        constraints = [models.UniqueConstraint(fields=["process", "household"], name="concerned_once")]
        indexes = [models.Index(fields=["household"], name="concerned_by_household")]

    def __str__(self) -> str:
        return self.view
