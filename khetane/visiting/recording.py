"""Recording how a visit went, and cancelling one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from khetane.core.routes import requires
from khetane.desk.saving import done, save_edit
from khetane.outreach.models import Visit, VisitState
from khetane.outreach.states import VISIT
from khetane.visiting.forms import CancelForm, RecordForm
from khetane.visiting.proposing import Candidate, candidates
from khetane.visiting.visits import address, visit_form_page, visit_named


@requires("registry.write")
def record(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Who took part in a visit, whom they met; what was recorded of one is corrected in the same way."""
    visit = visit_named(visit_id)
    if visit.state == "cancelled":
        raise Http404
    today = timezone.localdate()
    listed = planned_first(visit, candidates(visit.unit_id, visit.place_id, today))
    form = RecordForm(request.POST or None, candidates=listed, today=today, initial=standing(visit, listed))
    if form.is_valid():
        applied = save_edit(form, "visit", visit.pk, with_others(visit, form))
        if applied:
            return done(request, applied, address(visit))
    title = _("Correct the visit") if visit.state == "done" else _("Record the visit")
    return visit_form_page(request, form, title=title, place=visit.place, back=address(visit), state="done")


def standing(visit: Visit, listed: list[Candidate]) -> dict[str, Any]:
    return {
        "date": min(visit.date, timezone.localdate()),
        "participants": visit.participants,
        "households": [str(one) for one in visit.households.values_list("pk", flat=True)],
        "absent_count": visit.absent_count,
        "refused_count": visit.refused_count,
        "base_version": visit.version,
    }


def planned_first(visit: Visit, listed: list[Candidate]) -> list[Candidate]:
    """The round as planned, marked as proposed; then the others as they are walked."""
    order = {
        id: at for at, id in enumerate(visit.planned.order_by("position").values_list("household", flat=True))
    }
    marked = [
        Candidate(one.household, one.case, one.reasons, proposed=one.household.pk in order) for one in listed
    ]
    return sorted(marked, key=lambda one: order.get(one.household.pk, len(order)))


def with_others(visit: Visit, form: RecordForm) -> dict[str, str]:
    """The form's values; households met that live elsewhere by now are not listed, and stay."""
    values = form.values()
    shown = {one.household.pk for one in form.candidates}
    elsewhere = visit.visithousehold_set.exclude(household__in=shown).values_list("household", flat=True)
    return values | {"households": " ".join([values["households"], *map(str, elsewhere)])}


@requires("registry.write")
def cancel(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The visit does not take place, and why."""
    visit = visit_named(visit_id)
    if VISIT.step(visit.state, VisitState.CANCELLED) is None:
        raise Http404
    form = CancelForm(request.POST or None, initial={"base_version": visit.version})
    if form.is_valid():
        applied = save_edit(form, "visit", visit.pk)
        if applied:
            return done(request, applied, address(visit))
    context = {"form": form, "visit": visit, "back": address(visit), "title": _("Cancel the visit")}
    return render(request, "visiting/of_visit.html", context, status=422 if form.errors else 200)
