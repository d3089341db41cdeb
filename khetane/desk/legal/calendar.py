"""The calendar of hearings: what lies ahead, day by day; what was."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.access.seen import seen
from khetane.cases.legal import Hearing, HearingState
from khetane.core import keyset
from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.legal.board import Tab
from khetane.desk.legal.words import type_name


@dataclass(frozen=True, slots=True)
class Session:
    """One hearing with what it is about."""

    hearing: Hearing
    type: str
    is_unreported: bool  # its day is over and nobody said what came of it


@dataclass(frozen=True, slots=True)
class Day:
    """The hearings of one day."""

    date: datetime.date
    sessions: list[Session]


@requires("content.read")
def hearings(request: HttpRequest) -> HttpResponse:
    """Hearings ahead, the next first; with `past=1` those before today, the last first."""
    today, past = timezone.localdate(), request.GET.get("past") == "1"
    rows = Hearing.objects.select_related("procedure", "person", "household")
    rows = rows.filter(date__lt=today) if past else rows.filter(date__gte=today)
    units = current().units.get("content.read", frozenset())
    page = keyset.page(
        rows, ("-date", "-id") if past else ("date", "id"), request.GET.get("after", ""), units=units
    )
    seen("hearing", page.rows)
    mask(page.rows)
    sessions = [session(row, today) for row in page.rows]
    context = {
        "days": [
            Day(on, sorted(several, key=lambda one: one.hearing.time))
            for on, several in groupby(sessions, key=lambda one: one.hearing.date)
        ],
        "tabs": [Tab(_("Ahead"), "?", not past, None), Tab(_("Past"), "?past=1", past, None)],
        "past": past,
        "today": today,
        "page_of": page,
        **page.addresses(request.GET),
    }
    return render(request, "desk/legal/hearings.html", context)


def session(row: Hearing, today: datetime.date) -> Session:
    return Session(row, type_name(row.procedure.type), row.state == HearingState.SET and row.date < today)
