"""The calendar of joint visits: a month, as a table on a wide page and as a list on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from babel.dates import get_day_names
from django.db.models import Count, Window
from django.db.models.functions import RowNumber
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

SHOWN = 5  # visits of a day: who works with many units opens the day for the others


@dataclass(slots=True)
class Planned:
    """Visits of one day: how many, and the first of them."""

    number: int = 0
    visits: list[Visit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar, its first visits, and how many there are beside."""

    date: dt.date
    visits: list[Visit]
    more: int
    outside: bool
    today: bool


@requires("identity.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """The visits of one month, of the viewer's units."""
    today = timezone.localdate()
    shown = read_month(request.GET.get("month", ""), today)
    visits = visits_between(shown.weeks[0][0], shown.weeks[-1][-1])
    seen("visit", [visit for of_day in visits.values() for visit in of_day.visits])
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


def visits_between(first: dt.date, last: dt.date) -> dict[dt.date, Planned]:
    """The visits of the viewer's units from one day to another, by day."""
    units = current().units.get("identity.read", frozenset())
    asked = Visit.objects.filter(unit__in=units, date__gte=first, date__lte=last).order_by()
    placed = asked.annotate(
        place_in_day=Window(RowNumber(), partition_by="date", order_by="id"),
        of_day=Window(Count("pk"), partition_by="date"),
    ).filter(place_in_day__lte=SHOWN)
    numbers = dict(placed.values_list("pk", "of_day"))
    found: dict[dt.date, Planned] = {}
    rows = Visit.objects.filter(pk__in=numbers).order_by("date", "id")
    for visit in rows.select_related("place").prefetch_related("place__names"):
        of_day = found.setdefault(visit.date, Planned(numbers[visit.pk]))
        of_day.visits.append(visit)
    return found


def day_of(date: dt.date, shown: Month, visits: Mapping[dt.date, Planned], today: dt.date) -> Day:
    found = visits.get(date, Planned())
    more = found.number - len(found.visits)
    return Day(date, found.visits, more, outside=date.month != shown.month, today=date == today)
