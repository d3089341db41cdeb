"""Delivering something to one household: what, then only what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.cases.models import Need
from khetane.cases.services.definition import ServiceRules, ServiceType
from khetane.cases.services.reading import shipped
from khetane.core.masking import mask, shown
from khetane.core.routes import requires
from khetane.desk.carried import carried, way_back
from khetane.desk.edit_forms import Choices
from khetane.desk.editing import edit_page, household_named
from khetane.desk.opened import opened
from khetane.desk.roster import members
from khetane.desk.saving import done, save_from_form
from khetane.desk.services.forms import DeliveryForm
from khetane.desk.services.wording import offered, service_label, unit_label
from khetane.forms import office
from khetane.history.source import OfficeEdit
from khetane.organisations.economies import EURO, currency_of
from khetane.people.models import Household
from khetane.web.names import person_label

CLOSED = ("met", "dropped")


@requires("registry.write")
def choose(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """What is delivered to the household: the services of the day, the area of the need first."""
    household = household_named(household_id)
    need = open_needs(household).get(carried(request).get("need", ""))
    context = {
        "household": shown(household),
        "need": need,
        "offered": list(offered(timezone.localdate(), first=need.area if need else "")),
        "carried": urlencode(carried(request)),
        "back": way_back(request, household),
    }
    opened("household", household)
    return render(request, "desk/services/choose.html", context)


@requires("registry.write")
def deliver(request: HttpRequest, household_id: UUID, code: str) -> HttpResponse:
    """Record the delivery; the need that it meets is closed in the same step."""
    household, today = household_named(household_id), timezone.localdate()
    kind, rules = service_in_use(code, today)
    needs = open_needs(household)
    now = members(household, today)
    form = DeliveryForm(
        request.POST or None,
        rules=rules,
        unit=unit_label(kind, today),
        members=[(str(one.person.pk), person_label(shown(one.person))) for one in now],
        needs=[(key, need_label(one)) for key, one in needs.items()],
        currencies=currencies_of(household.unit_id),
        initial={"date": today, **carried(request)},
    )
    back = way_back(request, household)
    if form.is_valid():
        fixed = {"household": str(household.pk), "type": code, "visit": carried(request).get("visit", "")}
        edits = delivery(form, fixed, needs)
        applied = save_from_form(
            form,
            lambda: office.submit(edits, unit_id=household.unit_id, instance_id=form.instance_id),
        )
        if applied:
            return done(request, applied, back)
    opened("household", household, [one.person.pk for one in now])
    return edit_page(request, form, title=service_label(code), household=household, back=back)


def delivery(form: DeliveryForm, fixed: Mapping[str, str], needs: Mapping[str, Need]) -> list[OfficeEdit]:
    """The service, and the end of the need that it meets."""
    service = UUID(form.instance_id)
    edits = [OfficeEdit("service", service, "create", {**form.values(), **fixed})]
    need = needs.get(form.meets)
    if need is not None:
        edits.append(OfficeEdit("need", need.pk, "update", {"state": "met"}, base_version=need.version))
    return edits


def service_in_use(code: str, day: date) -> tuple[ServiceType, ServiceRules]:
    """The type and its rules, or 404."""
    kind = shipped().types.get(code)
    rules = kind.rules_on(day) if kind else None
    if kind is None or rules is None:
        raise Http404
    return kind, rules


def open_needs(household: Household) -> dict[str, Need]:
    """The needs that may be answered, as far as the viewer's mandates read them, by id."""
    found = Need.objects.filter(household=household).exclude(state__in=CLOSED).order_by("-found_on", "id")
    return {str(one.pk): one for one in mask(found.select_related("person"))}


def need_label(need: Need) -> str:
    parts = [str(need.get_area_display()), need.description[:60]]
    return ": ".join(part for part in parts if part) or _("need")


def currencies_of(unit_id: UUID) -> Choices:
    return [(code, code) for code in dict.fromkeys((currency_of(unit_id), EURO))]
