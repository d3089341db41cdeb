"""One visit for a screen that changes it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from khetane.access.seen import seen
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import NotAllowed
from khetane.core.viewer import current
from khetane.outreach.models import Visit
from khetane.places.naming import unit_named
from khetane.visiting.forms import CallingForm

NOT_YOURS = Sentence(
    "visit_not_yours",
    gettext_noop("Visits of this unit are changed by its members. Ask its coordinator to change it."),
)


def visit_named(visit_id: UUID) -> Visit:
    """The visit, or 404 as for one that does not exist. Raises NotAllowed for who does not record in its unit."""
    found = Visit.objects.select_related("place", "unit").prefetch_related("place__names", unit_named())
    visit: Visit = get_object_or_404(found, pk=visit_id)
    if not current().can("registry.write", visit.unit_id):
        raise NotAllowed(NOT_YOURS.about())
    return visit


def address(visit: Visit | UUID) -> str:
    """The page of a visit."""
    return reverse("outreach:visit", args=[visit.pk if isinstance(visit, Visit) else visit])


def visit_form_page(request: HttpRequest, form: CallingForm, **more: object) -> HttpResponse:
    """The form with the households to tick, on record as seen."""
    seen("household", [one.household for one in form.candidates])
    context = {"form": form, "field": form.ticked, **more}
    return render(request, "visiting/calling.html", context, status=422 if form.errors else 200)
