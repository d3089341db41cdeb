"""Forms, submissions, and the conflicts between them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime

from khetane.access.api_auth import may
from khetane.api.answers import PageOf, Paging, Text, chosen, rows_page
from khetane.core import audit
from khetane.desk.conflicts import opened_side
from khetane.desk.waiting import in_detail, in_words
from khetane.forms import office, reasons
from khetane.forms.keys import content_keys
from khetane.forms.models import Form, FormVersion, Submission, SubmissionState
from khetane.forms.telling import changes_of
from khetane.history.models import Conflict, ConflictState

router = Router()
READ = may("submission.read")


class VersionOut(Schema):
    """One version of a form; a closed one is still taken."""

    id: UUID
    version: str
    title: str
    state: str
    mandate: str
    sensitivity_level: str
    languages: list[str]
    published_at: datetime


class FormOut(Schema):
    """A form."""

    id: UUID
    form_id: str
    title: str
    created_at: datetime


class FormWithVersions(FormOut):
    """A form with its versions, the newest first."""

    versions: list[VersionOut]

    @staticmethod
    def resolve_versions(form: Form) -> Any:
        return form.versions.defer("compiled").order_by("-published_at")


class ReasonOut(Schema):
    """One reason why a submission waits."""

    reason: str = Field(description="The sentence, in the language of the request.")
    code: str
    dataset: str
    path: str = Field(description="Where in the form the record stands, such as /data/member[2].")
    field: str = Field(description="The property it is about; empty when it is about none.")


class SubmissionOut(Schema):
    """A submission as it stands."""

    id: UUID
    instance_id: str
    form_version_id: UUID | None
    unit_id: UUID
    source: str
    account: UUID
    device: UUID | None
    mandate: str
    received_at: datetime
    said_at: datetime | None
    state: str
    reasons: list[str] = Field(description="Why it waits, in the language of the request.")
    reason_details: list[ReasonOut] = Field(description="The same with codes, paths and fields.")
    replaces: str
    latitude: float | None
    longitude: float | None

    @staticmethod
    def resolve_reasons(submission: Submission) -> list[str]:
        return in_words(reasons.of(submission))

    @staticmethod
    def resolve_reason_details(submission: Submission) -> list[dict[str, str]]:
        return list(in_detail(reasons.of(submission)))


class ChangeOut(Schema):
    """One field that a submission changed."""

    dataset: str
    id: UUID
    version: int
    field: str
    before: Any
    after: Any


class SubmissionWithChanges(SubmissionOut):
    """A submission with what it changed, as far as the caller reads it."""

    changes: list[ChangeOut]

    @staticmethod
    def resolve_changes(submission: Submission) -> list[dict[str, Any]]:
        return list(changes_of(submission))


class ConflictOut(Schema):
    """Values that contend for some fields of a record."""

    id: UUID
    dataset: str
    record: UUID
    group: list[str] = Field(description="The fields that mean one thing together.")
    unit_id: UUID
    household: UUID | None
    mandate: str
    opened_at: datetime
    state: str
    decided_by: UUID | None
    decided_at: datetime | None


class SideOut(Schema):
    """One of the values; without `values` they were erased."""

    id: UUID
    standing: bool
    account: UUID
    at: datetime
    submission: UUID | None
    values: dict[str, Any]


class ConflictWithSides(ConflictOut):
    """A conflict with the values that contend."""

    sides: list[SideOut]

    @staticmethod
    def resolve_sides(conflict: Conflict) -> list[dict[str, Any]]:
        rows = list(conflict.sides.order_by("-standing", "at"))
        keys = content_keys({row.source for row in rows if row.source})
        return [
            {
                "id": row.pk,
                "standing": row.standing,
                "account": row.account,
                "at": row.at,
                "submission": row.source,
                "values": opened_side(row, keys),
            }
            for row in rows
        ]


class Decision(Schema):
    """Which value shall stand."""

    take: UUID | None = Field(None, description="A side's id; null keeps the value that stands.")
    instance_id: Text = Field("", description="An id of your own: sending it again changes nothing.")


class SubmissionAsked(Paging):
    """Which submissions."""

    form: UUID | None = None
    unit: UUID | None = None
    state: SubmissionState | None = None
    since: AwareDatetime | None = Field(None, description="Received at or after.")
    until: AwareDatetime | None = Field(None, description="Received before.")


class ConflictAsked(Paging):
    """Which conflicts; open ones unless asked."""

    state: ConflictState = ConflictState.OPEN
    unit: UUID | None = None
    household: UUID | None = None


@router.get("/forms", response=PageOf[FormOut], auth=may("form.read"), tags=["forms"])
def forms(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:
    """The forms, by form id."""
    return rows_page(Form.objects.all(), ("form_id", "id"), asked)


@router.get("/forms/{form_id}", response=FormWithVersions, auth=may("form.read"), tags=["forms"])
def form(request: HttpRequest, form_id: UUID) -> Form:
    """One form with its versions."""
    return get_object_or_404(Form, pk=form_id)


@router.get("/submissions", response=PageOf[SubmissionOut], auth=READ, tags=["submissions"])
def submissions(request: HttpRequest, asked: Query[SubmissionAsked]) -> dict[str, Any]:
    """Submissions, the last received first."""
    conditions = chosen(
        form_version__in=asked.form and FormVersion.objects.filter(form=asked.form).values("pk"),
        unit=asked.unit,
        state=asked.state,
        received_at__gte=asked.since,
        received_at__lt=asked.until,
    )
    rows = Submission.objects.filter(**conditions).defer("content")
    return rows_page(rows, ("-received_at", "-id"), asked, kind="submission", permission="submission.read")


@router.get("/submissions/{submission_id}", response=SubmissionWithChanges, auth=READ, tags=["submissions"])
def submission(request: HttpRequest, submission_id: UUID) -> Submission:
    """One submission with what it changed."""
    found = get_object_or_404(Submission.objects.defer("content"), pk=submission_id)
    audit.read("submission", [found.pk], unit_id=found.unit_id)
    return found


@router.get("/conflicts", response=PageOf[ConflictOut], auth=READ, tags=["conflicts"])
def conflicts(request: HttpRequest, asked: Query[ConflictAsked]) -> dict[str, Any]:
    """Conflicts, the oldest first."""
    conditions = chosen(state=asked.state, unit=asked.unit, household=asked.household)
    rows = Conflict.objects.filter(**conditions)
    return rows_page(rows, ("opened_at", "id"), asked, kind="conflict", permission="identity.read")


@router.get("/conflicts/{conflict_id}", response=ConflictWithSides, auth=READ, tags=["conflicts"])
def conflict(request: HttpRequest, conflict_id: UUID) -> Conflict:
    """One conflict with the values that contend."""
    found = get_object_or_404(Conflict, pk=conflict_id)
    audit.read("conflict", [found.pk, found.record], unit_id=found.unit_id)
    return found


@router.post(
    "/conflicts/{conflict_id}/decision",
    response=ConflictOut,
    auth=may("conflict.decide"),
    tags=["conflicts"],
)
def decide(request: HttpRequest, conflict_id: UUID, decision: Decision) -> Conflict:
    """Let one value stand: a new version of the record. One that was decided already is refused with 409."""
    get_object_or_404(Conflict, pk=conflict_id)
    office.decide(conflict_id, decision.take, instance_id=decision.instance_id)
    return Conflict.objects.get(pk=conflict_id)
