"""A mandate's note on a household that was met."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from khetane.core.mandates import Mandate
from khetane.core.masking import shown
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.opened import opened
from khetane.desk.saving import done, save_from_form
from khetane.forms import office
from khetane.people.models import Household
from khetane.visiting.forms import NoteForm
from khetane.visiting.visits import address, visit_named


@requires("registry.write")
def note(request: HttpRequest, visit_id: UUID, household_id: UUID) -> HttpResponse:
    """Write a note of one of the viewer's mandates: nobody else reads it."""
    visit = visit_named(visit_id)
    household = get_object_or_404(Household.objects.filter(unit=visit.unit_id), pk=household_id)
    own = current().mandates.get(visit.unit_id, frozenset())
    mandates = [(code, str(label)) for code, label in Mandate.choices if code in own]
    form = NoteForm(request.POST or None, mandates=mandates, initial={"base_version": 1})
    if form.is_valid():
        said = form.values() | {"household": str(household.pk), "visit": str(visit.pk)}
        note_id, mandate = UUID(form.instance_id), form.cleaned_data["mandate"]
        applied = save_from_form(
            form,
            lambda: office.create(
                "visit_note",
                note_id,
                said,
                unit_id=visit.unit_id,
                instance_id=form.instance_id,
                mandate=mandate,
            ),
        )
        if applied:
            return done(request, applied, address(visit))
    opened("household", household)
    title = _("Note on %(household)s") % {"household": shown(household).code}
    context = {"form": form, "visit": visit, "back": address(visit), "title": title}
    return render(request, "visiting/of_visit.html", context, status=422 if form.errors else 200)
