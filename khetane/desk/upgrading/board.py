"""The board: processes of the settlements one sees, by municipality and stage, the next that is due first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khetane.access.seen import seen
from khetane.core import keyset
from khetane.core.routes import requires
from khetane.desk.legal.board import Tab, tabs
from khetane.desk.upgrading.wording import StageSaid, kind_label, stage_said
from khetane.places.area import municipalities_with
from khetane.places.models import Place
from khetane.upgrading.lists import STAGES
from khetane.upgrading.models import Process
from khetane.upgrading.reading import shipped
from khetane.web.names import place_label, worded

EVERYTHING = "open"
OPEN = Q(is_open=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One process on the board."""

    process: Process
    kind: str
    stage: StageSaid
    is_overdue: bool


class BoardForm(forms.Form):
    """What else the board is narrowed by."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, *args: Any, municipalities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "kind": [(code, worded(one.names)) for code, one in shipped().items()],
            "stage": [(code, worded(one.labels)) for code, one in STAGES.codes.items()],
            "municipality": municipalities,
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]  # a choice field
        if len(municipalities) < 2:
            del self.fields["municipality"]


def conditions(today: dt.date) -> Mapping[str, tuple[str | Promise, Q]]:
    """The states of the board in their order."""
    return {
        EVERYTHING: (_("Under way"), OPEN),
        "overdue": (_("Overdue"), OPEN & Q(due__lt=today)),
        "no_day": (_("No day set"), OPEN & Q(due=None)),
        "closed": (_("Closed"), ~OPEN),
    }


@requires("settlement.read")
def processes(request: HttpRequest) -> HttpResponse:
    """Those under way by the day of their next step unless asked."""
    today = timezone.localdate()
    states = conditions(today)
    chosen = request.GET.get("state", EVERYTHING)
    chosen = chosen if chosen in states else EVERYTHING
    form = BoardForm(request.GET, municipalities=municipality_choices())
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    rows = Process.objects.select_related("place__parent").prefetch_related(
        "place__names", "place__parent__names"
    )
    order = ("-stage_on", "-id") if chosen == "closed" else ("due", "id")
    page = keyset.page(rows.filter(states[chosen][1], **wanted), order, request.GET.get("after", ""))
    seen("settlement_process", page.rows)
    context = {
        "tabs": board_tabs(request, chosen, states, wanted),
        "form": form,
        "filtered": bool(wanted) or chosen != EVERYTHING,
        "lines": [line(row, today) for row in page.rows],
        **page.addresses(request.GET),
    }
    return render(request, "desk/upgrading/board.html", context)


def line(process: Process, today: dt.date) -> Line:
    late = process.is_open and process.due is not None and process.due < today
    return Line(process, kind_label(process.kind), stage_said(process), late)


def board_tabs(
    request: HttpRequest,
    chosen: str,
    states: Mapping[str, tuple[str | Promise, Q]],
    wanted: Mapping[str, str],
) -> list[Tab]:
    """How many processes are in each state, in one question."""
    asked = {name: Count("pk", filter=condition) for name, (_label, condition) in states.items()}
    found = Process.objects.filter(**wanted).aggregate(**asked)
    return tabs(request, chosen, {name: (label, found[name]) for name, (label, _q) in states.items()})


def municipality_choices() -> list[tuple[str, str]]:
    """The municipalities whose settlements the viewer sees, where a process is on record."""
    area: list[UUID] = municipalities_with("settlement.read")
    having = Process.objects.values("municipality")
    found = Place.objects.filter(pk__in=area).filter(pk__in=having).without_boundary()
    return [(str(one.pk), place_label(one)) for one in found.order_by("sort_key").prefetch_related("names")]
