"""The page of one joint visit."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from khetane.cases.models import Need, Service
from khetane.core import audit
from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.questions import questions_now
from khetane.desk.timeline import took_part
from khetane.outreach.models import Task, Visit
from khetane.people.models import Household
from khetane.places.naming import unit_named


@requires("identity.read")
def visit_page(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Who went where and when, whom they met, and what their mandates noted, as far as the viewer reads it."""
    found = Visit.objects.select_related("place", "unit").prefetch_related("place__names", unit_named())
    visit = get_object_or_404(found, pk=visit_id)
    today = timezone.localdate()
    met = list(Household.objects.filter(visits=visit).with_heads(today).order_by("code"))
    notes = mask(visit.notes.select_related("household").order_by("household__code", "mandate"))
    audit.read("visit", [visit.pk, *(one.pk for one in met)], unit_id=visit.unit_id)
    context = {
        "visit": visit,
        "participants": took_part(visit),
        "households": met,
        "notes": notes,
        "needs": mask(Need.objects.filter(visit=visit).select_related("household", "person")),
        "services": mask(Service.objects.filter(visit=visit).select_related("household", "person")),
        "tasks": mask(Task.objects.filter(visit=visit).select_related("household", "person")),
        "questions": questions_now(),
        "today": today,
        "may_write": current().can("registry.write", visit.unit_id),
    }
    return render(request, "desk/visit.html", context)
