"""Hearings, costs and powers of attorney: added and changed from the page of their procedure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.cases.legal import Cost, Hearing, PaidBy, PowerOfAttorney, Procedure
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.editing import edit_page
from khetane.desk.legal.forms import CostForm, HearingForm, PowerForm
from khetane.desk.legal.page import procedure_named
from khetane.desk.legal.starting import check_writes
from khetane.desk.opened import opened
from khetane.desk.saving import EditForm, done, save_from_form
from khetane.forms import office
from khetane.history.source import Applied
from khetane.web.names import person_label

Detail = Hearing | Cost | PowerOfAttorney
CURRENCIES = {"rs": "RSD", "mk": "MKD", "ba": "BAM", "al": "ALL", "tr": "TRY"}


@requires("registry.write")
def add_hearing(request: HttpRequest, procedure_id: UUID) -> HttpResponse:
    """A hearing that was set."""
    procedure = procedure_to_write(procedure_id)
    form = HearingForm(request.POST or None, initial={"state": "set", "place": procedure.body})
    return added(request, form, procedure, "hearing", {"procedure": str(procedure.pk)}, _("A hearing"))


@requires("registry.write")
def edit_hearing(request: HttpRequest, hearing_id: UUID) -> HttpResponse:
    """Its day, and what came of it."""
    known = get_object_or_404(Hearing, pk=hearing_id)
    return changed(request, HearingForm, known, "hearing", _("Change the hearing"))


@requires("registry.write")
def add_cost(request: HttpRequest, procedure_id: UUID) -> HttpResponse:
    """Something that was paid."""
    procedure = procedure_to_write(procedure_id)
    economy = procedure.unit.municipality.path.split(".")[1]
    initial = {
        "date": timezone.localdate(),
        "currency": CURRENCIES.get(economy, "EUR"),
        "paid_by": PaidBy.UNIT,
    }
    form = CostForm(request.POST or None, initial=initial)
    return added(request, form, procedure, "procedure_cost", {"procedure": str(procedure.pk)}, _("A cost"))


@requires("registry.write")
def edit_cost(request: HttpRequest, cost_id: UUID) -> HttpResponse:
    """What was paid, corrected."""
    known = get_object_or_404(Cost, pk=cost_id)
    return changed(request, CostForm, known, "procedure_cost", _("Change the cost"))


@requires("registry.write")
def add_power(request: HttpRequest, procedure_id: UUID) -> HttpResponse:
    """A power of attorney of the person, for this procedure unless it is for all."""
    procedure = procedure_to_write(procedure_id)
    form = PowerForm(
        request.POST or None,
        mine=mine(procedure.unit_id),
        initial={
            "attorney": str(request.user),
            "kind": "procedure",
            "given_on": timezone.localdate(),
            "procedure": procedure.pk,
            "lawyer": current().account_id,
        },
    )
    owner = {"household": str(procedure.household_id), "person": str(procedure.person_id or "")}
    title = _("Power of attorney")
    if procedure.person:
        title = _("Power of attorney of %(name)s") % {"name": person_label(procedure.person)}
    return added(request, form, procedure, "power_of_attorney", owner, title)


@requires("registry.write")
def edit_power(request: HttpRequest, power_id: UUID) -> HttpResponse:
    """Until when it is valid, and whether it was revoked."""
    known = get_object_or_404(PowerOfAttorney, pk=power_id)
    shape = partial(PowerForm, mine=mine(known.unit_id))
    return changed(request, shape, known, "power_of_attorney", _("Change the power of attorney"))


def mine(unit_id: UUID) -> UUID | None:
    """The viewer's account, where she sees clients only and a power given to her opens a record."""
    viewer = current()
    return viewer.account_id if viewer.sees_clients_only(unit_id) else None


def procedure_to_write(procedure_id: UUID) -> Procedure:
    procedure = procedure_named(procedure_id)
    check_writes(procedure)
    return procedure


def added(
    request: HttpRequest,
    form: EditForm,
    procedure: Procedure,
    dataset: str,
    owner: dict[str, str],
    title: str,
) -> HttpResponse:
    """The page that adds one record of a procedure."""

    def act() -> Applied:
        return office.create(
            dataset,
            UUID(form.instance_id),
            form.values() | owner,
            unit_id=procedure.unit_id,
            instance_id=form.instance_id,
            mandate=procedure.mandate,
        )

    return answered(request, form, procedure, act, title)


def changed(
    request: HttpRequest, shape: Callable[..., EditForm], known: Detail, dataset: str, title: str
) -> HttpResponse:
    """The page that changes one record of a procedure; 404 where that is not there for the viewer."""
    about = known.procedure_id
    if about is None:
        about = get_object_or_404(
            Procedure.objects.filter(person=known.person_id).order_by("-initiated_on")[:1]
        ).pk
    procedure = procedure_to_write(about)
    form = shape(request.POST or None, initial={**initial_of(known), "base_version": known.version})
    return answered(request, form, procedure, lambda: save_now(form, dataset, known.pk), title)


def save_now(form: EditForm, dataset: str, record: UUID) -> Applied:
    return office.edit(dataset, record, form.version, form.values(), instance_id=form.instance_id)


def initial_of(known: Detail) -> dict[str, Any]:
    shown = {field.name: getattr(known, field.attname) for field in known._meta.fields}
    shown["procedure"] = shown.pop("procedure", None)
    if isinstance(known, PowerOfAttorney):
        shown["certified"] = "yes" if known.certified else "no"
    return shown


def answered(
    request: HttpRequest, form: EditForm, procedure: Procedure, act: Callable[[], Applied], title: str
) -> HttpResponse:
    back = reverse("cases:procedure", args=[procedure.pk])
    if form.is_valid():
        applied = save_from_form(form, act)
        if applied:
            return done(request, applied, back) if is_here(procedure) else closed(request)
    opened("procedure", procedure.household, [procedure.pk])
    return edit_page(request, form, title=title, household=procedure.household, back=back)


def is_here(procedure: Procedure) -> bool:
    """Whether it is still there for the viewer: with a power that is taken back her sight of it ends."""
    return Procedure.objects.filter(pk=procedure.pk).exists()


def closed(request: HttpRequest) -> HttpResponse:
    messages.success(
        request, _("Saved. The power of attorney is no longer in force: the file is closed to you.")
    )
    return redirect("cases:procedures")
