"""Grievances past their time: the supervisor's list, and what she decides about those she ticked."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khetane.core import audit
from khetane.core.refusals import Invalid
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
from khetane.subjects.keeping.screens import CONFIRM, KEEP, KeptForm, Sure, read_sure
from khetane.subjects.keeping.words import grievances_said

SHOWN = 100


@requires(SORT)
def past(request: HttpRequest) -> HttpResponse:
    """What waits for her, what is in its time of notice, and what was decided: kind, subject, unit and days alone."""
    today, hers = timezone.localdate(), listed()
    due = hers.filter(state=EndState.NOTICED, decided_from__lte=today)
    waiting = list(due[:SHOWN])
    later = list(hers.filter(state=EndState.NOTICED, decided_from__gt=today)[:SHOWN])
    decided = hers.filter(state__in=(EndState.DONE, EndState.KEPT)).order_by("-decided_at", "id")
    dealt = list(decided[:SHOWN])
    named = titles((*waiting, *later))
    audit.read(deciding.KIND, [row.pk for row in (*waiting, *later, *dealt)])
    context = {
        "waiting": [(row, named.get(row.grievance, "")) for row in waiting],
        "more": due.count() - len(waiting),
        "later": [(row, named.get(row.grievance, "")) for row in later],
        "dealt": dealt,
        "under_way": hers.filter(state=EndState.CONFIRMED).count(),
        "ticked": request.GET.get("ticked") == "all",
        "notice_days": in_force().notice_days,
        "rule": grievances_said(in_force()),
    }
    return render(request, "desk/grievances/past.html", context)


@require_POST
@requires(SORT)
def decide(request: HttpRequest) -> HttpResponse:
    """First what will happen to those that were ticked, then, on confirmation, the decision. Safe to repeat."""
    sure = read_sure(request)
    if not sure.ids:
        messages.error(request, _("Tick those that you decide about."))
        return redirect("grievances:past")
    form = KeptForm(request.POST if "sure" in request.POST else None) if sure.step == KEEP else None
    if "sure" in request.POST and (form is None or form.is_valid()):
        try:
            done = carried(sure, form)
        except Invalid as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, said_done(sure.step, done))
        return redirect("grievances:past")
    rows = list(listed().filter(pk__in=sure.ids, state=EndState.NOTICED))
    named = titles(rows)
    context = {
        "step": sure.step,
        "ids": sure.ids,
        "named": sorted(named.get(row.grievance, "") for row in rows),
        "form": form,
        "consequences": consequences() if sure.step == CONFIRM else [],
    }
    return render(request, "desk/grievances/past_sure.html", context)


def listed() -> QuerySet[GrievanceExpiry]:
    """Those that are there for her, with their units."""
    return GrievanceExpiry.objects.select_related("unit").prefetch_related(unit_named())


def titles(rows: Iterable[GrievanceExpiry]) -> dict[UUID, str]:
    """What each is and is about, by the grievance; nothing of what was written."""
    found = Grievance.objects.listed().filter(pk__in=[row.grievance for row in rows])
    return {one.pk: f"{one.get_kind_display()}: {subject(one.about)}" for one in found}


def carried(sure: Sure, form: KeptForm | None) -> Decided:
    if form is not None:
        return deciding.keep(sure.ids, form.cleaned_data["why"])
    done = deciding.confirm(sure.ids)
    remove.defer()
    return done


def said_done(step: str, done: Decided) -> str:
    if step == KEEP:
        said = ngettext(
            "%(n)s stays, and is asked about in a year.",
            "%(n)s stay, and are asked about in a year.",
            done.now,
        )
    else:
        said = ngettext("Confirmed: %(n)s.", "Confirmed: %(n)s.", done.now)
    left = ngettext(
        "%(n)s was decided before or cannot be.", "%(n)s were decided before or cannot be.", done.left
    )
    return " ".join([said % {"n": done.now}, *([left % {"n": done.left}] if done.left else [])])


def consequences() -> Iterable[str]:
    yield _(
        "What was written, name and contact, answers and replies are removed, for good. Keys are destroyed."
    )
    yield _("The code leads nowhere any more.")
    if in_force().grievances.then == PSEUDONYMISE:
        yield _(
            "What remains: that there was one, of which kind, in which month, and whether it was answered in time."
        )
