"""The plan of a household: reading, drawing up, agreeing, reviewing, closing; printed for the family."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khetane.cases.models import CasePlan, PlanStep
from khetane.cases.plans import PlanState
from khetane.cases.steps_tasks import TaskOfStep, tasks_of
from khetane.core.masking import mask
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import NO_ROLE, current
from khetane.desk.authors import names_of
from khetane.desk.cases.pages import Crumb, household_crumbs, show_form
from khetane.desk.cases.plan_forms import MANDATE, OF_PLAN, OF_STEP, CloseForm, PlanForm
from khetane.desk.cases.reading import reads_plans
from khetane.desk.cases.taking_steps import Button, buttons, step_page
from khetane.desk.changes import history_of
from khetane.desk.editing import household_named
from khetane.desk.opened import opened
from khetane.desk.questions import questions_now
from khetane.desk.saving import done, save_from_form
from khetane.forms import office
from khetane.people.models import Household

REVIEW_AFTER = datetime.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """A step of a plan as its page shows it: who takes it, what became of its task, what can be done with it."""

    step: PlanStep
    name: str
    task: TaskOfStep | None
    buttons: list[Button]

    @property
    def is_over(self) -> bool:
        return self.step.state != "open"


def plan_named(plan_id: UUID) -> CasePlan:
    """The plan, or 404; the audit hears of it."""
    found = CasePlan.objects.select_related("household__place", "household__unit")
    plan = get_object_or_404(found.prefetch_related("household__place__names"), pk=plan_id)
    opened("case_plan", plan.household, [plan.pk])
    return plan


def crumbs_of(plan: CasePlan) -> list[Crumb]:
    return [*household_crumbs(plan.household), (_("Plan"), reverse("cases:plan", args=[plan.pk]))]


@requires("content.read")
def household_plan(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """To the household's plan: the one that is not closed, else the last; else to drawing one up."""
    plans = CasePlan.objects.filter(household=household_id)
    plan = plans.exclude(state=PlanState.CLOSED).first() or plans.order_by("-closed_on").first()
    if plan is None:
        return redirect("cases:draw_up_plan", household_id)
    return redirect("cases:plan", plan.pk)


@requires("content.read")
def plan_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The goals, the steps with who and until when, what is to be decided next."""
    plan = mask([plan_named(plan_id)])[0]
    today, questions = timezone.localdate(), questions_now()
    earlier = CasePlan.objects.filter(household=plan.household).exclude(pk=plan.pk)
    context = {
        "plan": plan,
        "household": plan.household,
        "lines": list(lines(plan)),
        "buttons": buttons(OF_PLAN, plan),
        "earlier": earlier.order_by("-closed_on"),
        "may_write": current().can("registry.write", plan.unit_id),
        "is_open": plan.state != PlanState.CLOSED,
        "changes": history_of("case_plan", plan.pk, questions),
        "today": today,
        "due": plan.review_on is not None and plan.review_on <= today and plan.state != PlanState.CLOSED,
    }
    return render(request, "desk/cases/plan.html", context)


def lines(plan: CasePlan) -> Iterator[Line]:
    """The steps in order of their day, those still open first."""
    found = mask(plan.steps.order_by("until", "id"))
    names = names_of(step.account for step in found if step.account)
    tasks = tasks_of(plan.pk)
    for step in sorted(found, key=lambda one: one.state != "open"):
        name = names.get(step.account, "") if step.account else ""
        steps = buttons(OF_STEP, step) if plan.state != PlanState.CLOSED else []
        yield Line(step, name, tasks.get(step.pk), steps)


@requires("content.read")
def print_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The plan on paper, for the family: goals, steps, days, and lines to sign on."""
    plan = mask([plan_named(plan_id)])[0]
    steps = mask(plan.steps.exclude(state="dropped").order_by("until", "id"))
    heads = Household.objects.with_heads(timezone.localdate()).get(pk=plan.household_id).heads  # type: ignore[attr-defined]  # set by with_heads
    context = {"plan": plan, "household": plan.household, "steps": steps, "heads": heads}
    mask([plan, *(head.person for head in heads)])
    return render(request, "desk/cases/plan_paper.html", context)


@requires("registry.write")
def draw_up_plan(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A new plan, in the family's words."""
    household = household_named(household_id)
    if not reads_plans(household.unit_id):
        raise NotAllowed(NO_ROLE.about())
    back = reverse("people:household", args=[household.pk])
    initial = {"review_on": timezone.localdate() + REVIEW_AFTER}
    form = PlanForm(request.POST or None, initial=initial)
    if form.is_valid():
        values = {**form.values(), "household": str(household.pk)}
        plan_id = UUID(form.instance_id)
        applied = save_from_form(
            form,
            lambda: office.create("case_plan", plan_id, values, unit_id=household.unit_id,
                                  instance_id=form.instance_id, mandate=MANDATE),
        )  # fmt: skip
        if applied:
            return done(request, applied, reverse("cases:plan", args=[plan_id]))
    opened("household", household)
    lead = _("Write what they say, not what you would say. Steps follow on the next page.")
    crumbs = household_crumbs(household)
    return show_form(request, form, title=_("Draw up a plan"), back=back, crumbs=crumbs, lead=lead)


@requires("registry.write")
def edit_plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The goals and the day of the next review."""
    plan = plan_named(plan_id)
    back = reverse("cases:plan", args=[plan.pk])
    initial = {"goals": plan.goals, "review_on": plan.review_on, "base_version": plan.version}
    form = PlanForm(request.POST or None, initial=initial)
    if form.is_valid():
        applied = save_from_form(
            form,
            lambda: office.edit("case_plan", plan.pk, form.version, form.values(),
                                instance_id=form.instance_id, mandate=MANDATE),
        )  # fmt: skip
        if applied:
            return done(request, applied, back)
    return show_form(request, form, title=_("Change the plan"), back=back, crumbs=crumbs_of(plan))


@requires("registry.write")
def plan_step(request: HttpRequest, plan_id: UUID, name: str) -> HttpResponse:
    """Take one step of the plan as a whole: agree, review, close, reopen."""
    plan, today = plan_named(plan_id), timezone.localdate()
    later = plan.review_on if plan.review_on and plan.review_on > today else today + REVIEW_AFTER
    initial: dict[str, Any] = {"agreed_on": today, "reviewed_on": today, "review_on": later}
    back = reverse("cases:plan", args=[plan.pk])
    waiting = list(plan.steps.filter(state="open").order_by("id").values_list("pk", "version"))
    initial["steps"] = " ".join(f"{step}:{version}" for step, version in waiting)
    lead = ""
    if name == "close" and waiting:
        told = ngettext(
            "%(n)s step is still open and is dropped with the plan.",
            "%(n)s steps are still open and are dropped with the plan.",
            len(waiting),
        )
        lead = told % {"n": len(waiting)}
    return step_page(
        request, OF_PLAN, plan, name, title=_("Plan"), back=back, crumbs=crumbs_of(plan), initial=initial, lead=lead,
        also=lambda form: form.dropped() if isinstance(form, CloseForm) else [],
    )  # fmt: skip
