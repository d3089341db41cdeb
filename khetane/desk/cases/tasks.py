"""The page of a task: adding, changing, closing it with what came of it, reopening it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.cases.models import PlanStep
from khetane.core import audit
from khetane.core.mandates import Mandate
from khetane.core.masking import mask
from khetane.core.refusals import NotAllowed
from khetane.core.routes import requires
from khetane.core.viewer import NO_ROLE, current
from khetane.desk.carried import carried, way_back
from khetane.desk.cases.case_forms import ChangeTaskForm, DoneForm, GivenUpForm, TaskForm
from khetane.desk.cases.needs import persons_of
from khetane.desk.cases.pages import Crumb, household_crumbs, show_form
from khetane.desk.cases.taking_steps import Steps, buttons, step_page
from khetane.desk.changes import history_of
from khetane.desk.editing import household_named
from khetane.desk.opened import opened
from khetane.desk.questions import questions_now
from khetane.desk.saving import done, save_from_form
from khetane.desk.withheld import withhold
from khetane.forms import office
from khetane.outreach.models import Task
from khetane.outreach.states import TASK

STEPS = Steps("task", TASK, "outreach:task_step", {"finish": DoneForm, "cancel": GivenUpForm})


def task_named(task_id: UUID) -> Task:
    """The task as its reader may see it, or 404; the audit hears of it."""
    found = Task.objects.select_related("household__place", "person", "visit__place")
    task = get_object_or_404(found.prefetch_related("household__place__names"), pk=task_id)
    if task.household is not None:
        opened("task", task.household, [task.pk])
    else:
        audit.read("task", [task.pk], unit_id=task.unit_id)
    return mask([task])[0]


@requires("identity.read")
def task_page(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """What is to be done, by whom, until when, and the steps from here."""
    task, questions = task_named(task_id), questions_now()
    context = {
        "task": task,
        "household": task.household,
        "crumbs": crumbs_of(task),
        "buttons": buttons(STEPS, task),
        "steps": mask(PlanStep.objects.filter(task=task.pk)),
        "questions": questions,
        "changes": history_of("task", task.pk, questions),
        "today": timezone.localdate(),
        "may_write": current().can("registry.write", task.unit_id),
    }
    return render(request, "desk/cases/task.html", context)


def crumbs_of(task: Task) -> list[Crumb]:
    return household_crumbs(task.household) or [(_("Tasks"), reverse("outreach:tasks"))]


def own_mandate(unit_id: UUID) -> str:
    """The mandate a new task is proposed for: one's own, where there is one."""
    own = current().mandates.get(unit_id, frozenset())
    return min(own) if len(own) == 1 else Mandate.COORDINATION.value


@requires("registry.write")
def add_task(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Something that a mandate is to do for the household by a day."""
    household, asked = household_named(household_id), carried(request)
    back = way_back(request, household)
    initial: dict[str, Any] = {"mandate": own_mandate(household.unit_id), **asked}
    form = TaskForm(request.POST or None, persons=persons_of(household), initial=initial)
    if form.is_valid():
        values = {**form.values(), "household": str(household.pk), "visit": asked.get("visit", "")}
        applied = save_from_form(
            form,
            lambda: office.create("task", UUID(form.instance_id), values, unit_id=household.unit_id,
                                  instance_id=form.instance_id, mandate=values["mandate"]),
        )  # fmt: skip
        if applied:
            return done(request, applied, back)
    opened("household", household)
    crumbs = household_crumbs(household)
    return show_form(request, form, title=_("Add a task"), back=back, crumbs=crumbs)


def check_writes(task: Task) -> None:
    """Raise NotAllowed for who does not write in the unit."""
    if not current().can("registry.write", task.unit_id):
        raise NotAllowed(NO_ROLE.about())


@requires("registry.write")
def edit_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """What is to be done, for whom, until when."""
    task = task_named(task_id)
    check_writes(task)
    back = reverse("outreach:task", args=[task.pk])
    shown = {"title": task.title, "due": task.due, "person": str(task.person_id or "")}
    persons = persons_of(task.household) if task.household else []
    initial = {**shown, "base_version": task.version}
    form = ChangeTaskForm(request.POST or None, persons=persons, initial=initial)
    withhold(form, "task", task.unit_id, task.mandate)
    if form.is_valid():
        applied = save_from_form(
            form,
            lambda: office.edit("task", task.pk, form.version, form.values(),
                                instance_id=form.instance_id, mandate=task.mandate),
        )  # fmt: skip
        if applied:
            return done(request, applied, back)
    crumbs = [*crumbs_of(task), (_("Task"), back)]
    return show_form(request, form, title=_("Change the task"), back=back, crumbs=crumbs)


@requires("registry.write")
def task_step(request: HttpRequest, task_id: UUID, name: str) -> HttpResponse:
    """Take one step of the task."""
    task = task_named(task_id)
    check_writes(task)
    back = reverse("outreach:task", args=[task.pk])
    crumbs = [*crumbs_of(task), (_("Task"), back)]
    return step_page(request, STEPS, task, name, title=_("Task"), back=back, crumbs=crumbs, lead=task.title)
