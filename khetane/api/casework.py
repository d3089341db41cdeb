"""Plans, groups and enrolments in schemes, as far as the caller's roles read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from khetane.access.api_auth import may
from khetane.api.answers import PageOf, Paging, Text
from khetane.api.work import CaseAsked, OfHousehold, Recorded, one, rows
from khetane.cases.group_models import GroupDelivery
from khetane.cases.plans import CasePlan, PlanState, PlanStep, StepState
from khetane.core.mandates import Mandate
from khetane.programmes.models import Enrolment, Milestone, MilestoneState

router = Router()
CONTENT, SCHEME = may("content.read"), may("scheme.read")


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


class GroupOut(Recorded):
    """One delivery to many: `attended` counts all who came."""

    visit_id: UUID | None
    mandate: str
    type: str
    date: date | None
    topic: str
    attended: int | None
    quantity: Decimal | None
    provider: str
    amount: Decimal | None
    currency: str


class EnrolmentOut(OfHousehold):
    """A person or household in a scheme."""

    scheme: str
    stage: str
    applied_on: date | None
    stage_on: date | None
    answers: list[str] | None
    eligible: str
    reason: str


class MilestoneOut(OfHousehold):
    """Something that an enrolment is to reach."""

    enrolment_id: UUID | None
    scheme: str
    kind: str
    state: str
    due: date | None
    reached_on: date | None
    amount: Decimal | None
    currency: str
    note: str


class PlanAsked(CaseAsked):
    """Which plans."""

    state: PlanState | None = None


class PlanStepAsked(CaseAsked):
    """Which steps of plans."""

    plan: UUID | None = None
    mandate: Mandate | None = None
    state: StepState | None = None


class EnrolmentAsked(CaseAsked):
    """Which enrolments."""

    scheme: Text | None = None
    stage: Text | None = None


class MilestoneAsked(CaseAsked):
    """Which milestones."""

    enrolment: UUID | None = None
    state: MilestoneState | None = None


class GroupAsked(Paging):
    """Which groups."""

    unit: UUID | None = None
    type: Text | None = None


@router.get("/plans", response=PageOf[PlanOut], auth=CONTENT, tags=["plans"])
def plans(request: HttpRequest, asked: Query[PlanAsked]) -> dict[str, Any]:
    """Plans, the last changed first."""
    return rows(CasePlan, ("-updated_at", "-id"), asked, permission="content.read")


@router.get("/plans/{plan_id}", response=PlanOut, auth=CONTENT, tags=["plans"])
def plan(request: HttpRequest, plan_id: UUID) -> Any:
    """One plan; its steps stand in `plan-steps?plan=`."""
    return one(CasePlan, plan_id)


@router.get("/plan-steps", response=PageOf[PlanStepOut], auth=CONTENT, tags=["plans"])
def plan_steps(request: HttpRequest, asked: Query[PlanStepAsked]) -> dict[str, Any]:
    """Steps of plans, what is to be done first at the top."""
    return rows(PlanStep, ("until", "id"), asked, permission="content.read")


@router.get("/plan-steps/{step_id}", response=PlanStepOut, auth=CONTENT, tags=["plans"])
def plan_step(request: HttpRequest, step_id: UUID) -> Any:
    """One step of a plan."""
    return one(PlanStep, step_id)


@router.get("/groups", response=PageOf[GroupOut], auth=CONTENT, tags=["groups"])
def groups(request: HttpRequest, asked: Query[GroupAsked]) -> dict[str, Any]:
    """Deliveries to many, the last first."""
    return rows(GroupDelivery, ("-date", "-id"), asked, permission="content.read")


@router.get("/groups/{group_id}", response=GroupOut, auth=CONTENT, tags=["groups"])
def group(request: HttpRequest, group_id: UUID) -> Any:
    """One delivery to many."""
    return one(GroupDelivery, group_id)


@router.get("/enrolments", response=PageOf[EnrolmentOut], auth=SCHEME, tags=["schemes"])
def enrolments(request: HttpRequest, asked: Query[EnrolmentAsked]) -> dict[str, Any]:
    """Who takes part in which scheme, the last who applied first."""
    return rows(Enrolment, ("-applied_on", "-id"), asked, permission="scheme.read")


@router.get("/enrolments/{enrolment_id}", response=EnrolmentOut, auth=SCHEME, tags=["schemes"])
def enrolment(request: HttpRequest, enrolment_id: UUID) -> Any:
    """One enrolment."""
    return one(Enrolment, enrolment_id)


@router.get("/milestones", response=PageOf[MilestoneOut], auth=SCHEME, tags=["schemes"])
def milestones(request: HttpRequest, asked: Query[MilestoneAsked]) -> dict[str, Any]:
    """Milestones of enrolments by the day they are due."""
    return rows(Milestone, ("due", "id"), asked, permission="scheme.read")


@router.get("/milestones/{milestone_id}", response=MilestoneOut, auth=SCHEME, tags=["schemes"])
def milestone(request: HttpRequest, milestone_id: UUID) -> Any:
    """One milestone."""
    return one(Milestone, milestone_id)
