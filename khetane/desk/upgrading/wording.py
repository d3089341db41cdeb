"""Processes, stages, steps and what they lack, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khetane.upgrading.definition import Needed, Phase, ProcessRules, ProcessType
from khetane.upgrading.models import Process
from khetane.upgrading.reading import EVERYWHERE, shipped
from khetane.upgrading.rules import Lacking
from khetane.web.names import worded

NEEDED: dict[Needed, str | Promise] = {
    Needed.DECISION: _("a decision that grants it"),
    Needed.INSPECTION: _("an inspection that found everything in order"),
    Needed.PROPOSALS: _("each housing proposal agreed or dropped"),
}


@dataclass(frozen=True, slots=True)
class StageSaid:
    """A stage for a page: its phase gives sign and colour."""

    label: str
    phase: str


@dataclass(frozen=True, slots=True)
class LawSaid:
    """Who decides and by which law, with how sure that is."""

    body: str
    legal_basis: str
    status: str


def kind_label(code: str) -> str:
    """A kind's name; one that is not there any more is called by its code."""
    kind = shipped().get(code)
    return worded(kind.names) if kind else code.replace("_", " ")


def kind_of(process: Process) -> ProcessType | None:
    return shipped().get(process.kind)


def rules_for(process: Process) -> ProcessRules | None:
    """The rules by which a process goes."""
    kind = kind_of(process)
    return kind.rules_on(process.begun_on) if kind else None


def stage_said(process: Process) -> StageSaid:
    rules = rules_for(process)
    stage = rules.stages.get(process.stage) if rules else None
    if stage is None:
        return StageSaid(process.stage.replace("_", " "), Phase.RUNNING.value)
    return StageSaid(worded(stage.names), stage.phase.value)


def law_said(rules: ProcessRules, economy: str) -> LawSaid:
    """The law of an economy, else what holds where none is known."""
    found = rules.jurisdictions.get(economy) or rules.jurisdictions[EVERYWHERE]
    return LawSaid(worded(found.body), worded(found.legal_basis), found.status.value)


def lacking_said(missing: Lacking, rules: ProcessRules) -> list[str | Promise]:
    """What a step waits for, each in words."""
    return [
        *(worded(rules.safeguards[one].names) for one in missing.safeguards),
        *(worded(rules.documents[one]) for one in missing.documents),
        *(NEEDED[one] for one in missing.needs if one in NEEDED),
    ]
