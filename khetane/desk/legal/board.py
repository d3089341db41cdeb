"""The board of procedures: by state and by the last day of the next term."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khetane.access.seen import seen
from khetane.cases.legal import Outcome, Procedure, Turn
from khetane.cases.lists import PROCEDURES
from khetane.cases.procedures.standing import CLIENT, definition_of
from khetane.core import keyset
from khetane.core.masking import mask
from khetane.core.routes import requires
from khetane.core.viewer import CLIENTS_ONLY, current
from khetane.desk.edit_forms import day_field
from khetane.desk.legal.waiting import OPEN, appeals
from khetane.desk.legal.words import step_name, term_name, type_name
from khetane.desk.listing import chosen as narrowed_by

SOON = datetime.timedelta(days=14)
EVERYTHING = "open"
ALL = "all"
DAYS = {"initiated_on": _("Initiated on"), "solved_on": _("Solved on")}


@dataclass(frozen=True, slots=True)
class Tab:
    """One state of the board."""

    label: str | Promise
    url: str
    current: bool
    count: int | None


def conditions(today: datetime.date) -> Mapping[str, tuple[str | Promise, Q]]:
    """The states of the board in their order; all but the last two are parts of the first, to which an open appeal belongs."""
    waits = OPEN | appeals(today)
    return {
        EVERYTHING: (_("All open"), waits),
        "missed": (_("We missed a term"), OPEN & Q(due__lt=today, turn=CLIENT)),
        "silent": (_("The office is silent"), OPEN & Q(due__lt=today) & ~Q(turn=CLIENT)),
        "soon": (_("Within two weeks"), waits & Q(due__gte=today, due__lte=today + SOON)),
        "later": (_("Later"), waits & Q(due__gt=today + SOON)),
        "no_term": (_("No term runs"), OPEN & Q(due=None)),
        "closed": (_("Closed"), ~OPEN),
        ALL: (_("all"), Q()),
    }


class BoardForm(forms.Form):
    """What else the board is narrowed by."""

    type = forms.ChoiceField(label=_("Procedure"), required=False)
    turn = forms.ChoiceField(label=_("Whose turn"), required=False, choices=[("", _("all")), *Turn.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [("", _("all")), *((code, type_name(code)) for code in PROCEDURES.codes)]
        self.fields["type"].choices = types  # type: ignore[attr-defined]  # a choice field
        if {"since", "until"} & self.data.keys():  # a figure of a report leads here
            ends = [("", _("all")), *Outcome.choices]
            self.fields["outcome"] = forms.ChoiceField(label=_("Outcome"), required=False, choices=ends)
            self.fields["by"] = forms.ChoiceField(
                label=_("By the day"), required=False, choices=list(DAYS.items())
            )
            self.fields["since"] = day_field(_("From"), required=False)
            self.fields["until"] = day_field(_("Until"), required=False)


@requires("content.read")
def procedures(request: HttpRequest) -> HttpResponse:
    """Procedures of the viewer's mandates: open ones by their next term unless asked."""
    today = timezone.localdate()
    states = conditions(today)
    chosen = request.GET.get("state", EVERYTHING)
    chosen = chosen if chosen in states else EVERYTHING
    form = BoardForm(request.GET)
    wanted = narrowed_by(form, DAYS)
    units = current().units.get("content.read", frozenset())
    rows = Procedure.objects.select_related("household", "person").filter(states[chosen][1], **wanted)
    order = ("-solved_on", "-id") if chosen == "closed" else ("due", "id")
    page = keyset.page(rows, order, request.GET.get("after", ""), units=units)
    seen("procedure", page.rows)
    mask(page.rows)
    context = {
        "tabs": tabs(request, chosen, counted(states, wanted, units)),
        "figures": figures(today, units),
        "form": form,
        "state": chosen,
        "filtered": bool(wanted) or chosen != EVERYTHING,
        "page_of": page,
        "lines": [line(row, today) for row in page.rows],
        "today": today,
        "takes_clients": current().can(CLIENTS_ONLY),
        **page.addresses(request.GET),
    }
    return render(request, "desk/legal/board.html", context)


@dataclass(frozen=True, slots=True)
class Line:
    """One procedure on the board: what it is, what happened last, what comes next and by when."""

    procedure: Procedure
    type: str
    stage: str
    term: str
    is_over: bool  # the last day has passed
    is_silent: bool  # and it was the office's
    waits: bool  # somebody waits for what comes next: it is open, or refused and may be appealed


def line(row: Procedure, today: datetime.date) -> Line:
    passed = row.outcome == Outcome.PENDING and row.due is not None and row.due < today
    return Line(
        procedure=row,
        type=type_name(row.type),
        stage=step_name(definition_of(row.type), row.stage) if row.stage else "",
        term=term_name(row.type, row.rules, row.term) if row.term else "",
        is_over=passed,
        is_silent=passed and row.turn != CLIENT,
        waits=row.outcome == Outcome.PENDING or (row.due is not None and row.due >= today),
    )


def in_units(units: frozenset[Any]) -> QuerySet[Procedure]:
    return Procedure.objects.filter(unit__in=units)


def counted(
    states: Mapping[str, tuple[str | Promise, Q]], wanted: Mapping[str, str], units: frozenset[Any]
) -> Mapping[str, tuple[str | Promise, int | None]]:
    """How many procedures that wait are in each state, in one question; closed ones are not counted."""
    asked = {name: Count("pk", filter=condition) for name, (_label, condition) in states.items()}
    for told_elsewhere in ("closed", ALL):
        asked.pop(told_elsewhere)
    found = in_units(units).filter(states[EVERYTHING][1], **wanted).aggregate(**asked)
    return {name: (label, found.get(name)) for name, (label, _condition) in states.items()}


def tabs(
    request: HttpRequest, chosen: str, states: Mapping[str, tuple[str | Promise, int | None]]
) -> list[Tab]:
    made = []
    for name, (label, count) in states.items():
        kept = request.GET.copy()
        kept.pop("after", None)
        kept["state"] = name
        made.append(Tab(label, f"?{kept.urlencode()}", name == chosen, count))
    return made


def figures(today: datetime.date, units: frozenset[Any]) -> Mapping[str, int]:
    """Initiated and solved since the year began, as the field counts them."""
    first = today.replace(month=1, day=1)
    rows = in_units(units)
    return {
        "year": today.year,
        "initiated": rows.filter(initiated_on__gte=first, initiated_on__lte=today).count(),
        "solved": rows.filter(solved_on__gte=first, solved_on__lte=today, outcome=Outcome.GRANTED).count(),
    }
