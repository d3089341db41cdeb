"""The steps of a plan: adding with a task for who takes it, changing, finishing, dropping."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from khetane.access.models import Account, RoleGrant
from khetane.cases.models import CasePlan, Need, PlanStep
from khetane.core.routes import requires
from khetane.desk.cases.pages import show_form
from khetane.desk.cases.plan_forms import MANDATE, OF_STEP, NewStepForm, StepForm
from khetane.desk.cases.plans import crumbs_of, plan_named
from khetane.desk.cases.taking_steps import step_page
from khetane.desk.edit_forms import Choices
from khetane.desk.saving import NeedsCorrection, done, save_from_form
from khetane.forms import office
from khetane.history.source import Applied, State


def offered(plan: CasePlan) -> dict[str, Any]:
    """Who may be named, and which needs the steps of this plan may answer."""
    needs = Need.objects.filter(household=plan.household, state__in=("open", "working"))
    listed: Choices = [(str(one.pk), f"{one.get_area_display()}: {one.description}"[:80]) for one in needs]
    return {"accounts": members_of(plan.unit_id), "needs": listed}


def members_of(unit_id: UUID) -> Choices:
    """The accounts with a role in the unit, as far as the viewer sees grants."""
    granted = RoleGrant.objects.filter(unit=unit_id).values("account")
    accounts = Account.objects.filter(pk__in=granted, is_active=True)
    return sorted(((str(one.pk), str(one)) for one in accounts), key=lambda pair: pair[1])


@requires("registry.write")
def add_step(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One more step, and the task that it makes."""
    plan = plan_named(plan_id)
    back = reverse("cases:plan", args=[plan.pk])
    form = NewStepForm(request.POST or None, **offered(plan))
    if form.is_valid():
        applied = save_from_form(form, lambda: make_step(plan, form))
        if applied:
            return done(request, applied, back)
    return show_form(request, form, title=_("Add a step"), back=back, crumbs=crumbs_of(plan))


def make_step(plan: CasePlan, form: NewStepForm) -> Applied:
    """The step, and in a submission of its own the task: that one is read by who takes the step only."""
    values = {**form.values(), "plan": str(plan.pk)}
    applied = office.create(
        "plan_step", UUID(form.instance_id), values, unit_id=plan.unit_id, instance_id=form.instance_id,
        mandate=MANDATE,
    )  # fmt: skip
    if applied.state == State.NEEDS_CORRECTION or "task" not in values:
        return applied
    said = {
        "household": str(plan.household_id),
        "title": values["what"],
        "due": values["until"],
        "mandate": values["mandate"],
    }
    made = office.create(
        "task", form.task_id, said, unit_id=plan.unit_id, instance_id=str(form.task_id),
        mandate=values["mandate"],
    )  # fmt: skip
    if made.state == State.NEEDS_CORRECTION:
        raise NeedsCorrection(made.reasons)
    return applied


def step_named(step_id: UUID) -> PlanStep:
    """The step, or 404; the audit hears of its plan."""
    step = get_object_or_404(PlanStep, pk=step_id)
    step.plan = plan_named(step.plan_id)
    return step


@requires("registry.write")
def edit_step(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """What, who, until when; the task it made is not changed with it."""
    step = step_named(step_id)
    back = reverse("cases:plan", args=[step.plan_id])
    shown = {name: getattr(step, name) for name in ("what", "mandate", "until")}
    named = {"account": str(step.account or ""), "need": str(step.need_id or "")}
    initial = {**shown, **named, "base_version": step.version}
    form = StepForm(request.POST or None, initial=initial, **offered(step.plan))
    if form.is_valid():
        applied = save_from_form(
            form,
            lambda: office.edit("plan_step", step.pk, form.version, form.values(),
                                instance_id=form.instance_id, mandate=MANDATE),
        )  # fmt: skip
        if applied:
            return done(request, applied, back)
    lead = _("The task that was made of it stays as it is: tell whoever has it.") if step.task else ""
    crumbs = crumbs_of(step.plan)
    return show_form(request, form, title=_("Change the step"), back=back, crumbs=crumbs, lead=lead)


@requires("registry.write")
def step_step(request: HttpRequest, step_id: UUID, name: str) -> HttpResponse:
    """Finish, drop or reopen a step of the plan."""
    step = step_named(step_id)
    back = reverse("cases:plan", args=[step.plan_id])
    crumbs = crumbs_of(step.plan)
    return step_page(request, OF_STEP, step, name, title=_("Step"), back=back, crumbs=crumbs, lead=step.what)
