"""The officer's list of grievances, and the page of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.core import audit, keyset
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.grievances.words import body_name, subject, terms_in_words
from khetane.grievances.catalogue.reading import catalogue
from khetane.grievances.enums import MessageKind, State, Way
from khetane.grievances.handling import HANDLE, SORT, written
from khetane.grievances.models import Grievance
from khetane.grievances.states import GRIEVANCE
from khetane.organisations.economies import economy_of
from khetane.web.languages import BY_CODE, SOURCE

TABS = {
    "open": (gettext_lazy("To answer"), (State.RECEIVED, State.IN_HAND)),
    "escalated": (gettext_lazy("Passed on"), (State.ESCALATED,)),
    "answered": (gettext_lazy("Answered"), (State.ANSWERED,)),
    "closed": (gettext_lazy("Closed"), (State.CLOSED,)),
}
WITH_FORM = ("answer", "escalate")


def readable() -> QuerySet[Grievance]:
    """Those there are for the viewer, with their units."""
    return Grievance.objects.listed()


@requires(HANDLE)
def listing(request: HttpRequest) -> HttpResponse:
    """Those to answer, the most urgent first; the others by tabs."""
    chosen = request.GET.get("state", "open")
    chosen = chosen if chosen in TABS else "open"
    rows = readable().filter(state__in=TABS[chosen][1])
    page = keyset.page(rows, ("answer_by", "id"), request.GET.get("after", ""))
    audit.read("grievance", [one.pk for one in page.rows])
    context = {
        "lines": [(one, subject(one.about)) for one in page.rows],
        "tabs": [
            {"label": label, "url": f"?state={code}", "current": code == chosen, "count": None}
            for code, (label, _states) in TABS.items()
        ],
        "may_sort": current().can(SORT),
        "terms": terms_in_words(catalogue().terms_on(timezone.localdate())),
        **page.addresses(request.GET),
    }
    return render(request, "desk/grievances/listing.html", context)


@requires(HANDLE)
def grievance(request: HttpRequest, grievance_id: UUID) -> HttpResponse:
    """What was written, how far it is, and the steps that are left."""
    found = get_object_or_404(Grievance.objects.listed().defer(None), pk=grievance_id)
    audit.read("grievance", [found.pk])
    return render(request, "desk/grievances/grievance.html", context_of(found))


def context_of(found: Grievance) -> dict[str, Any]:
    said = written(found)
    language = BY_CODE.get(found.language, SOURCE)
    return {
        "grievance": found,
        "subject": subject(found.about),
        "said": said,
        "way": Way(said.way).label,
        "language": language,
        "reply": MessageKind.REPLY,
        "question": MessageKind.QUESTION,
        "steps": [
            (one, address(found, one.name), one.name in WITH_FORM) for one in GRIEVANCE.following(found.state)
        ],
        "body": body_name(found.body, economy_of(found.unit_id) if found.unit_id else "")
        if found.body
        else "",
        "may_sort": current().can(SORT),
        "languages": BY_CODE.values(),
    }


def address(found: Grievance, step: str) -> str:
    """Where a step is taken: on a page with a form, or at once."""
    return reverse(f"grievances:{step if step in WITH_FORM else 'step'}", args=[found.pk])


def crumbs(found: Grievance) -> dict[str, Any]:
    """What the page of a step needs of the grievance."""
    return {
        "grievance": found,
        "back": reverse("grievances:grievance", args=[found.pk]),
        "listed": _("Grievances"),
    }
