"""Planning a visit: where, when, who, and whom to call on."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from khetane.core.mandates import Mandate
from khetane.core.routes import requires
from khetane.desk.destinations import Destination, choices, destination, destinations
from khetane.desk.saving import done, save_edit, save_from_form
from khetane.forms import office
from khetane.outreach.models import Visit
from khetane.visiting.forms import CallingForm, PlanForm, RecordForm, WhereForm
from khetane.visiting.proposing import Candidate, candidates
from khetane.visiting.visits import address, visit_form_page, visit_named

UNIT = [code for code in Mandate.values if code != Mandate.LEGAL]


@requires("registry.write")
def plan(request: HttpRequest) -> HttpResponse:
    """Choose the settlement and the day first; then the program proposes whom to call on."""
    going, day = destination(request.GET.get("place", "")), day_asked(request)
    if going is None or day is None:
        return where(request, title=_("Plan a visit"), date=True)
    listed = candidates(going.unit.pk, going.place.pk, day)
    initial = {"date": day, "participants": UNIT, "planned": ids(one for one in listed if one.proposed)}
    form = PlanForm(request.POST or None, candidates=listed, initial=initial)
    return made(request, form, going, _("Plan a visit"), "planned")


@requires("registry.write")
def record_unplanned(request: HttpRequest) -> HttpResponse:
    """A visit that nobody had planned, after it was made. Who took part is said, not assumed."""
    going = destination(request.GET.get("place", ""))
    if going is None:
        return where(request, title=_("Record a visit made"), date=False)
    today = timezone.localdate()
    listed = candidates(going.unit.pk, going.place.pk, today)
    form = RecordForm(request.POST or None, candidates=listed, today=today, initial={"date": today})
    return made(request, form, going, _("Record a visit made"), "done")


def where(request: HttpRequest, *, title: str, date: bool) -> HttpResponse:
    """The question where the visit goes, and when; a day chosen in the calendar stands already."""
    offered = destinations()
    answered = request.GET if "place" in request.GET else None
    form = WhereForm(answered, places=choices(offered), initial={"date": day_asked(request)})
    if not date:
        del form.fields["date"]
    context = {"form": form, "title": title, "places": [one.place for one in offered]}
    return render(request, "visiting/where.html", context, status=422 if form.errors else 200)


def made(request: HttpRequest, form: CallingForm, going: Destination, title: str, state: str) -> HttpResponse:
    """Make the visit that the form says, or show the form."""
    if form.is_valid():
        visit_id = UUID(form.instance_id)
        values = form.values() | {"place": str(going.place.pk), "state": state}
        applied = save_from_form(
            form,
            lambda: office.create(
                "visit", visit_id, values, unit_id=going.unit.pk, instance_id=form.instance_id
            ),
        )
        if applied:
            return done(request, applied, address(visit_id))
    return visit_form_page(
        request, form, title=title, place=going.place, back=reverse("outreach:visits"), state=state
    )


@requires("registry.write")
def change(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Change a planned visit, or plan a cancelled one again."""
    visit = visit_named(visit_id)
    if visit.state == "done":
        raise Http404
    day = day_asked(request) or visit.date
    listed = candidates(visit.unit_id, visit.place_id, day)
    form = PlanForm(request.POST or None, candidates=listed, initial=standing(visit, listed, day))
    again = visit.state == "cancelled"
    if form.is_valid():
        values = form.values() | {"state": "planned", "cancel_reason": ""}
        applied = save_edit(form, "visit", visit.pk, values)
        if applied:
            return done(request, applied, address(visit))
    title = _("Plan the visit again") if again else _("Change the visit")
    return visit_form_page(
        request, form, title=title, place=visit.place, back=address(visit), state="planned"
    )


def standing(visit: Visit, listed: list[Candidate], day: dt.date) -> dict[str, Any]:
    """What is planned; of a visit planned in the field without a round, what the program proposes."""
    planned = {str(one) for one in visit.planned.values_list("household", flat=True)}
    return {
        "date": day,
        "participants": visit.participants,
        "purpose": visit.purpose,
        "planned": planned or ids(one for one in listed if one.proposed),
        "base_version": visit.version,
    }


def ids(several: Any) -> list[str]:
    return [str(one.household.pk) for one in several]


def day_asked(request: HttpRequest) -> dt.date | None:
    """The day that the address names, if it is one."""
    try:
        return parse_date(request.GET.get("date", ""))
    except ValueError:
        return None
