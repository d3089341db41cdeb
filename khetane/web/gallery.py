"""Every component on one page, with invented content: for pictures and accessibility tests.

Its route exists only where the settings are those of a test (see khetane/config/urls.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from khetane.core.routes import open_to_all


@dataclass
class Names:
    """Stands in for the related manager of a place's names."""

    names: dict[str, str]

    def all(self) -> list[SampleName]:
        return [SampleName(language, name) for language, name in self.names.items()]


@dataclass
class SampleName:
    language: str
    name: str


@dataclass
class SamplePlace:
    name: str
    names: Names
    designation_note: str = ""


@dataclass
class SamplePerson:
    given_name: str
    family_name: str
    birth_date: date | None
    birth_precision: str = "day"
    state: str = "applied"
    state_label: Any = field(default=_("Applied"))


class SampleForm(forms.Form):
    given_name = forms.CharField(label=_("Given name"))
    birth_date = forms.DateField(
        label=_("Birth date"),
        help_text=_("As exactly as it is known."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    role = forms.ChoiceField(
        label=_("Role in the household"), choices=[("head", _("Head")), ("child", _("Child"))]
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        widget=forms.RadioSelect,
        choices=[("female", _("Female")), ("male", _("Male")), ("unknown", _("Not known"))],
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas of need"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("education", _("Education")), ("health", _("Health")), ("housing", _("Housing"))],
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label=_("The notice was read out and understood"))


class SampleFilter(forms.Form):
    q = forms.CharField(label=_("Text"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), ("held", _("Held")), ("applied", _("Applied"))],
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


NOTE = (
    "This designation is without prejudice to positions on status, and is in line with UNSCR 1244 and "
    "the ICJ Opinion on the Kosovo declaration of independence."
)


@open_to_all("pictures of every component; invented content; there only in tests")
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "khetane/gallery.html", content(request))


def content(request: HttpRequest) -> dict[str, Any]:
    return {
        "form": SampleForm(),
        "refused": SampleForm({"given_name": "", "sex": "female"}),
        "filter": SampleFilter(request.GET or None),
        "people": people(),
        "places": places(),
        "states": states(),
        "events": events(),
        "tabs": [
            {"label": _("Members"), "url": "#", "current": True, "count": 6},
            {"label": _("Needs"), "url": "#", "current": False, "count": 1204},
            {"label": _("Procedures"), "url": "#", "current": False, "count": None},
            {"label": _("Timeline"), "url": "#", "current": False, "count": None},
        ],
    }


def people() -> list[SamplePerson]:
    return [
        SamplePerson("Џемиле", "Ђурић", date(1987, 3, 15)),
        SamplePerson("Xhemile", "Berisha-Krasniqi", date(2014, 1, 1), "year", "held", _("Held")),
        SamplePerson("Ѓорѓи", "Ќосев", date(1960, 7, 1), "estimated", "conflict", _("Conflict")),
        SamplePerson("Ayşe", "", None, "day", "needs_correction", _("Needs correction")),
    ]


def places() -> list[SamplePlace]:
    return [
        SamplePlace("Niš", Names({"sr-Cyrl": "Ниш", "mk": "Ниш"})),
        SamplePlace("Kosovo*", Names({"en": "Kosovo*", "sr-Cyrl": "Косово*", "mk": "Косово*"}), NOTE),
        SamplePlace("Skopje", Names({"mk": "Скопје", "sr-Cyrl": "Скопље"})),
    ]


def states() -> list[tuple[str, Any]]:
    return [
        ("applied", _("Applied")),
        ("held", _("Held")),
        ("conflict", _("Conflict")),
        ("needs_correction", _("Needs correction")),
        ("sent", _("Sent")),
        ("cancelled", _("Cancelled")),
        ("urgent", _("Urgent")),
    ]


def events() -> list[dict[str, Any]]:
    return [
        {
            "when": datetime(2026, 11, 15, 9, 30, tzinfo=UTC),
            "title": _("Joint visit"),
            "who": "A. Sample",
            "detail": _("Met at home; two needs recorded."),
            "url": "#",
        },
        {"when": date(2026, 10, 2), "title": _("Referral sent"), "who": "B. Sample", "detail": "", "url": ""},
        {"when": date(2025, 4, 21), "title": _("Household registered"), "who": "", "detail": "", "url": ""},
    ]
