"""The list of conflicts, and the page where a person decides between two values."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from khetane.access import audit
from khetane.access.routes import requires
from khetane.access.seen import seen
from khetane.access.viewer import current
from khetane.core import keyset
from khetane.desk.conflicts import sides_of, waiting
from khetane.history.models import Conflict


@requires("submission.read")
def conflicts(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first; of one household with `household`."""
    rows = Conflict.objects.filter(state="open")
    household = request.GET.get("household", "")
    if household:
        rows = rows.filter(household=one_id(household))
    page = keyset.page(rows, ("opened_at", "id"), request.GET.get("after", ""))
    seen("conflict", page.rows)
    context = {"waiting": waiting(page.rows), "filtered": bool(household), **page.addresses(request.GET)}
    return render(request, "desk/conflicts.html", context)


def one_id(text: str) -> UUID | None:
    """The id in an address; None, which no record has, when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


@requires("submission.read")
def conflict_page(request: HttpRequest, conflict_id: UUID) -> HttpResponse:
    """The values side by side, and the buttons that choose one."""
    conflict = get_object_or_404(Conflict.objects.prefetch_related("sides"), pk=conflict_id)
    audit.read("conflict", [conflict.pk, conflict.record], unit_id=conflict.unit_id)
    context = {
        "conflict": conflict,
        "about": waiting([conflict])[0],
        "sides": sides_of(conflict),
        "may_decide": current().can("conflict.decide", conflict.unit_id),
    }
    return render(request, "desk/conflict.html", context)
