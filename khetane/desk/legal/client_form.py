"""The form by which somebody becomes a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from khetane.cases.legal import PowerKind
from khetane.desk.edit_forms import day_field
from khetane.desk.saving import EditForm
from khetane.organisations.models import Unit
from khetane.people.enums import Evidence, Precision, Sex
from khetane.places.models import Place
from khetane.web.names import place_label


class ClientForm(EditForm):
    """Who she is, where she lives, what she agrees to, whom she empowers."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120)
    parent_name = forms.CharField(label=_("Name of a parent"), required=False, max_length=120)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    birth_date = day_field(
        _("Birth date"),
        required=False,
        help_text=_("When only the year or the month is known, give any day of it and say so below."),
    )
    birth_precision = forms.ChoiceField(
        label=_("Of the birth date"), required=False, choices=[("", _("nothing known")), *Precision.choices]
    )
    place = forms.ChoiceField(label=_("Settlement"))
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=60)
    notice_version = forms.CharField(
        label=_("Version of the notice that was read out"),
        max_length=40,
        help_text=_("She agrees to being registered. The version stands at the foot of the notice."),
    )
    evidence = forms.ChoiceField(label=_("How it can be proved"), choices=Evidence.choices)
    given_on = day_field(_("Agreed, and power of attorney given, on"))
    attorney = forms.CharField(label=_("Power of attorney given to"), max_length=200)
    kind = forms.ChoiceField(
        label=_("For"), choices=[choice for choice in PowerKind.choices if choice[0] != PowerKind.PROCEDURE]
    )
    certified = forms.ChoiceField(
        label=_("Certified by a notary or court"), choices=[("no", _("no")), ("yes", _("yes"))]
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {unit.municipality_id: unit.pk for unit in units}
        rows = Place.objects.filter(kind="settlement", parent__in=there).prefetch_related("names")
        places = list(rows.order_by("parent__sort_key", "sort_key"))
        self._unit_of = {
            str(place.pk): there[place.parent_id] for place in places if place.parent_id is not None
        }
        choices = [(str(place.pk), place_label(place)) for place in places]
        self.fields["place"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]  # a choice field

    @property
    def unit_id(self) -> UUID:
        """The unit of the settlement that was chosen."""
        return self._unit_of[self.cleaned_data["place"]]
