"""Visits, tasks and casework, as far as the caller's mandates read them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from khetane.access.api_auth import may
from khetane.access.seen import seen
from khetane.api.answers import PageOf, Paging, chosen, masked, rows_page
from khetane.cases.models import (
    Need,
    NeedState,
    Outcome,
    Procedure,
    Referral,
    ReferralState,
    Service,
)
from khetane.cases.referring.rules import state_on
from khetane.core.mandates import Area
from khetane.core.masking import mask
from khetane.core.sensitivity import kind_of
from khetane.desk.referring.side import counted
from khetane.outreach.models import Task, TaskState, Visit, VisitState

router = Router()
IDENTITY, CONTENT = may("identity.read"), may("content.read")


class Recorded(Schema):
    """What every record of a unit has."""

    id: UUID
    unit_id: UUID
    version: int
    updated_at: datetime


class VisitOut(Recorded):
    """A joint visit."""

    place_id: UUID
    date: date | None
    state: str
    participants: list[str]
    refused_count: int | None
    absent_count: int | None
    purpose: str


class OfHousehold(Recorded):
    """A record about a household, perhaps about one person in it."""

    household_id: UUID | None
    person_id: UUID | None
    mandate: str


class TaskOut(OfHousehold):
    """Something to do."""

    title: str
    due: date | None
    state: str
    closed_on: date | None
    outcome: str


class NeedOut(OfHousehold):
    """A need that was found."""

    visit_id: UUID | None
    area: str
    urgency: str
    description: str
    state: str
    found_on: date | None
    closed_on: date | None
    outcome: str


class ReferralOut(OfHousehold):
    """A household sent on to another mandate or institution."""

    need_id: UUID | None
    to_mandate: str
    to_organisation: str
    directory_entry_id: UUID | None
    reason: str
    state: str = Field(description="As it counts today: one that nobody answered in time is expired.")
    sent_on: date | None
    expires_on: date | None
    answer: str
    answered_on: date | None

    @staticmethod
    def resolve_state(found: Referral) -> str:
        return state_on(found.state, found.expires_on, timezone.localdate())


class ServiceOut(OfHousehold):
    """What was delivered."""

    visit_id: UUID | None
    need_id: UUID | None
    type: str
    date: date | None
    quantity: Decimal | None
    provider: str
    amount: Decimal | None
    currency: str
    child_year: int | None


class ProcedureOut(OfHousehold):
    """A procedure before an administration or a court."""

    type: str
    body: str
    reference: str
    initiated_on: date | None
    solved_on: date | None
    outcome: str
    follows_id: UUID | None
    stage: str
    rules: str
    term: str
    due: date | None
    turn: str
    note: str


class VisitAsked(Paging):
    """Which visits."""

    unit: UUID | None = None
    place: UUID | None = None
    state: VisitState | None = None


class CaseAsked(Paging):
    """Which records: of a unit, a household."""

    unit: UUID | None = None
    household: UUID | None = None


class TaskAsked(CaseAsked):
    """Which tasks."""

    state: TaskState | None = None


class NeedAsked(CaseAsked):
    """Which needs."""

    state: NeedState | None = None
    area: Area | None = None


class ReferralAsked(CaseAsked):
    """Which referrals: of a state as it counts today."""

    state_now: ReferralState | None = Field(None, alias="state")


class ProcedureAsked(CaseAsked):
    """Which procedures."""

    outcome: Outcome | None = None


def records_page(
    model: type[Model], order: tuple[str, ...], asked: Paging, permission: str
) -> dict[str, Any]:
    """A page of the records that fit, in the units where `permission` reads them; each condition is named as its field."""
    return of(model._default_manager.all(), order, asked, permission)


def of(found: QuerySet[Any], order: tuple[str, ...], asked: Paging, permission: str) -> dict[str, Any]:
    """A page of those of `found` that fit."""
    fitting = found.filter(**chosen(**asked.dict(exclude={"after", "limit"})))
    return masked(rows_page(fitting, order, asked, kind=kind_of(found.model), permission=permission))


def record_or_404(model: type[Model], record_id: UUID) -> Any:
    """One record as the caller may see it, or 404."""
    found: Any = get_object_or_404(model, pk=record_id)
    seen(kind_of(model), [found])
    return mask([found])[0]


@router.get("/visits", response=PageOf[VisitOut], auth=IDENTITY, tags=["visits"])
def visits(request: HttpRequest, asked: Query[VisitAsked]) -> dict[str, Any]:
    """Joint visits, the last first."""
    return records_page(Visit, ("-date", "-id"), asked, "identity.read")


@router.get("/visits/{visit_id}", response=VisitOut, auth=IDENTITY, tags=["visits"])
def visit(request: HttpRequest, visit_id: UUID) -> Any:
    """One visit."""
    return record_or_404(Visit, visit_id)


@router.get("/tasks", response=PageOf[TaskOut], auth=IDENTITY, tags=["tasks"])
def tasks(request: HttpRequest, asked: Query[TaskAsked]) -> dict[str, Any]:
    """Tasks by the day they are due."""
    return records_page(Task, ("due", "id"), asked, "identity.read")


@router.get("/tasks/{task_id}", response=TaskOut, auth=IDENTITY, tags=["tasks"])
def task(request: HttpRequest, task_id: UUID) -> Any:
    """One task."""
    return record_or_404(Task, task_id)


@router.get("/needs", response=PageOf[NeedOut], auth=CONTENT, tags=["needs"])
def needs(request: HttpRequest, asked: Query[NeedAsked]) -> dict[str, Any]:
    """Needs, the last found first."""
    return records_page(Need, ("-found_on", "-id"), asked, "content.read")


@router.get("/needs/{need_id}", response=NeedOut, auth=CONTENT, tags=["needs"])
def need(request: HttpRequest, need_id: UUID) -> Any:
    """One need."""
    return record_or_404(Need, need_id)


@router.get("/referrals", response=PageOf[ReferralOut], auth=CONTENT, tags=["referrals"])
def referrals(request: HttpRequest, asked: Query[ReferralAsked]) -> dict[str, Any]:
    """Referrals, the last sent first."""
    found = Referral.objects.annotate(state_now=counted(timezone.localdate()))
    return of(found, ("-sent_on", "-id"), asked, "content.read")


@router.get("/referrals/{referral_id}", response=ReferralOut, auth=CONTENT, tags=["referrals"])
def referral(request: HttpRequest, referral_id: UUID) -> Any:
    """One referral."""
    return record_or_404(Referral, referral_id)


@router.get("/services", response=PageOf[ServiceOut], auth=CONTENT, tags=["services"])
def services(request: HttpRequest, asked: Query[CaseAsked]) -> dict[str, Any]:
    """Services delivered, the last first."""
    return records_page(Service, ("-date", "-id"), asked, "content.read")


@router.get("/services/{service_id}", response=ServiceOut, auth=CONTENT, tags=["services"])
def service(request: HttpRequest, service_id: UUID) -> Any:
    """One service."""
    return record_or_404(Service, service_id)


@router.get("/procedures", response=PageOf[ProcedureOut], auth=CONTENT, tags=["procedures"])
def procedures(request: HttpRequest, asked: Query[ProcedureAsked]) -> dict[str, Any]:
    """Procedures, the last begun first."""
    return records_page(Procedure, ("-initiated_on", "-id"), asked, "content.read")


@router.get("/procedures/{procedure_id}", response=ProcedureOut, auth=CONTENT, tags=["procedures"])
def procedure(request: HttpRequest, procedure_id: UUID) -> Any:
    """One procedure."""
    return record_or_404(Procedure, procedure_id)
