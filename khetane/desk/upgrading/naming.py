"""The process that an address names, and the page of a form about it."""

from __future__ import annotations

from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import NotAllowed
from khetane.core.viewer import current
from khetane.desk.upgrading.wording import kind_label, rules_for
from khetane.places.models import Place
from khetane.upgrading.definition import ProcessRules
from khetane.upgrading.models import Process

NOT_YOURS = Sentence(
    "process_of_another_unit",
    gettext_noop("Another unit keeps this process. Tell that unit what must be changed."),
)


def named(process_id: UUID) -> Process:
    """The process, or 404 as for one that does not exist."""
    found = Process.objects.select_related("place", "place__parent").prefetch_related("place__names")
    return get_object_or_404(found, pk=process_id)


def writable(process_id: UUID) -> tuple[Process, ProcessRules]:
    """The process and its rules, or 404. Raises NotAllowed where the viewer only reads."""
    process = named(process_id)
    if not current().can("registry.write", process.unit_id):
        raise NotAllowed(NOT_YOURS.about())
    rules = rules_for(process)
    if rules is None:
        raise Http404
    return process, rules


def process_form_page(
    request: HttpRequest,
    form: Form,
    place: Place,
    *,
    title: str,
    back: str,
    lead: str = "",
    process: Process | None = None,
) -> HttpResponse:
    """A form on its page, below the settlement and the process it belongs to."""
    context = {
        "form": form,
        "title": title,
        "back": back,
        "lead": lead,
        "place": place,
        "process": process,
        "kind": kind_label(process.kind) if process else "",
    }
    return render(request, "desk/upgrading/form.html", context, status=422 if form.errors else 200)
