"""Grievances past their time: the supervisor's list, and what she decides about those she ticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from khetane.core import audit
from khetane.core.routes import requires
from khetane.desk.grievances.words import subject
from khetane.grievances.handling import SORT
from khetane.grievances.keeping import deciding
from khetane.grievances.keeping_models import EndState, GrievanceExpiry
from khetane.grievances.models import Grievance
from khetane.grievances.tasks import remove
from khetane.places.naming import unit_named
from khetane.subjects.catalogue.reading import PSEUDONYMISE
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.deciding import Decided
from khetane.subjects.keeping.disposition import KEEP, Asked, Kind, disposition
from khetane.subjects.keeping.disposition import decide as decide_ticked
from khetane.subjects.keeping.words import grievances_said


@requires(SORT)
def past(request: HttpRequest) -> HttpResponse:
    """What waits for her, what is in its time of notice, and what was decided: kind, subject, unit and days alone."""
    hers = GrievanceExpiry.objects.select_related("unit").prefetch_related(unit_named())
    listed = disposition(hers, decided_at="decided_at")
    named = titles((*listed.waiting, *listed.later))
    audit.read(deciding.KIND, listed.shown)
    context = {
        "listed": listed,
        "waiting": [(row, named.get(row.grievance, "")) for row in listed.waiting],
        "later": [(row, named.get(row.grievance, "")) for row in listed.later],
        "ticked": request.GET.get("ticked") == "all",
        "notice_days": in_force().notice_days,
        "rule": grievances_said(in_force()),
    }
    return render(request, "desk/grievances/past.html", context)


@require_POST
@requires(SORT)
def decide(request: HttpRequest) -> HttpResponse:
    """What becomes of the grievances that were ticked."""
    return decide_ticked(request, GRIEVANCES)


def titles(rows: Iterable[GrievanceExpiry]) -> dict[UUID, str]:
    """What each is and is about, by the grievance; nothing of what was written."""
    found = Grievance.objects.listed().filter(pk__in=[row.grievance for row in rows])
    return {one.pk: f"{one.get_kind_display()}: {subject(one.about)}" for one in found}


def confirm(ids: Sequence[UUID]) -> Decided:
    done = deciding.confirm(ids)
    remove.defer()
    return done


def said(step: str, number: int) -> str:
    if step == KEEP:
        told = ngettext(
            "%(n)s stays, and is asked about in a year.",
            "%(n)s stay, and are asked about in a year.",
            number,
        )
    else:
        told = ngettext("Confirmed: %(n)s.", "Confirmed: %(n)s.", number)
    return told % {"n": number}


def asked(step: str, ids: Sequence[UUID]) -> Asked:
    """By kind and subject."""
    rows = list(GrievanceExpiry.objects.filter(pk__in=ids, state=EndState.NOTICED))
    named = titles(rows)
    about = sorted(named.get(row.grievance, "") for row in rows)
    if step == KEEP:
        question = ngettext(
            "%(n)s stays as it is, and is asked about again in a year:",
            "%(n)s stay as they are, and are asked about again in a year:",
            len(rows),
        )
        return Asked(question % {"n": len(rows)}, about)
    question = ngettext(
        "Remove %(n)s? This cannot be undone:", "Remove %(n)s? This cannot be undone:", len(rows)
    )
    return Asked(question % {"n": len(rows)}, about, consequences=tuple(consequences()))


def consequences() -> Iterator[str]:
    yield _(
        "What was written, name and contact, answers and replies are removed, for good. Keys are destroyed."
    )
    yield _("The code leads nowhere any more.")
    if in_force().grievances.then == PSEUDONYMISE:
        yield _(
            "What remains: that there was one, of which kind, in which month, and whether it was answered in time."
        )


GRIEVANCES = Kind(
    page="grievances:past",
    address="grievances:decide_past",
    title=gettext_lazy("Remove for good"),
    action=gettext_lazy("Remove for good"),
    untold=gettext_lazy("Tick those that you decide about."),
    confirm=confirm,
    keep=deciding.keep,
    asked=asked,
    said=said,
)
