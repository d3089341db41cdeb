"""Enrolments in schemes and their milestones, as far as the caller's roles read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from khetane.access.api_auth import may
from khetane.api.answers import PageOf, Text
from khetane.api.work import CaseAsked, OfHousehold, record_or_404, records_page
from khetane.programmes.models import Enrolment, Milestone, MilestoneState

router = Router()
SCHEME = may("scheme.read")


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


class EnrolmentAsked(CaseAsked):
    """Which enrolments."""

    scheme: Text | None = None
    stage: Text | None = None


class MilestoneAsked(CaseAsked):
    """Which milestones."""

    enrolment: UUID | None = None
    state: MilestoneState | None = None


@router.get("/enrolments", response=PageOf[EnrolmentOut], auth=SCHEME, tags=["schemes"])
def enrolments(request: HttpRequest, asked: Query[EnrolmentAsked]) -> dict[str, Any]:
    """Who takes part in which scheme, the last who applied first."""
    return records_page(Enrolment, ("-applied_on", "-id"), asked, "scheme.read")


@router.get("/enrolments/{enrolment_id}", response=EnrolmentOut, auth=SCHEME, tags=["schemes"])
def enrolment(request: HttpRequest, enrolment_id: UUID) -> Any:
    """One enrolment."""
    return record_or_404(Enrolment, enrolment_id)


@router.get("/milestones", response=PageOf[MilestoneOut], auth=SCHEME, tags=["schemes"])
def milestones(request: HttpRequest, asked: Query[MilestoneAsked]) -> dict[str, Any]:
    """Milestones of enrolments by the day they are due."""
    return records_page(Milestone, ("due", "id"), asked, "scheme.read")


@router.get("/milestones/{milestone_id}", response=MilestoneOut, auth=SCHEME, tags=["schemes"])
def milestone(request: HttpRequest, milestone_id: UUID) -> Any:
    """One milestone."""
    return record_or_404(Milestone, milestone_id)
