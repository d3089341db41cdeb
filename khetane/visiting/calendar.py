"""The calendar of joint visits: a month, as a table on a wide page and as a list on a phone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from babel.dates import get_day_names
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from khetane.access.seen import seen
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.outreach.models import Visit
from khetane.visiting.months import Month, month_of, read_month
from khetane.visiting.tabs import tabs
from khetane.web import formats
from khetane.web.languages import locale


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar and its visits."""

    date: dt.date
    visits: list[Visit]
    outside: bool
    today: bool


@requires("identity.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """The visits of one month, of the viewer's units."""
    today = timezone.localdate()
    shown = read_month(request.GET.get("month", ""), today)
    visits = visits_between(shown.weeks[0][0], shown.weeks[-1][-1])
    seen("visit", [visit for of_day in visits.values() for visit in of_day])
    context = {
        "weeks": [[day_of(date, shown, visits, today) for date in week] for week in shown.weeks],
        "title": formats.month(shown.first),
        "day_names": [get_day_names("abbreviated", locale=locale())[number] for number in range(7)],
        "before": shown.moved(-1),
        "after": shown.moved(1),
        "this_month": month_of(today),
        "shown": shown,
        "any": any(date.month == shown.month for date in visits),
        "tabs": tabs("calendar"),
        "may_plan": current().can("registry.write"),
    }
    return render(request, "visiting/calendar.html", context)


def visits_between(first: dt.date, last: dt.date) -> dict[dt.date, list[Visit]]:
    units = current().units.get("identity.read", frozenset())
    rows = Visit.objects.filter(unit__in=units, date__gte=first, date__lte=last).order_by("date", "id")
    found: dict[dt.date, list[Visit]] = {}
    for visit in rows.select_related("place").prefetch_related("place__names"):
        found.setdefault(visit.date, []).append(visit)
    return found


def day_of(date: dt.date, shown: Month, visits: dict[dt.date, list[Visit]], today: dt.date) -> Day:
    return Day(date, visits.get(date, []), outside=date.month != shown.month, today=date == today)
