"""The feed that a calendar program reads with a secret address: that something is due, never what or for whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from khetane.access.models import Account
from khetane.access.seen import seen
from khetane.core.routes import sets_own_viewer
from khetane.core.viewer import acting_as, current
from khetane.desk.legal.waiting import hearings_set, terms
from khetane.desk.reminding.due import plans
from khetane.desk.schemes.waiting import planned_milestones
from khetane.desk.whose import mine
from khetane.outreach.models import Task, TaskState, Visit, VisitState
from khetane.outreach.reminding import feed_account

BACK, AHEAD = datetime.timedelta(days=30), datetime.timedelta(days=180)
MOST = 500


@sets_own_viewer("calendar programs send nothing but the address, whose secret says who asks")
def feed(request: HttpRequest, calendar_secret: str) -> HttpResponse:
    """The calendar of who has this secret, as her grants stand at this moment; 404 for a secret that is none."""
    account_id = feed_account(calendar_secret)
    if account_id is None:
        return HttpResponseNotFound()
    with acting_as(account_id):
        language = Account.objects.values_list("language", flat=True).get(pk=account_id)
        with translation.override(language or "en"):
            content = calendar(request).to_ical()
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def calendar(request: HttpRequest) -> Calendar:
    """The viewer's calendar."""
    made = Calendar()
    made.add("prodid", "-//Khetane//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Khetane")
    made.add("refresh-interval;value=duration", "PT6H")
    for event in events(request):
        made.add_component(event)
    return made


def events(request: HttpRequest) -> Iterator[Event]:
    """An event on the day of each open task of hers, each review, milestone, visit, term and hearing she reads of."""
    today = timezone.localdate()
    span = (today - BACK, today + AHEAD)
    tasks = list(
        Task.objects.filter(mine(current()), state=TaskState.OPEN, due__range=span).order_by("due", "id")[
            :MOST
        ]
    )
    seen("task", tasks)
    for task in tasks:
        url = request.build_absolute_uri(reverse("outreach:task", args=[task.pk]))
        yield event(f"task-{task.pk}", _("A task is due"), task.due, task.updated_at, url)
    reviews = list(plans().filter(review_on__range=span).order_by("review_on", "id")[:MOST])
    seen("case_plan", reviews)
    for plan in reviews:
        url = request.build_absolute_uri(reverse("cases:plan", args=[plan.pk]))
        yield event(f"plan-{plan.pk}", _("A plan is to be reviewed"), plan.review_on, plan.updated_at, url)
    yield from of_schemes(request, span)
    yield from of_visits(request, span)
    yield from of_procedures(request, span)


def of_schemes(request: HttpRequest, span: tuple[datetime.date, datetime.date]) -> Iterator[Event]:
    """An event on the day of each milestone that is planned."""
    awaited = list(planned_milestones().filter(due__range=span).order_by("due", "id")[:MOST])
    seen("milestone", awaited)
    for one in awaited:
        url = request.build_absolute_uri(reverse("programmes:enrolment", args=[one.enrolment_id]))
        yield event(f"milestone-{one.pk}", _("A milestone is due"), one.due, one.updated_at, url)


def of_visits(request: HttpRequest, span: tuple[datetime.date, datetime.date]) -> Iterator[Event]:
    """An event on the day of each visit that her units plan; where to, stays behind the sign-in too."""
    ahead = Visit.objects.filter(
        unit__in=current().units.get("identity.read", ()), state=VisitState.PLANNED, date__range=span
    )
    visits = list(ahead.order_by("date", "id")[:MOST])
    seen("visit", visits)
    for visit in visits:
        url = request.build_absolute_uri(reverse("outreach:visit", args=[visit.pk]))
        yield event(f"visit-{visit.pk}", _("A joint visit"), visit.date, visit.updated_at, url)


def of_procedures(request: HttpRequest, span: tuple[datetime.date, datetime.date]) -> Iterator[Event]:
    """An event on the last day of each term of a procedure that she reads, and on each hearing."""
    ending = list(terms(timezone.localdate()).filter(due__range=span).order_by("due", "id")[:MOST])
    seen("procedure", ending)
    for one in ending:
        url = request.build_absolute_uri(reverse("cases:procedure", args=[one.pk]))
        yield event(f"term-{one.pk}", _("A term ends"), one.due, one.updated_at, url)
    hearings = list(hearings_set().filter(date__range=span).order_by("date", "id")[:MOST])
    seen("hearing", hearings)
    for hearing in hearings:
        url = request.build_absolute_uri(reverse("cases:procedure", args=[hearing.procedure_id]))
        yield event(f"hearing-{hearing.pk}", _("A hearing"), hearing.date, hearing.updated_at, url)


def event(uid: str, summary: str, day: datetime.date | None, changed: datetime.datetime, url: str) -> Event:
    """One day's entry."""
    made = Event()
    made.add("uid", f"{uid}@khetane")
    made.add("summary", summary)
    made.add("dtstart", day)
    made.add("dtstamp", changed)
    made.add("transp", "TRANSPARENT")
    made.add("url", url)
    return made
