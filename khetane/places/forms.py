"""Forms of places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khetane.places.boundaries.planning import Options
from khetane.places.enums import NETWORKS, Existence, Kind
from khetane.places.languages import LANGUAGES
from khetane.places.models import Place
from khetane.places.profile_table import label
from khetane.places.querysets import PlaceQuerySet
from khetane.places.tree import rules
from khetane.places.tree.building import Facts
from khetane.web.asking import AskingForm
from khetane.web.names import place_label

SERBIAN = ("sr-Cyrl", "sr-Latn")


def day_input() -> forms.DateInput:
    """The browser's own date field, which takes no other way of writing a date."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


CHOOSE = _("choose")


class PlaceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when running
    """A place by its name in the reader's language."""

    def __init__(self, *args: Any, empty_label: Any = CHOOSE, **kwargs: Any) -> None:
        super().__init__(*args, empty_label=empty_label, **kwargs)

    def label_from_instance(self, obj: Place) -> str:
        return f"{place_label(obj)} ({obj.code})"


def designated(form: forms.Form) -> list[Place]:
    """Places that a form offers and that carry a designation note: it has to stand on the page (design rule 9)."""
    offered = [field.queryset for field in form.fields.values() if isinstance(field, PlaceChoice)]
    return [
        place for places in offered if places is not None for place in places.exclude(designation_note="")
    ]


class PlacesChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """Several places by their names in the reader's language."""

    def label_from_instance(self, obj: Place) -> str:
        return f"{place_label(obj)} ({obj.code})"


class SettlementFilter(forms.Form):
    """By municipality, and by how much of the settlement a network reaches."""

    municipality = PlaceChoice(
        Place.objects.none(), label=_("Municipality"), required=False, empty_label=_("all of them")
    )
    network = forms.ChoiceField(label=_("Network"), required=False)
    existence = forms.ChoiceField(
        label=_("It reaches"), required=False, choices=[("", _("any")), *Existence.choices]
    )

    def __init__(self, data: Any = None, *, municipalities: Iterable[UUID]) -> None:
        super().__init__(data)
        listed = Place.objects.filter(pk__in=list(municipalities)).without_boundary().named()
        cast(PlaceChoice, self.fields["municipality"]).queryset = listed.order_by("sort_key")
        cast(forms.ChoiceField, self.fields["network"]).choices = [
            ("", _("any")),
            *((name, label(f"{name}_existence")) for name in NETWORKS),
        ]


class NamesForm(AskingForm):
    """What a place is called, per language."""

    name = forms.CharField(label=_("Name in lists"), max_length=200)

    def __init__(self, data: Any = None, *, place: Place | None = None) -> None:
        names = {one.language: one.name for one in place.names.all() if not one.derived} if place else {}
        initial = {"name": place.name if place else "", **{field(tag): name for tag, name in names.items()}}
        super().__init__(data, initial=initial)
        self.languages = dict.fromkeys([*LANGUAGES, *names])
        for tag in self.languages:
            self.fields[field(tag)] = forms.CharField(
                label=LANGUAGES.get(tag, tag), max_length=200, required=False
            )
        for tag in SERBIAN:
            self.fields[field(tag)].help_text = _("Derived from the other script where it is left empty.")

    @property
    def names(self) -> dict[str, str]:
        """The names by language, as the actions take them."""
        return {tag: self.cleaned_data[field(tag)] for tag in self.languages}


