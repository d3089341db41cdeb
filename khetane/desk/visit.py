"""The page of one joint visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.cases.models import Need, Service
from khetane.core import audit
from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.questions import questions_now
from khetane.desk.timeline import took_part
from khetane.outreach.models import Task, Visit
from khetane.outreach.states import VISIT
from khetane.people.models import Household
from khetane.people.querysets import HouseholdQuerySet
from khetane.places.naming import unit_named

# Where each step of a visit is taken; how it is called, the table of its states says.
STEPS = {"do": "visiting:record", "cancel": "visiting:cancel", "plan_again": "visiting:change"}
# What is recorded of a household that was met: label, route, whether the address names the visit by itself.
RECORDED = (
    (_("Note"), "visiting:note", True),
    (_("Need"), "cases:add_need", False),
    (_("Task"), "outreach:add_task", False),
    (_("Deliver a service"), "cases:choose_service", False),
)


@dataclass(frozen=True, slots=True)
class Met:
    """A household that was met, and the pages on which more is recorded of it."""

    household: Household
    links: tuple[tuple[object, str], ...]


@requires("identity.read")
def visit_page(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Who went where and when, whom they met, and what their mandates noted, as far as the viewer reads it."""
    found = Visit.objects.select_related("place", "unit").prefetch_related("place__names", unit_named())
    visit = get_object_or_404(found, pk=visit_id)
    today = timezone.localdate()
    met = mask(Household.objects.filter(visits=visit).with_heads(today).order_by("code"))
    notes = mask(visit.notes.select_related("household").order_by("household__code", "mandate"))
    missed = mask(not_met(visit).with_heads(today).order_by("code"))
    audit.read("visit", [visit.pk, *(one.pk for one in (*met, *missed))], unit_id=visit.unit_id)
    may_write = current().can("registry.write", visit.unit_id)
    context = {
        "visit": visit,
        "participants": took_part(visit),
        "households": [Met(one, tuple(links(visit, one)) if may_write else ()) for one in met],
        "not_met": missed,
        "may_write": may_write,
        "steps": steps(visit) if may_write else [],
        "notes": notes,
        "needs": mask(Need.objects.filter(visit=visit).select_related("household", "person")),
        "services": mask(Service.objects.filter(visit=visit).select_related("household", "person")),
        "tasks": mask(Task.objects.filter(visit=visit).select_related("household", "person")),
        "questions": questions_now(),
        "today": today,
    }
    return render(request, "desk/visit.html", context)


def not_met(visit: Visit) -> HouseholdQuerySet:
    """Households on the round that were not met."""
    on_round = visit.planned.values("household")
    return Household.objects.filter(pk__in=on_round).exclude(visits=visit)


def links(visit: Visit, household: Household) -> Iterator[tuple[object, str]]:
    """Where a note, a need, a task, a service of the visit is written down."""
    for label, route, names_visit in RECORDED:
        if names_visit:
            yield label, reverse(route, args=[visit.pk, household.pk])
        else:
            yield label, f"{reverse(route, args=[household.pk])}?visit={visit.pk}"


def steps(visit: Visit) -> list[tuple[object, str]]:
    """What may be done with the visit next: label and address."""
    return [(step.label, reverse(STEPS[step.name], args=[visit.pk])) for step in VISIT.following(visit.state)]
