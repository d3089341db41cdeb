"""The page of one household: what its unit knows of it, as far as the viewer's mandates read it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from khetane.cases.models import Need, PlanStep, Procedure, Referral, Service
from khetane.core.birth import AgeRange
from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.ages import age_of
from khetane.desk.cases.reading import reads_plans
from khetane.desk.opened import opened
from khetane.desk.questions import questions_now
from khetane.desk.referring.own import referring_as
from khetane.desk.rights.kept_time import notice_of
from khetane.desk.timeline import timeline_of
from khetane.history.models import Conflict
from khetane.outreach import others
from khetane.outreach.models import Task
from khetane.people.kinship import HEAD
from khetane.people.models import Consent, Household, Membership, Person, Restriction
from khetane.places.naming import unit_named
from khetane.programmes.models import Enrolment
from khetane.upgrading.models import ConcernedHousehold

RECENT = 10


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who belongs, or belonged, to the household."""

    membership: Membership
    day: datetime.date

    @property
    def person(self) -> Person:
        return self.membership.person

    @property
    def age(self) -> AgeRange | None:
        """On the day of the page; None too where the viewer may not see the birth."""
        return age_of(self.person, self.day)


@requires("identity.read", under_override=True)
def household_page(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """404 for a household that is not there for the viewer, whether or not it exists."""
    household = get_object_or_404(
        Household.objects.with_place().prefetch_related(unit_named()), pk=household_id
    )
    today = timezone.localdate()
    now, before = members(household, today)
    heads = [one for one in now if one.membership.role == HEAD and one.membership.begins <= today]
    events = timeline_of(household, request.GET.get("before", ""))
    emergency = opened("household", household, [member.membership.person_id for member in [*now, *before]])
    mask([household])
    mask(one.membership for one in (*now, *before))
    consents = Consent.objects.in_force(today).filter(household=household).select_related("person")
    context = {
        "household": household,
        "emergency": emergency,
        "heads": heads if len(heads) > 1 else [],
        "members": now,
        "former": before,
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


def members(household: Household, day: datetime.date) -> tuple[list[Member], list[Member]]:
    """Who belongs to it on `day`, the head first and then by age; and who did before, the last first."""
    all_of = household.memberships.select_related("person").order_by("begins")
    now: list[Member] = []
    before: list[Member] = []
    for membership in all_of:
        gone = membership.ends is not None and membership.ends <= day
        (before if gone else now).append(Member(membership, day))
    now.sort(key=lambda one: (one.membership.role != HEAD, one.person.birth_date or datetime.date.max))
    before.sort(key=lambda one: str(one.membership.ends), reverse=True)
    return now, before


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
