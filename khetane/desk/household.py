"""The page of one household: what its unit knows of it, as far as the viewer's mandates read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from khetane.cases.models import Need, PlanStep, Procedure, Referral, Service
from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.cases.reading import reads_plans
from khetane.desk.opened import opened
from khetane.desk.questions import questions_now
from khetane.desk.referring.own import referring_as
from khetane.desk.rights.kept_time import notice_of
from khetane.desk.roster import belonging, by_pages, ended, heads_of
from khetane.desk.timeline import timeline_of
from khetane.history.models import Conflict
from khetane.outreach import others
from khetane.outreach.models import Task
from khetane.people.models import Consent, Household, Restriction
from khetane.places.naming import unit_named
from khetane.programmes.models import Enrolment
from khetane.upgrading.models import ConcernedHousehold

RECENT = 10


@requires("identity.read", under_override=True)
def household_page(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """404 for a household that is not there for the viewer, whether or not it exists."""
    household = get_object_or_404(
        Household.objects.with_place().prefetch_related(unit_named()), pk=household_id
    )
    today = timezone.localdate()
    now = by_pages(belonging(household, today), today, request.GET, "members")
    before = by_pages(ended(household, today), today, request.GET, "former")
    heads = heads_of(household, today, now)
    events = timeline_of(household, request.GET.get("before", ""))
    named = [one.membership for one in (*now.shown, *before.shown, *heads)]
    emergency = opened("household", household, dict.fromkeys(one.person_id for one in named))
    mask([household])
    mask(named)
    consents = Consent.objects.in_force(today).filter(household=household).select_related("person")
    context = {
        "household": household,
        "emergency": emergency,
        "heads": heads if len(heads) > 1 else [],
        "roster": now,
        "members": now.shown,
        "former": before,
        "former_open": "former" in request.GET,
        "consents": mask(consents),
        "work": work(household),
        "plan_steps": mask(
            PlanStep.objects.filter(household=household, state="open").order_by("until")[:RECENT]
        ),
        "tasks_of_others": others.of_household(household.pk),
        **warnings(household),
        "events": events,
        "questions": questions_now(),
        "today": today,
        **allowed(household.unit_id),
    }
    if request.headers.get("HX-Target") == "timeline":
        return render(request, "desk/timeline.html", context)
    return render(request, "desk/household.html", context)


def allowed(unit: UUID) -> dict[str, bool]:
    """What the viewer may do from the page."""
    may_write = current().can("registry.write", unit)
    return {
        "may_print_card": current().can("identity.read", unit),
        "may_open_visits": current().can("identity.read"),
        "may_write": may_write,
        "may_refer": may_write and bool(referring_as(unit)),
        "may_read_plans": reads_plans(unit),
        "may_hand_over": current().can("household.hand_over", unit),
        "may_request": current().can("subject.request", unit),
    }


def warnings(household: Household) -> dict[str, Any]:
    """What whoever opens the page should know first: values that wait for a decision, an objection."""
    restrictions = Restriction.objects.in_force().filter(household=household)
    return {
        "conflicts": Conflict.objects.filter(household=household.pk, state="open").count(),
        "restricted": restrictions.order_by("since").first(),
        "notice": notice_of(household.pk),
    }


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of casework on a household page; nothing shows when the viewer reads nothing of it."""

    kind: str
    rows: list[Any]


def work(household: Household) -> Iterator[Work]:
    """Open tasks and needs, referrals under way, the last services and procedures."""
    rows: dict[str, QuerySet[Any]] = {
        "task": Task.objects.filter(state="open").order_by("due"),
        "need": Need.objects.filter(state__in=("open", "working")).order_by("-found_on"),
        "referral": Referral.objects.filter(state__in=("sent", "accepted")).order_by("-sent_on"),
        "procedure": Procedure.objects.order_by("-initiated_on"),
        "enrolment": Enrolment.objects.order_by("-applied_on"),
        "service": Service.objects.order_by("-date"),
        "concerned_household": ConcernedHousehold.objects.filter(process__is_open=True).order_by(
            "-created_at"
        ),
    }
    beside = {
        "referral": ("person", "directory_entry", "directory_entry__place"),
        "concerned_household": ("process",),
    }
    for kind, found in rows.items():
        joined = beside.get(kind, ("person",))
        shown = mask(found.filter(household=household).select_related(*joined)[:RECENT])
        if shown:
            yield Work(kind, shown)
