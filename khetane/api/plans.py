"""Plans of households and their steps, as far as the caller's mandates read them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from khetane.access.api_auth import may
from khetane.api.answers import PageOf
from khetane.api.work import CaseAsked, Recorded, record_or_404, records_page
from khetane.cases.plans import CasePlan, PlanState, PlanStep, StepState
from khetane.core.mandates import Mandate

router = Router()
CONTENT = may("content.read")


class OfHome(Recorded):
    """A record about a household as a whole."""

    household_id: UUID | None
    mandate: str


class PlanOut(OfHome):
    """What a household and its unit agreed to reach."""

    goals: str
    state: str
    agreed_on: date | None
    reviewed_on: date | None
    review_on: date | None
    closed_on: date | None
    outcome: str
    result: str


class PlanStepOut(OfHome):
    """One step of a plan: what, who, until when."""

    plan_id: UUID | None
    account: UUID | None
    need_id: UUID | None
    task: UUID | None
    what: str
    until: date | None
    state: str
    closed_on: date | None
    result: str


class PlanAsked(CaseAsked):
    """Which plans."""

    state: PlanState | None = None


class PlanStepAsked(CaseAsked):
    """Which steps of plans."""

    plan: UUID | None = None
    mandate: Mandate | None = None
    state: StepState | None = None


@router.get("/plans", response=PageOf[PlanOut], auth=CONTENT, tags=["plans"])
def plans(request: HttpRequest, asked: Query[PlanAsked]) -> dict[str, Any]:
    """Plans, the last changed first."""
    return records_page(CasePlan, ("-updated_at", "-id"), asked, "content.read")


@router.get("/plans/{plan_id}", response=PlanOut, auth=CONTENT, tags=["plans"])
def plan(request: HttpRequest, plan_id: UUID) -> Any:
    """One plan; its steps stand in `plan-steps?plan=`."""
    return record_or_404(CasePlan, plan_id)


@router.get("/plan-steps", response=PageOf[PlanStepOut], auth=CONTENT, tags=["plans"])
def plan_steps(request: HttpRequest, asked: Query[PlanStepAsked]) -> dict[str, Any]:
    """Steps of plans, what is to be done first at the top."""
    return records_page(PlanStep, ("until", "id"), asked, "content.read")


@router.get("/plan-steps/{step_id}", response=PlanStepOut, auth=CONTENT, tags=["plans"])
def plan_step(request: HttpRequest, step_id: UUID) -> Any:
    """One step of a plan."""
    return record_or_404(PlanStep, step_id)
