"""The page of a need: adding, changing, taking it up, closing it, reopening it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.cases.datasets.casework import MANDATE_OF
from khetane.cases.models import Need
from khetane.cases.states import NEED
from khetane.core.mandates import Area
from khetane.core.masking import mask, shown
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.carried import carried, way_back
from khetane.desk.cases.case_forms import ChangeNeedForm, DoneForm, GivenUpForm, NeedForm
from khetane.desk.cases.pages import household_crumbs, show_form
from khetane.desk.cases.taking_steps import Steps, buttons, step_page
from khetane.desk.changes import history_of
from khetane.desk.edit_forms import Choices
from khetane.desk.editing import check_records, household_named
from khetane.desk.opened import opened
from khetane.desk.questions import questions_now
from khetane.desk.roster import members
from khetane.desk.saving import done, save_from_form
from khetane.desk.withheld import withhold
from khetane.forms import office
from khetane.people.models import Household
from khetane.web.names import person_label

STEPS = Steps("need", NEED, "cases:need_step", {"meet": DoneForm, "drop": GivenUpForm})


def need_named(need_id: UUID) -> Need:
    """The need as its reader may see it, or 404."""
    found = Need.objects.select_related("household__place", "person", "visit__place")
    found = found.prefetch_related("household__place__names", "visit__place__names")
    return mask([get_object_or_404(found, pk=need_id)])[0]


@requires("content.read")
def need_page(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """What is needed, what is done about it, and the steps from here."""
    need = need_named(need_id)
    questions = questions_now()
    opened("need", need.household, [need.pk])
    context = {
        "need": need,
        "household": need.household,
        "buttons": buttons(STEPS, need),
        "steps": mask(need.plansteps.order_by("until")),
        "services": mask(need.services.order_by("-date")),
        "referrals": mask(need.referrals.order_by("-sent_on")),
        "questions": questions,
        "changes": history_of("need", need.pk, questions),
        "today": timezone.localdate(),
        "may_write": current().can("registry.write", need.unit_id),
    }
    return render(request, "desk/cases/need.html", context)


@requires("registry.write")
def add_need(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A need of the household, read by the mandate that its area belongs to."""
    household, asked = household_named(household_id), carried(request)
    back = way_back(request, household)
    initial = {"found_on": timezone.localdate(), "area": request.GET.get("area", ""), **asked}
    form = NeedForm(request.POST or None, persons=persons_of(household), initial=initial)
    if form.is_valid():
        values = {**form.values(), "household": str(household.pk), "visit": asked.get("visit", "")}
        mandate = MANDATE_OF[Area(values["area"])].value
        need_id = UUID(form.instance_id)
        applied = save_from_form(
            form,
            lambda: office.create("need", need_id, values, unit_id=household.unit_id,
                                  instance_id=form.instance_id, mandate=mandate),
        )  # fmt: skip
        if applied:
            return done(request, applied, back)
    opened("household", household)
    lead = _("It is read by the mandate its area belongs to: housing and discrimination by the coordinator.")
    crumbs = household_crumbs(household)
    return show_form(request, form, title=_("Add a need"), back=back, crumbs=crumbs, lead=lead)


@requires("registry.write")
def edit_need(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """What is needed, for whom, how soon."""
    need = need_named(need_id)
    check_records(need.household)
    back = reverse("cases:need", args=[need.pk])
    shown = {name: getattr(need, name) for name in ("description", "urgency")}
    initial = {**shown, "person": str(need.person_id or ""), "base_version": need.version}
    form = ChangeNeedForm(request.POST or None, persons=persons_of(need.household), initial=initial)
    withhold(form, "need", need.unit_id, need.mandate)
    if form.is_valid():
        applied = save_from_form(
            form,
            lambda: office.edit("need", need.pk, form.version, form.values(),
                                instance_id=form.instance_id, mandate=need.mandate),
        )  # fmt: skip
        if applied:
            return done(request, applied, back)
    opened("need", need.household, [need.pk])
    crumbs = [*household_crumbs(need.household), (need.get_area_display().capitalize(), back)]
    return show_form(request, form, title=_("Change the need"), back=back, crumbs=crumbs)


@requires("registry.write")
def need_step(request: HttpRequest, need_id: UUID, name: str) -> HttpResponse:
    """Take one step of the need."""
    need = need_named(need_id)
    check_records(need.household)
    back = reverse("cases:need", args=[need.pk])
    title = need.get_area_display().capitalize()
    opened("need", need.household, [need.pk])
    crumbs = [*household_crumbs(need.household), (title, back)]
    return step_page(request, STEPS, need, name, title=title, back=back, crumbs=crumbs, lead=need.description)


def persons_of(household: Household) -> Choices:
    """The members of today, to choose from."""
    now = members(household, timezone.localdate())
    return [(str(one.person.pk), person_label(shown(one.person))) for one in now]
