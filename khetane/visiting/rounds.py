"""The round of a planned visit: whom to call on, where they live and why, for paper and for the phone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from khetane.access.seen import seen
from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.desk.timeline import took_part
from khetane.outreach.models import Task, Visit
from khetane.places.naming import unit_named
from khetane.visiting.proposing import Candidate, candidates


@dataclass(frozen=True, slots=True)
class Call:
    """One household of the round, and the tasks there that the viewer may read."""

    candidate: Candidate
    tasks: list[Task]


@requires("identity.read")
def round_page(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Codes, heads, addresses, what is due: as much as the viewer may read."""
    found = Visit.objects.select_related("place", "unit").prefetch_related("place__names", unit_named())
    visit = get_object_or_404(found, pk=visit_id)
    calls = calls_of(visit)
    seen("household", [call.candidate.household for call in calls])
    seen("task", [task for call in calls for task in call.tasks])
    context = {
        "visit": visit, "calls": calls, "participants": took_part(visit), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "visiting/round.html", context)


def calls_of(visit: Visit) -> list[Call]:
    """The households of the round in its order, as far as they are still the unit's."""
    order = list(visit.planned.order_by("position").values_list("household", flat=True))
    known = {one.household.pk: one for one in candidates(visit.unit_id, visit.place_id, visit.date)}
    tasks: dict[UUID, list[Task]] = {}
    for task in mask(Task.objects.filter(household__in=order, state="open").order_by("due", "id")):
        tasks.setdefault(task.household_id, []).append(task)  # type: ignore[arg-type]  # filtered by household
    return [Call(known[id], tasks.get(id, [])) for id in order if id in known]