class NewPlaceForm(NamesForm):
    """A place that is not in the tree yet."""

    code = forms.CharField(
        label=_("Code"),
        max_length=rules.MAX_CODE,
        help_text=_("Letters A to Z, digits, dashes. It never changes."),
    )
    kind = forms.ChoiceField(label=_("Kind"))
    valid_from = forms.DateField(label=_("Exists since"), required=False, widget=day_input())
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    field_order = ("name", "code", "kind", "valid_from", "latitude", "longitude")

    def __init__(self, *args: Any, parent: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [
            (kind, Kind(kind).label) for kind in rules.may_hold(parent.kind)
        ]
        if not self.is_bound:
            self.initial["code"] = f"{parent.code}-"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            raise forms.ValidationError(
                _("A point needs both its latitude and its longitude. Write both or none.")
            )
        return cleaned

    @property
    def facts(self) -> Facts:
        """What is said of the place, as the actions take it."""
        said = ("kind", "code", "name", "valid_from", "latitude", "longitude")
        return Facts(
            names=self.names,
            source=gettext("entered by hand"),
            **{name: self.cleaned_data[name] for name in said},
        )


class DayForm(forms.Form):
    """The day of a change."""

    on = forms.DateField(
        label=_("On"),
        widget=day_input(),
        help_text=_("The first day on which it is so."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class MoveForm(forms.Form):
    """In which other place of its country a place lies."""

    parent = PlaceChoice(Place.objects.none(), label=_("It lies in"))

    def __init__(self, data: Any = None, *, place: Place) -> None:
        super().__init__(data)
        levels = Place.objects.below(country_path(place)).filter(kind__in=rules.LIES_IN[place.kind])
        others = levels.filter(valid_to=None).exclude(pk__in=[place.pk, place.parent_id])
        cast(PlaceChoice, self.fields["parent"]).queryset = (
            others.exclude(path__within=place.path).without_boundary().named().order_by("sort_key")
        )


class MergeForm(DayForm):
    """Which place this one went over into, and with which others."""

    into = PlaceChoice(Place.objects.none(), label=_("It is part of"))
    field_order = ("into", "on")

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PlaceChoice, self.fields["into"]).queryset = neighbours(place)


class SplitForm(DayForm):
    """Which places this one became; they lie where it lay, and are added first."""

    into = PlacesChoice(Place.objects.none(), label=_("It became"), widget=forms.CheckboxSelectMultiple)
    field_order = ("into", "on")

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        candidates = neighbours(place).filter(parent=place.parent_id)
        cast(PlaceChoice, self.fields["into"]).queryset = candidates
        self.children = list(place.children.filter(valid_to=None).without_boundary().named())
        for child in self.children:
            self.fields[share(child)] = PlaceChoice(candidates, label=place_label(child), required=False)

    @property
    def shares(self) -> dict[UUID, UUID]:
        """For each place that lies here, the successor it goes to."""
        chosen = {child.pk: self.cleaned_data.get(share(child)) for child in self.children}
        return {child: successor.pk for child, successor in chosen.items() if successor}


def neighbours(place: Place) -> PlaceQuerySet:
    """Places of the same kind in the same country that exist: what a place can become part of."""
    found = (
        Place.objects.below(country_path(place)).filter(kind=place.kind, valid_to=None).exclude(pk=place.pk)
    )
    return found.without_boundary().named().order_by("sort_key")


def country_path(place: Place) -> str:
    """The path of the country in which a place lies."""
    return ".".join(place.path.split(".")[:2])


def field(tag: str) -> str:
    """A form field's name for a language."""
    return f"name_{tag.lower().replace('-', '_')}"


def share(child: Place) -> str:
    """A form field's name for the successor of a place that lies in the split one."""
    return f"share_{child.pk.hex}"


class ImportForm(forms.Form):
    """A file of boundaries, and how to read it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("GeoJSON, GeoPackage, or a zipped Shapefile with its .shp, .shx, .dbf and .prj parts."),
    )
    kind = forms.ChoiceField(label=_("It holds"), required=False)
    unmatched = forms.ChoiceField(
        label=_("What is not in the tree yet"),
        widget=forms.RadioSelect,
        initial="refuse",
        choices=[
            ("refuse", _("stop, and say which they are")),
            ("skip", _("leave it out")),
            ("add", _("add it as a place below this one")),
        ],
    )
    code_field = forms.CharField(
        label=_("Field with the code"), required=False, help_text=_("Where it is not called code or id.")
    )
    name_field = forms.CharField(
        label=_("Field with the name"), required=False, help_text=_("Where it is not called name or naziv.")
    )
    layer = forms.CharField(label=_("Layer"), required=False, help_text=_("Where the file has several."))

    def __init__(self, *args: Any, parent: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = list(Kind.values)[list(Kind.values).index(parent.kind) + 1 :]
        cast(forms.ChoiceField, self.fields["kind"]).choices = [
            ("", _("places of any kind")),
            *((kind, Kind(kind).label) for kind in below),
        ]

    @property
    def options(self) -> Options:
        data = self.cleaned_data
        return Options(
            layer=data["layer"],
            code_field=data["code_field"],
            name_field=data["name_field"],
            kind=data["kind"],
            add=data["unmatched"] == "add",
            skip_unmatched=data["unmatched"] == "skip",
        )
