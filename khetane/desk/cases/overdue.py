"""What should be done by now: tasks, which can be closed together, terms of procedures that we missed, milestones of schemes, and
for the coordinator reviews and steps of plans."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from khetane.access.seen import seen
from khetane.cases.models import CasePlan, PlanStep
from khetane.cases.plans import PlanState
from khetane.core import keyset
from khetane.core.masking import mask
from khetane.core.numerals import whole_number
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.cases.case_forms import text_field
from khetane.desk.edit_forms import Choices, day_field
from khetane.desk.legal.board import Line as ProcedureLine
from khetane.desk.legal.board import line
from khetane.desk.legal.waiting import missed
from khetane.desk.saving import CONTESTED, EditForm, NeedsCorrection, save_from_form
from khetane.desk.schemes.waiting import planned_milestones
from khetane.desk.schemes.wording import milestone_label, scheme_label
from khetane.desk.whose import coordinated, mine
from khetane.forms import office
from khetane.history.source import Applied, Contested, OfficeEdit, State
from khetane.outreach.models import Task, TaskState
from khetane.people.models import Household
from khetane.programmes.configured import in_force
from khetane.programmes.definition import MilestoneKind
from khetane.programmes.enrolled import Enrolled, enrolled
from khetane.programmes.models import Milestone

MOST = 20
ENDS = [(TaskState.DONE.value, gettext_lazy("Done")), (TaskState.CANCELLED.value, gettext_lazy("Cancelled"))]


@dataclass(frozen=True, slots=True)
class Line:
    """A milestone as the page shows it: what is to be reached, in which scheme, by whom."""

    milestone: Milestone
    label: str
    scheme: str
    who: Enrolled | None


class TogetherForm(EditForm):
    """Which tasks, and what came of all of them. A task is named with the version that was shown."""

    tasks = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Tick the tasks that you want to close.")}
    )
    state = forms.ChoiceField(label=gettext_lazy("They are"), choices=ENDS)
    outcome = text_field(gettext_lazy("What came of them, or why not"), required=False, rows=2)
    closed_on = day_field(gettext_lazy("On"))

    def __init__(self, *args: object, offered: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.fields["tasks"].choices = offered  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("state") == TaskState.CANCELLED and not cleaned.get("outcome"):
            self.add_error("outcome", _("Say why they are not done any more."))
        return cleaned

    def chosen(self) -> dict[UUID, int]:
        """The version shown of each task chosen."""
        pairs = (name.rsplit(":", 1) for name in self.cleaned_data["tasks"])
        return {UUID(task): int(version) for task, version in pairs}


@requires("identity.read")
def overdue(request: HttpRequest) -> HttpResponse:
    """One's own tasks whose day has passed, the oldest first."""
    today = timezone.localdate()
    homes = Prefetch("household", Household.objects.with_heads(today))
    late = Task.objects.filter(mine(current()), state=TaskState.OPEN, due__lt=today)
    rows, units = (
        late.select_related("person").prefetch_related(homes),
        current().units.get("identity.read", ()),
    )
    page = keyset.page(rows, ("due", "id"), request.GET.get("after", ""), units=units)
    form = TogetherForm(
        request.POST or None,
        offered=[(named(task), task.title) for task in page.rows]
        if request.method != "POST"
        else posted(request),
        initial={"closed_on": today},
    )
    if form.is_valid():
        applied = save_from_form(form, lambda: close_together(form))
        if applied:
            return told(request, applied, len(form.chosen()))
    seen("task", page.rows)
    plans, steps = reviews_due(today), steps_due(today)
    seen("case_plan", plans)
    for task in page.rows:
        task.ticked = named(task)  # type: ignore[attr-defined]  # for the template
    context = {
        "rows": mask(page.rows),
        "ticked": set(request.POST.getlist("tasks")) if request.method == "POST" else set(),
        "form": form,
        "plans": mask(plans),
        "steps": mask(steps),
        "milestones": milestones_due(today),
        "terms": terms_missed(today),
        "today": today,
        "may_finish": current().can("registry.write"),
        **page.addresses(request.GET),
    }
    return render(request, "desk/cases/overdue.html", context, status=422 if form.errors else 200)


