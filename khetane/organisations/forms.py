"""Forms of units and organisations."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Mandate
from khetane.organisations.actions import UnitFacts
from khetane.organisations.economies import economy_path
from khetane.organisations.models import Organisation, OrganisationKind, Unit
from khetane.places.enums import Kind
from khetane.places.forms import PlaceChoice, day_input
from khetane.places.models import Place
from khetane.web.asking import AskingForm

CODE = r"[A-Z0-9]+(-[A-Z0-9]+)*"


class UnitForm(forms.Form):
    """What is written down of a unit, and where it works."""

    name = forms.CharField(
        label=_("Name of the unit"),
        max_length=200,
        required=False,
        help_text=_("Left empty, it is called after its municipality in each language."),
    )
    municipality = PlaceChoice(
        Place.objects.none(),
        label=_("Municipality"),
        help_text=_(
            "When it changes, roles held for the new municipality, or for a place above it, do not reach this unit's "
            "persons before a second person has confirmed them."
        ),
    )
    decision = forms.CharField(label=_("Decision of the assembly"), max_length=300, required=False)
    decided_on = forms.DateField(label=_("Decided on"), required=False, widget=day_input())
    memorandum = forms.CharField(label=_("Memorandum of cooperation"), max_length=300, required=False)
    memorandum_on = forms.DateField(label=_("Signed on"), required=False, widget=day_input())
    memorandum_until = forms.DateField(label=_("Valid until"), required=False, widget=day_input())
    equipment = forms.CharField(
        label=_("Other equipment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "What has no entry of its own in the list of equipment, such as an office used with others."
        ),
    )

    def __init__(self, data: Any = None, *, unit: Unit | None = None) -> None:
        shown = (*UnitFacts.__slots__, "municipality")
        super().__init__(data, initial={field: getattr(unit, field) for field in shown} if unit else {})
        existing = Place.objects.filter(kind=Kind.MUNICIPALITY, valid_to=None)
        if unit:  # where it works may have ended: it stays until another one is chosen
            existing = existing.below(economy_path(unit)) | Place.objects.filter(pk=unit.municipality_id)
        cast(PlaceChoice, self.fields["municipality"]).queryset = (
            existing.without_boundary().named().order_by("sort_key")
        )

    @property
    def facts(self) -> UnitFacts:
        return UnitFacts(**{field: self.cleaned_data[field] for field in UnitFacts.__slots__})


class NewUnitForm(UnitForm):
    """A unit that is not there yet."""

    code = forms.RegexField(
        CODE, label=_("Code"), max_length=60, help_text=_("Letters A to Z, digits, dashes. It never changes.")
    )
    field_order = ("name", "code", "municipality")


class EquipmentForm(forms.Form):
    """A thing that a unit works with."""

    what = forms.CharField(label=_("What"), max_length=200, help_text=_("Vehicle, tablet, phone, projector."))
    inventory_number = forms.CharField(label=_("Inventory number"), max_length=60, required=False)
    since = forms.DateField(label=_("Since"), required=False, widget=day_input())
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=day_input(),
        help_text=_("When it was given back or written off."),
    )


class TrainingForm(forms.Form):
    """A training, with who took part by mandate."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    date = forms.DateField(label=_("Date"), widget=day_input())
    provider = forms.CharField(label=_("Provider"), max_length=200, required=False)
    mandates = forms.MultipleChoiceField(
        label=_("Who took part"), choices=Mandate.choices, widget=forms.CheckboxSelectMultiple
    )


class OrganisationForm(AskingForm):
    """An institution, civil society organisation or other body."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    code = forms.RegexField(
        CODE, label=_("Code"), max_length=60, help_text=_("Letters A to Z, digits, dashes. It never changes.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    place = PlaceChoice(Place.objects.none(), label=_("Place"), required=False)

    def __init__(self, data: Any = None, *, organisation: Organisation | None = None) -> None:
        names = ("name", "kind", "place")
        super().__init__(
            data, initial={name: getattr(organisation, name) for name in names} if organisation else {}
        )
        if organisation:
            del self.fields["code"]
        levels = Place.objects.filter(valid_to=None).exclude(kind__in=[Kind.SETTLEMENT, Kind.REGION])
        cast(PlaceChoice, self.fields["place"]).queryset = (
            levels.without_boundary().named().order_by("sort_key")
        )


class UnitFilter(forms.Form):
    """By economy."""

    country = PlaceChoice(
        Place.objects.none(), label=_("Economy"), required=False, empty_label=_("all of them")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        countries = Place.objects.filter(kind=Kind.COUNTRY).without_boundary().named().order_by("sort_key")
        self.economies = countries
        cast(PlaceChoice, self.fields["country"]).queryset = countries
