"""The first page: what is due today for whoever signs in."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, npgettext

from khetane.access.models import RoleGrant
from khetane.access.seen import seen
from khetane.cases.models import Need
from khetane.core import keyset
from khetane.core.masking import mask
from khetane.core.routes import signed_in
from khetane.core.viewer import Viewer, current
from khetane.desk.cases.overdue import reviews_due
from khetane.desk.figures import Figure
from khetane.desk.grievances.waiting import waiting_grievances
from khetane.desk.legal.waiting import waiting_procedures
from khetane.desk.operating import lacks_backup, operated
from khetane.desk.referring.waiting import waiting_referrals
from khetane.desk.rights.kept_time import noticed, told_soon
from khetane.desk.schemes.waiting import waiting_enrolments, waiting_milestones
from khetane.desk.upgrading.waiting import municipal_processes, waiting_processes
from khetane.desk.watching import sealed_until, watched
from khetane.desk.whose import LEADS, mine
from khetane.forms.actions import PERMISSION as PUBLISH
from khetane.forms.models import FormContent, FormState, FormVersion, Submission
from khetane.history.models import Conflict
from khetane.outreach import others
from khetane.outreach.models import Task, Visit
from khetane.people.models import Household

AHEAD, SHOWN = datetime.timedelta(days=14), 8


@signed_in
def today(request: HttpRequest) -> HttpResponse:
    """By role: a unit's day for those who see its households, else where to go."""
    viewer, day = current(), timezone.localdate()
    if not viewer.can("identity.read"):
        return elsewhere(request, viewer, day)
    tasks, visits = due(viewer, day), planned(viewer, day)
    seen("task", tasks)
    seen("household", list({task.household_id: task.household for task in tasks if task.household}.values()))
    seen("visit", visits)
    mask([*tasks, *visits])
    reviews = reviews_due(day + AHEAD)[:SHOWN] if viewer.can("content.read") else []
    seen("case_plan", reviews)
    mask(reviews)
    urgent = urgent_needs(viewer) if viewer.can("content.read") else []
    seen("need", urgent)
    shown = {
        "tasks": tasks,
        "urgent": mask(urgent),
        "tasks_of_others": others.due_until(day + AHEAD) if viewer.can(LEADS) else [],
        "visits": visits,
        "reviews": reviews,
        "past_soon": noticed(viewer, SHOWN),
        "figures": list(figures(viewer, day)),
        "today": day,
        "may_finish": viewer.can("registry.write"),
    }
    return render(request, "desk/today.html", shown)


def elsewhere(request: HttpRequest, viewer: Viewer, day: datetime.date) -> HttpResponse:
    """For who sees no households: what waits of her own work, and where to go."""
    own = RoleGrant.objects.filter(account_id=viewer.account_id).select_related("role")
    figures = [
        *waiting_grievances(viewer, day),
        *waiting_enrolments(viewer),
        *waiting_milestones(day, "programmes:schemes"),
        *municipal_processes(viewer, day),
        *watched(viewer),
        *operated(viewer),
    ]
    context = {
        "waits": any(grant.waits for grant in own),
        "figures": figures,
        "backup_old": lacks_backup(viewer),
        "sealed": sealed_until(viewer),
    }
    return render(request, "desk/elsewhere.html", context)


def due(viewer: Viewer, day: datetime.date) -> list[Task]:
    """Open tasks due by two weeks from now or without a day: those of one's mandates, as far as they are read."""
    soon = Q(due__lte=day + AHEAD) | Q(due__isnull=True)
    homes = Prefetch("household", Household.objects.with_heads(day))
    rows = Task.objects.filter(soon, state="open").select_related("person").prefetch_related(homes)
    units = viewer.units.get("identity.read", ())
    return keyset.page(rows.filter(mine(viewer)), ("due", "id"), "", size=SHOWN, units=units).rows


def urgent_needs(viewer: Viewer) -> list[Need]:
    """Urgent needs of one's mandates that are not closed, the latest found first."""
    rows = Need.objects.filter(urgency="urgent", state__in=("open", "working"))
    found, units = rows.select_related("household", "person"), viewer.units.get("content.read", ())
    return keyset.page(found, ("-found_on", "-id"), "", size=SHOWN, units=units).rows


def planned(viewer: Viewer, day: datetime.date) -> list[Visit]:
    rows = Visit.objects.filter(state="planned", date__gte=day - AHEAD, date__lte=day + AHEAD)
    found = rows.select_related("place", "unit").prefetch_related("place__names")
    return keyset.page(
        found, ("date", "id"), "", size=SHOWN, units=viewer.units.get("identity.read", ())
    ).rows


def figures(viewer: Viewer, day: datetime.date) -> Iterator[Figure]:
    """What waits, as far as the viewer may deal with it."""
    overdue = Task.objects.filter(mine(viewer), state="open", due__lt=day).count()
    yield Figure(overdue, ngettext("task overdue", "tasks overdue", overdue), reverse("outreach:overdue"))
    if viewer.can("content.read"):
        urgent = Need.objects.filter(state__in=("open", "working"), urgency="urgent").count()
        label = npgettext("a figure", "urgent need", "urgent needs", urgent)
        yield Figure(urgent, label, reverse("cases:needs") + "?urgency=urgent")
        yield from waiting_referrals(viewer, day)
        yield from waiting_procedures(day, day + AHEAD)
    yield from waiting_milestones(day, "outreach:overdue")
    yield from waiting_processes(viewer, day)
    yield from told_soon(viewer)
    yield from waiting_grievances(viewer, day)
    if viewer.can("submission.read"):
        conflicts = Conflict.objects.filter(state="open").count()
        label = ngettext("conflict waiting", "conflicts waiting", conflicts)
        yield Figure(conflicts, label, reverse("history:conflicts"))
        yield from forms_without_names(viewer)
        wrong = Submission.objects.filter(state="needs_correction").count()
        label = ngettext("submission that needs correction", "submissions that need correction", wrong)
        yield Figure(wrong, label, reverse("forms:submissions") + "?state=needs_correction")
    households = Household.objects.count()
    yield Figure(
        households, npgettext("a figure", "household", "households", households), reverse("people:households")
    )


def forms_without_names(viewer: Viewer) -> Iterator[Figure]:
    """Open forms of her units out of which an erasure took a name, until a next version is published."""
    if not viewer.can(PUBLISH):
        return
    newer = FormVersion.objects.filter(
        form=OuterRef("version__form"), published_at__gt=OuterRef("version__published_at")
    )
    found = FormContent.objects.filter(names_removed_at__isnull=False, version__state=FormState.OPEN)
    waiting = list(found.exclude(Exists(newer)).order_by("names_removed_at").values_list("pk", flat=True))
    if waiting:  # it happens once in a while: a standing zero would only be read
        label = ngettext(
            "form from which an erased name was taken",
            "forms from which an erased name was taken",
            len(waiting),
        )
        yield Figure(len(waiting), label, reverse("forms:version", args=[waiting[0]]))
