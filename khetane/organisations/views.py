"""Pages of mobile units and organisations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Mandate
from khetane.core.refusals import Invalid
from khetane.core.routes import requires, signed_in
from khetane.core.viewer import current
from khetane.organisations import actions
from khetane.organisations.forms import NewUnitForm, OrganisationForm, UnitFilter, UnitForm
from khetane.organisations.keeping import may_keep
from khetane.organisations.models import Organisation, Unit
from khetane.organisations.posts import posts
from khetane.places.forms import designated
from khetane.places.widening import say_what_waits
from khetane.web.names import unit_label


@dataclass(frozen=True, slots=True)
class Member:
    """Who holds a role in a unit, with the mandates it reads, from one day to another."""

    grant: Any
    mandates: list[str]
    over: bool


@signed_in
def units(request: HttpRequest) -> HttpResponse:
    """The mobile units, by economy."""
    filters = UnitFilter(request.GET or None)
    country = filters.cleaned_data["country"] if filters.is_valid() else None
    found = Unit.objects.listed().below(country.path) if country else Unit.objects.listed()
    context = {
        "filters": filters,
        "economies": filters.economies,
        "units": found,
        "may_write": current().can("unit.write"),
        "tabs": tabs("units"),
    }
    return render(request, "organisations/units.html", context)


@signed_in
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """A unit: its papers, and its members as far as the viewer may see them."""
    shown = get_object_or_404(Unit.objects.listed(), pk=unit_id)
    listed = members(shown)
    context = {
        "unit": shown,
        "members": [member for member in listed if not member.over],
        "former": [member for member in listed if member.over],
        "may_see_members": current().can("account.read", shown.pk),
        "may_write": current().can("unit.write"),
        "may_keep": may_keep(shown.pk),
        "posts": posts(shown.pk),
        "things": shown.things.order_by("until", "what", "pk"),
        "trainings": shown.trainings.order_by("-date", "pk"),
        "today": timezone.localdate(),
    }
    return render(request, "organisations/unit.html", context)


def members(shown: Unit) -> list[Member]:
    """The unit's grants that the viewer may see (row-level security), newest last."""
    today = timezone.localdate()
    grants = shown.grants.select_related("account", "role").order_by("ends", "begins", "account__email")
    return [
        Member(
            grant,
            [str(Mandate(mandate).label) for mandate in grant.role.mandates if mandate in Mandate.values],
            over=grant.ends is not None and grant.ends <= today,
        )
        for grant in grants
    ]


@requires("unit.write")
def new_unit(request: HttpRequest) -> HttpResponse:
    """Make a mobile unit."""
    form = NewUnitForm(request.POST or None)

    def make() -> str:
        data = form.cleaned_data
        made = actions.make_unit(code=data["code"], municipality=data["municipality"], facts=form.facts)
        return reverse("organisations:unit", args=[made.pk])

    return changed(request, form, make, title=_("New mobile unit"), cancel_url=reverse("organisations:units"))


@requires("unit.write")
def edit_unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Change what is written down of a unit, and where it works."""
    shown = get_object_or_404(Unit.objects.named(), pk=unit_id)
    form = UnitForm(request.POST or None, unit=shown)
    address = reverse("organisations:unit", args=[shown.pk])

    def change() -> str:
        municipality = form.cleaned_data["municipality"]
        actions.change_unit(unit_id=shown.pk, municipality=municipality, facts=form.facts)
        if municipality.pk != shown.municipality_id:
            say_what_waits(request, [shown.pk])
        return address

    return changed(request, form, change, title=unit_label(shown), cancel_url=address)


@signed_in
def organisations(request: HttpRequest) -> HttpResponse:
    """The institutions and organisations that take part."""
    context = {
        "organisations": Organisation.objects.listed(),
        "may_write": current().can("unit.write"),
        "tabs": tabs("organisations"),
    }
    return render(request, "organisations/organisations.html", context)


@requires("unit.write")
def edit_organisation(request: HttpRequest, organisation_id: UUID | None = None) -> HttpResponse:
    """Add an organisation, or change one."""
    shown = get_object_or_404(Organisation, pk=organisation_id) if organisation_id else None
    form = OrganisationForm(request.POST or None, organisation=shown)
    address = reverse("organisations:organisations")

    def record() -> str:
        data = {"code": "", **form.cleaned_data}
        actions.record_organisation(organisation_id=organisation_id, **data)
        return address

    return changed(
        request, form, record, title=shown.name if shown else _("New organisation"), cancel_url=address
    )


def changed(
    request: HttpRequest, form: forms.Form, change: Callable[[], str], *, title: Any, cancel_url: str
) -> HttpResponse:
    """Show the form, or make the change; what the rules refuse stands above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            address = change()
        except Invalid as refusal:
            form.add_error(None, refusal.problem.translated(gettext))
        else:
            messages.success(request, gettext("Saved."))
            return redirect(address)
    shown = {"form": form, "title": title, "cancel_url": cancel_url, "designated": designated(form)}
    return render(request, "organisations/change.html", shown)


def tabs(which: str) -> list[dict[str, Any]]:
    named = (("units", _("Mobile units")), ("organisations", _("Organisations")))
    return [
        {"label": label, "url": reverse(f"organisations:{name}"), "current": name == which, "count": None}
        for name, label in named
    ]
