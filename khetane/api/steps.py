"""Steps from state to state, as screens take them: a submission of the caller, judged by the same tables of states.

What the table does not allow is refused with 409 and the reason, and nothing is kept. Sent on a version that somebody
else changed meanwhile, the step meets a conflict that a person decides, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema

from khetane.access.api_auth import may
from khetane.api.answers import Text
from khetane.api.plans import PlanOut, PlanStepOut
from khetane.api.schemes import EnrolmentOut, MilestoneOut
from khetane.api.work import NeedOut, ProcedureOut, ReferralOut, TaskOut, record_or_404
from khetane.cases.legal import Outcome
from khetane.cases.models import Need, NeedState, Procedure, Referral, ReferralState
from khetane.cases.plans import CasePlan, PlanOutcome, PlanState, PlanStep, StepState
from khetane.core.mandates import Mandate
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.records import UnitRecord
from khetane.core.refusals import Invalid
from khetane.desk.referring.side import side_of
from khetane.desk.saving import as_text
from khetane.forms import office
from khetane.history.source import Applied, OfficeEdit, State
from khetane.outreach.models import Task, TaskState
from khetane.programmes.models import Enrolment, Milestone, MilestoneState

router = Router()
WRITE = may("registry.write")
T = TypeVar("T")
Words = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]
NOT_YET = Sentence(
    "version_not_here",
    gettext_noop(
        "This record is at version {standing}; there is no version {base} of it. Read it again, and send the version you read."
    ),
)
NOT_TAKEN = Sentence(
    "step_not_taken", gettext_noop("The step could not be taken. Read the record again, and try once more.")
)


class Stepped(Schema, Generic[T]):
    """The record after the step, and the conflict that the step met; null when it met none."""

    record: T
    conflict: UUID | None


class StepAsked(Schema):
    """On which version of the record the step is taken."""

    base_version: int = Field(ge=1, le=2**31 - 1, description="`version` of the record as it was read.")
    instance_id: Text = Field("", description="An id of your own: sending it again changes nothing.")

    def values(self) -> dict[str, str]:
        """The properties that were said, as text."""
        said = self.dict(exclude_unset=True, exclude={"base_version", "instance_id"})
        return {name: as_text(value) for name, value in said.items()}


class StepOfNeed(StepAsked):
    """The state a need is to have."""

    state: NeedState
    outcome: Words = Field("", description="Asked for where it is dropped.")
    closed_on: date | None = None


class StepOfTask(StepAsked):
    """The state a task is to have."""

    state: TaskState
    outcome: Words = ""
    closed_on: date | None = None


class StepOfPlan(StepAsked):
    """The state a plan is to have. Closed, its open steps are dropped with it."""

    state: PlanState
    agreed_on: date | None = None
    reviewed_on: date | None = None
    review_on: date | None = Field(None, description="Asked for unless it is closed.")
    closed_on: date | None = None
    outcome: PlanOutcome | None = Field(None, description="Asked for where it is closed.")
    result: Words = ""


class StepOfPlanStep(StepAsked):
    """The state a step of a plan is to have."""

    state: StepState
    closed_on: date | None = None
    result: Words = ""


class StepOfReferral(StepAsked):
    """The state a referral is to have: its recipient answers, its sender revokes it and awaits the answer longer."""

    state: ReferralState
    answer: Words = Field("", description="Asked for where it is rejected.")
    answered_on: date | None = Field(None, description="Today, where it is answered and no day is said.")
    expires_on: date | None = Field(None, description="Asked for where an expired one is sent again.")


class StepOfProcedure(StepAsked):
    """The outcome a procedure is to have."""

    outcome: Outcome
    solved_on: date | None = None


class StepOfEnrolment(StepAsked):
    """The stage of its scheme an enrolment is to be in."""

    stage: Text
    stage_on: date | None = None
    reason: Words = ""


class StepOfMilestone(StepAsked):
    """The state a milestone is to have."""

    state: MilestoneState
    reached_on: date | None = Field(None, description="Asked for where it is reached.")


@router.post("/needs/{need_id}/step", response=Stepped[NeedOut], auth=WRITE, tags=["needs"])
def need(request: HttpRequest, need_id: UUID, asked: StepOfNeed) -> Any:
    """Take a need to another state."""
    return taken("need", get_object_or_404(Need, pk=need_id), asked)


@router.post("/tasks/{task_id}/step", response=Stepped[TaskOut], auth=WRITE, tags=["tasks"])
def task(request: HttpRequest, task_id: UUID, asked: StepOfTask) -> Any:
    """Take a task to another state."""
    return taken("task", get_object_or_404(Task, pk=task_id), asked)


@router.post("/plans/{plan_id}/step", response=Stepped[PlanOut], auth=WRITE, tags=["plans"])
def plan(request: HttpRequest, plan_id: UUID, asked: StepOfPlan) -> Any:
    """Take a plan to another state."""
    found = get_object_or_404(CasePlan, pk=plan_id)
    if asked.state == PlanState.CLOSED != found.state and asked.base_version == found.version:
        drop_open(found, asked)
    return taken("case_plan", found, asked, mandate=Mandate.COORDINATION)


@router.post("/plan-steps/{step_id}/step", response=Stepped[PlanStepOut], auth=WRITE, tags=["plans"])
def plan_step(request: HttpRequest, step_id: UUID, asked: StepOfPlanStep) -> Any:
    """Take a step of a plan to another state."""
    found = get_object_or_404(PlanStep, pk=step_id)
    return taken("plan_step", found, asked, mandate=Mandate.COORDINATION)


@router.post("/referrals/{referral_id}/step", response=Stepped[ReferralOut], auth=WRITE, tags=["referrals"])
def referral(request: HttpRequest, referral_id: UUID, asked: StepOfReferral) -> Any:
    """Take a referral to another state, as the side on which the caller stands."""
    found = get_object_or_404(Referral, pk=referral_id)
    return taken("referral", found, asked, mandate=side_of(found).mandate)


@router.post(
    "/procedures/{procedure_id}/step", response=Stepped[ProcedureOut], auth=WRITE, tags=["procedures"]
)
def procedure(request: HttpRequest, procedure_id: UUID, asked: StepOfProcedure) -> Any:
    """Say what came of a procedure, or that it is pending again."""
    return taken("procedure", get_object_or_404(Procedure, pk=procedure_id), asked)


@router.post("/enrolments/{enrolment_id}/step", response=Stepped[EnrolmentOut], auth=WRITE, tags=["schemes"])
def enrolment(request: HttpRequest, enrolment_id: UUID, asked: StepOfEnrolment) -> Any:
    """Take an enrolment to another stage of its scheme."""
    return taken("enrolment", get_object_or_404(Enrolment, pk=enrolment_id), asked)


@router.post("/milestones/{milestone_id}/step", response=Stepped[MilestoneOut], auth=WRITE, tags=["schemes"])
def milestone(request: HttpRequest, milestone_id: UUID, asked: StepOfMilestone) -> Any:
    """Take a milestone to another state."""
    return taken("milestone", get_object_or_404(Milestone, pk=milestone_id), asked)


def taken(dataset: str, found: UnitRecord, asked: StepAsked, *, mandate: str = "") -> Mapping[str, Any]:
    """Take the step as a submission. Raises Invalid with the reason, NotAllowed."""
    if asked.base_version > found.version:
        raise Invalid(NOT_YET.about(standing=found.version, base=asked.base_version))
    edit = OfficeEdit(dataset, found.pk, "update", asked.values(), base_version=asked.base_version)
    return submitted(edit, found, instance_id=asked.instance_id, mandate=mandate)


def submitted(
    edit: OfficeEdit, found: UnitRecord, *, instance_id: str = "", mandate: str = ""
) -> Mapping[str, Any]:
    """The record after the edit, as `Stepped`; the mandate is the record's unless said. Raises Invalid, NotAllowed."""
    applied = office.submit(
        [edit],
        unit_id=found.unit_id,
        instance_id=instance_id,
        mandate=mandate or getattr(found, "mandate", ""),
    )
    check_taken(applied)
    met = applied.conflicts[0].conflict_id if applied.conflicts else None
    return {"record": record_or_404(type(found), found.pk), "conflict": met}


def drop_open(plan: CasePlan, asked: StepOfPlan) -> None:
    """The steps that are open end with their plan."""
    said = {"state": StepState.DROPPED.value, "closed_on": as_text(asked.closed_on or timezone.localdate())}
    waiting = plan.steps.filter(state=StepState.OPEN).order_by("id").values_list("pk", "version")
    edits = [OfficeEdit("plan_step", step, "update", said, base_version=version) for step, version in waiting]
    if edits:
        check_taken(office.submit(edits, unit_id=plan.unit_id, mandate=Mandate.COORDINATION))


def check_taken(applied: Applied) -> None:
    """Raise Invalid with the first reason why a submission was not applied."""
    if applied.state not in (State.APPLIED, State.CONFLICT):
        raise Invalid(applied.reasons[0] if applied.reasons else NOT_TAKEN.about())