def milestones_due(today: datetime.date) -> list[Line]:
    """The first milestones of schemes whose day has come, the oldest first."""
    found = list(planned_milestones().filter(due__lte=today).order_by("due", "id")[:MOST])
    seen("milestone", found)
    who = enrolled(one.enrolment_id for one in found)
    return [
        Line(
            one, milestone_label(kind_of(one), one.kind), scheme_label(one.scheme), who.get(one.enrolment_id)
        )
        for one in found
    ]


def kind_of(milestone: Milestone) -> MilestoneKind | None:
    scheme = in_force().get(milestone.scheme)
    return scheme.latest.milestones.get(milestone.kind) if scheme else None


def named(task: Task) -> str:
    return f"{task.pk}:{task.version}"


def posted(request: HttpRequest) -> Choices:
    """Tasks that were on the page when it was opened may be closed since; sent again they are chosen as before."""
    offered: Choices = []
    for one in request.POST.getlist("tasks")[: keyset.PAGE]:
        task, colon, version = one.rpartition(":")
        if colon and whole_number(version) and is_id(task):
            offered.append((one, one))
    return offered


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def close_together(form: TogetherForm) -> Applied:
    """Close every chosen task, or none: one submission per unit and mandate, whose ids follow from the page's.

    Sent again it is known, and changes nothing. Raises NeedsCorrection.
    """
    chosen, values = form.chosen(), form.values()
    said = {name: values[name] for name in ("state", "outcome", "closed_on")}
    together: dict[tuple[UUID, str], list[OfficeEdit]] = {}
    for task in Task.objects.filter(pk__in=chosen).order_by("pk"):
        edit = OfficeEdit("task", task.pk, "update", said, base_version=chosen[task.pk])
        together.setdefault((task.unit_id, task.mandate), []).append(edit)
    done = [
        office.submit(edits, unit_id=unit, mandate=mandate,
                      instance_id=str(uuid5(UUID(form.instance_id), f"{unit}:{mandate}")))
        for (unit, mandate), edits in sorted(together.items())
    ]  # fmt: skip
    return joined(done)


def joined(done: Iterable[Applied]) -> Applied:
    """What became of several submissions as one; NeedsCorrection when one of them cannot be applied."""
    conflicts: list[Contested] = []
    for one in done:
        if one.state == State.NEEDS_CORRECTION:
            raise NeedsCorrection(one.reasons)
        conflicts += one.conflicts
    return Applied(State.CONFLICT if conflicts else State.APPLIED, conflicts=tuple(conflicts))


def told(request: HttpRequest, applied: Applied, number: int) -> HttpResponse:
    if applied.conflicts:
        messages.warning(request, CONTESTED)
        return redirect("history:conflicts")
    closed = ngettext("%(n)s task closed.", "%(n)s tasks closed.", number) % {"n": number}
    messages.success(request, closed)
    return redirect("outreach:overdue")


def reviews_due(day: datetime.date) -> list[CasePlan]:
    """Plans that should have been looked at again by now."""
    running = CasePlan.objects.filter(state__in=(PlanState.AGREED, PlanState.REVIEWED), review_on__lte=day)
    homes = Prefetch("household", Household.objects.with_heads(day))
    found = running.prefetch_related(homes)
    return keyset.page(found, ("review_on", "id"), "", size=MOST, units=coordinated(current())).rows


def terms_missed(day: datetime.date) -> list[ProcedureLine]:
    """Procedures of the viewer's mandates in which a term of ours has passed."""
    found = missed(day).select_related("household", "person")
    units = current().units.get("content.read", frozenset())
    rows = keyset.page(found, ("due", "id"), "", size=MOST, units=units).rows
    seen("procedure", rows)
    return [line(row, day) for row in mask(rows)]


def steps_due(day: datetime.date) -> list[PlanStep]:
    """Steps of running plans whose day has passed, for who draws up plans."""
    open_plans = CasePlan.objects.exclude(state=PlanState.CLOSED)
    late = PlanStep.objects.filter(state="open", until__lt=day, plan__in=open_plans)
    found = late.select_related("household")
    return keyset.page(found, ("until", "id"), "", size=MOST, units=coordinated(current())).rows
