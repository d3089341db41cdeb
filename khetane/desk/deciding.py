"""The list of conflicts, and the page where a person decides between two values."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khetane.access.seen import seen
from khetane.core import audit, keyset
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.authors import names_of
from khetane.desk.conflicts import sides_of, waiting
from khetane.desk.saving import save_from_form
from khetane.forms import office
from khetane.history.decisions import DECIDE, may_decide
from khetane.history.models import Conflict
from khetane.people.models import Household

DECIDED = _("Decided. The value you chose stands; the others remain in the history.")


@requires("submission.read")
def conflicts(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first; of one household with `household`."""
    rows = Conflict.objects.filter(state="open")
    household = request.GET.get("household", "")
    if household:
        rows = rows.filter(household=one_id(household))
    units = current().units.get("identity.read", ())
    page = keyset.page(rows, ("opened_at", "id"), request.GET.get("after", ""), units=units)
    seen("conflict", page.rows)
    context = {"waiting": waiting(page.rows), "filtered": bool(household), **page.addresses(request.GET)}
    return render(request, "desk/conflicts.html", context)


def one_id(text: str) -> UUID | None:
    """The id in an address; None, which no record has, when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


class ChoiceForm(forms.Form):
    """Which of the values is right."""

    side = forms.UUIDField()


@requires("submission.read")
def conflict_page(request: HttpRequest, conflict_id: UUID) -> HttpResponse:
    """The values side by side, and the buttons that choose one."""
    conflict = get_object_or_404(Conflict.objects.prefetch_related("sides"), pk=conflict_id)
    may = may_decide(current(), conflict.unit_id, conflict.mandate)
    if request.method == "POST" and not may:
        current().check(DECIDE, conflict.unit_id)
    form = ChoiceForm(request.POST or None)
    if form.is_valid():
        taken = form.cleaned_data["side"]
        standing = any(side.standing and side.pk == taken for side in conflict.sides.all())
        applied = save_from_form(form, lambda: office.decide(conflict.pk, None if standing else taken))
        if applied:
            messages.success(request, DECIDED)
            return redirect(next_page(conflict))
    audit.read("conflict", [conflict.pk, conflict.record], unit_id=conflict.unit_id)
    context = {
        "conflict": conflict,
        "about": waiting([conflict])[0],
        "sides": sides_of(conflict),
        "decided_by": names_of([conflict.decided_by]).get(conflict.decided_by, "")
        if conflict.decided_by
        else "",
        "form": form,
        "may_decide": may,
    }
    return render(request, "desk/conflict.html", context, status=422 if form.errors else 200)


def next_page(conflict: Conflict) -> str:
    """The household, which shows the value that stands now; else the list."""
    there = conflict.household and Household.objects.filter(pk=conflict.household).exists()
    return reverse("people:household", args=[conflict.household]) if there else reverse("history:conflicts")
