"""Forms of the service directory."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Area
from khetane.core.viewer import current
from khetane.desk.recipients import kind_choices
from khetane.organisations.directory import KEEP_ALL, EntryFacts, keeps_in
from khetane.organisations.models import DirectoryEntry, Unit
from khetane.places.enums import Kind
from khetane.places.forms import PlaceChoice, day_input
from khetane.places.models import Place
from khetane.places.querysets import PlaceQuerySet
from khetane.web.asking import AskingForm

AREAS = [("", _("all of them")), *Area.choices]


def municipalities_near() -> PlaceQuerySet:
    """Those of the viewer's units; of who has none, every one that has a unit."""
    own = {unit for units in current().units.values() for unit in units}
    units = Unit.objects.filter(pk__in=own) if own else Unit.objects.all()
    found = Place.objects.filter(pk__in=units.values("municipality"))
    return found.without_boundary().named().order_by("sort_key")


class DirectorySearch(forms.Form):
    """Where, for what, in which words."""

    place = PlaceChoice(Place.objects.none(), label=_("Municipality"), required=False, empty_label=None)
    area = forms.ChoiceField(label=_("Area"), choices=AREAS, required=False)
    q = forms.CharField(label=_("Words"), max_length=100, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        cast(PlaceChoice, self.fields["place"]).queryset = municipalities_near()

    @property
    def place_shown(self) -> Place | None:
        """The municipality that was chosen, else the first of the viewer's."""
        chosen: Place | None = self.cleaned_data.get("place") if self.is_valid() else None
        return chosen or municipalities_near().first()


class EntryForm(AskingForm):
    """What the directory says of a service; `entry` is made with the page, so that sending twice adds one."""

    provider = forms.CharField(label=_("Who provides it"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind of institution"), help_text=_("Consents to a referral name the kind, not the house.")
    )
    area = forms.ChoiceField(label=_("Area"), choices=Area.choices)
    what = forms.CharField(label=_("What it provides"), max_length=300)
    for_whom = forms.CharField(label=_("For whom"), max_length=300, required=False)
    hours = forms.CharField(
        label=_("Hours"), max_length=200, required=False, help_text=_("Such as: weekdays 8 to 14.")
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    checked_on = forms.DateField(label=_("Last checked on"), required=False, widget=day_input())
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    entry = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, entry: DirectoryEntry | None = None) -> None:
        initial: dict[str, Any] = {"entry": uuid.uuid4(), "checked_on": timezone.localdate()}
        if entry is not None:
            shown = {name: getattr(entry, name) for name in EntryFacts.__slots__}
            initial = {**shown, "entry": entry.pk, "version": entry.version}
        super().__init__(data, initial=initial)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("latitude") is None) is not (cleaned.get("longitude") is None):
            self.add_error("longitude", _("A point needs latitude and longitude. Give both or none."))
        return cleaned

    @property
    def facts(self) -> EntryFacts:
        names = EntryFacts.__slots__
        return EntryFacts(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class KnownEntryForm(EntryForm):
    """An entry that is there, which may end."""

    ended_on = forms.DateField(
        label=_("Ended on"),
        required=False,
        widget=day_input(),
        help_text=_("From that day on nobody is referred there any more; referrals that name it stay."),
    )


class NewEntryForm(EntryForm):
    """An entry that is not there yet, at a place whose directory the viewer keeps."""

    place = PlaceChoice(
        Place.objects.none(),
        label=_("Place"),
        help_text=_("It serves this place and everything that lies in it."),
    )
    field_order = ("place", "provider", "kind", "area", "what")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        if current().can(KEEP_ALL):
            places = Place.objects.filter(valid_to=None).exclude(kind__in=[Kind.SETTLEMENT, Kind.REGION])
        else:
            places = Place.objects.filter(pk__in=keeps_in())
        cast(PlaceChoice, self.fields["place"]).queryset = (
            places.without_boundary().named().order_by("sort_key")
        )
