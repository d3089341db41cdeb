"""Schemes, stages and milestones in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khetane.core.ways import Stage
from khetane.programmes.configured import in_force
from khetane.programmes.definition import MilestoneKind, Phase, Scheme, SchemeRules
from khetane.programmes.models import Enrolment
from khetane.web.names import worded


def scheme_label(code: str) -> str:
    """The scheme's name; a scheme that is not there any more is called by its code."""
    scheme = in_force().get(code)
    return worded(scheme.names) if scheme else code.replace("_", " ")


def rules_for(enrolment: Enrolment) -> SchemeRules | None:
    """The rules by which an enrolment goes."""
    scheme = in_force().get(enrolment.scheme)
    return scheme.rules_on(enrolment.applied_on) if scheme else None


@dataclass(frozen=True, slots=True)
class StageSaid:
    """A stage for a page: its phase gives sign and colour."""

    code: str
    label: str
    phase: str


def stage_said(scheme: Scheme | None, code: str, day: date) -> StageSaid:
    stages = scheme.rules_on(day).stages if scheme else {}
    stage: Stage[Phase] | None = stages.get(code)
    if stage is None:
        return StageSaid(code, code.replace("_", " "), "")
    return StageSaid(code, worded(stage.names), stage.phase.value)


def milestone_label(kind: MilestoneKind | None, code: str) -> str:
    return worded(kind.names) if kind else code.replace("_", " ")
