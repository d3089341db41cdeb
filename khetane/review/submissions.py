"""The list of submissions, and the map of where they were taken."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.access.seen import seen
from khetane.core import keyset
from khetane.core.days import beginning, end
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.authors import names_of
from khetane.forms.models import Form, KeptState, KeptUpload, Submission, SubmissionState
from khetane.organisations.models import Unit
from khetane.places import maps
from khetane.places.enums import Kind
from khetane.places.models import Place
from khetane.places.naming import unit_named
from khetane.web.formats import short_day
from khetane.web.names import form_title, unit_label

NEWEST_FIRST = ("-received_at", "-id")
POINTS = 2000
PLACES = 200  # drawn behind them
CLOSEST = 12  # a settlement and what surrounds it
READ = "submission.read"


class SubmissionFilter(forms.Form):
    """Which submissions: of a form, a unit, a time, in a state."""

    form = forms.TypedChoiceField(label=_("Form"), required=False, coerce=UUID, empty_value=None)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=UUID, empty_value=None)
    state = forms.ChoiceField(label=_("State"), required=False)
    since = forms.DateField(
        label=_("Received from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Received until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.choose("form", [(form.pk, form_title(form)) for form in Form.objects.all()])
        units = Unit.objects.listed().filter(pk__in=current().units.get(READ, ()))
        self.choose("unit", [(unit.pk, unit_label(unit)) for unit in units])
        self.choose("state", SubmissionState.choices)
        if len(self.fields["unit"].choices) < 3:  # type: ignore[attr-defined]  # a choice field
            del self.fields["unit"]

    def choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [("", _("all")), *choices]  # type: ignore[attr-defined]  # a choice field


@dataclass(frozen=True, slots=True)
class Shown:
    """A submission as the list shows it."""

    submission: Submission
    title: str
    who: str


@requires(READ)
def submissions(request: HttpRequest) -> HttpResponse:
    """A page of submissions, the last received first."""
    form, rows = filtered(request)
    units = current().units.get(READ, ())
    page = keyset.page(rows, NEWEST_FIRST, request.GET.get("after", ""), units=units)
    seen("submission", page.rows)
    names = names_of(row.account for row in page.rows)
    context = {
        "form": form,
        "shown": [Shown(row, title_of(row), names.get(row.account, "")) for row in page.rows],
        "filtered": bool(form.is_valid() and any(form.cleaned_data.values())),
        "query": request.GET.urlencode(),
        "kept": kept_waiting(),
        **page.addresses(request.GET),
    }
    return render(request, "review/submissions.html", context)


def filtered(request: HttpRequest) -> tuple[SubmissionFilter, QuerySet[Submission]]:
    """The filter and its rows; a value that is none of the choices filters nothing."""
    form = SubmissionFilter(request.GET or None)
    form.is_valid()
    wanted: dict[str, Any] = form.cleaned_data if form.is_bound else {}
    rows = (
        Submission.objects.select_related("form_version__form", "unit")
        .prefetch_related(unit_named())
        .defer("content", "key", "form_version__compiled")
    )
    conditions = {
        "form_version__form": wanted.get("form"),
        "unit": wanted.get("unit"),
        "state": wanted.get("state"),
        "received_at__gte": day_begins(wanted.get("since")),
        "received_at__lt": day_ends(wanted.get("until")),
    }
    return form, rows.filter(**{name: value for name, value in conditions.items() if value})


def day_begins(day: datetime.date | None) -> datetime.datetime | None:
    return beginning(day) if day else None


def day_ends(day: datetime.date | None) -> datetime.datetime | None:
    return end(day) if day else None


def title_of(submission: Submission) -> str:
    """The form's title; an edit on a screen has no form."""
    return form_title(submission.form_version) if submission.form_version else str(_("Edit on a screen"))


def kept_waiting() -> int:
    """How many kept uploads wait for the viewer."""
    return KeptUpload.objects.filter(state=KeptState.WAITING).count()


def placed(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those that name a point."""
    return rows.filter(latitude__isnull=False, longitude__isnull=False)


@requires(READ)
def where(request: HttpRequest) -> HttpResponse:
    """The page with the map of the filtered submissions."""
    form, rows = filtered(request)
    context = {"form": form, "query": request.GET.urlencode(), "placed": placed(rows).exists()}
    return render(request, "review/map.html", context)


@requires(READ)
def points(request: HttpRequest) -> HttpResponse:
    """Where the filtered submissions were taken, as the map wants it; the newest only when there are many."""
    _form, rows = filtered(request)
    shown = list(placed(rows).order_by(*NEWEST_FIRST)[:POINTS])
    seen("submission", shown)
    places = around(shown)
    told = {
        "type": "FeatureCollection",
        "outlines": [static(path) for path in outlines_of(places)],
        "closest": CLOSEST,
        "places": [one for place in places if (one := placed_name(place))["geometry"]],
        "features": [feature(one) for one in shown],
    }
    return JsonResponse(told)


def around(shown: Iterable[Submission]) -> list[Place]:
    """The municipalities of the units that sent them, with their settlements: by these one sees where a point lies."""
    municipalities = {one.unit.municipality_id for one in shown}
    here = Q(pk__in=municipalities) | Q(parent__in=municipalities, kind=Kind.SETTLEMENT)
    return list(Place.objects.filter(here).valid_on(timezone.localdate()).named().order_by("path")[:PLACES])


def outlines_of(places: Iterable[Place]) -> list[str]:
    """Of the one country that all lie in, else of every country."""
    drawn = {tuple(maps.outlines(place)) for place in places}
    return list(drawn.pop()) if len(drawn) == 1 else ["geo/surroundings.geojson", "geo/countries.geojson"]


def placed_name(place: Place) -> maps.Feature:
    """A place that is drawn behind the points, with its name."""
    return maps.feature(place, lambda _place: "", role="around", value=0, count="")


def feature(submission: Submission) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [submission.longitude, submission.latitude]},
        "properties": {
            "name": f"{title_of(submission)}, {short_day(submission.received_at)}",
            "url": reverse("forms:submission", args=[submission.pk]),
            "role": "child",
            "value": 0,
        },
    }
