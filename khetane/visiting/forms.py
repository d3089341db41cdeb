"""The forms of visits: fields are properties of the dataset `visit`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khetane.core.mandates import Mandate
from khetane.desk.edit_forms import day_field
from khetane.desk.saving import EditForm
from khetane.visiting.proposing import Candidate
from khetane.web.asking import AskingForm

MOST = 1000
NOT_YET = _("A visit that took place cannot be in the future.")


class CallingForm(EditForm):
    """A form with the day, who takes part, and households of the settlement to choose from, in the order of a walk."""

    ticked: str

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        choices = [(str(one.household.pk), one.household.code) for one in candidates]
        self.fields[self.ticked].choices = choices  # type: ignore[attr-defined]  # a choice field

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """All but the households, which the page draws itself."""
        return [field for field in self.visible_fields() if field.name != self.ticked]

    @property
    def listed(self) -> list[tuple[Candidate, bool]]:
        """Each household, and whether it is ticked."""
        chosen = {str(one) for one in self[self.ticked].value() or ()}
        return [(one, str(one.household.pk) in chosen) for one in self.candidates]

    def values(self) -> dict[str, str]:
        said = super().values()
        ticked = set(said[self.ticked].split())
        walked = [str(one.household.pk) for one in self.candidates]
        return said | {self.ticked: " ".join(one for one in walked if one in ticked)}


def mandates_field(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=Mandate.choices, widget=forms.CheckboxSelectMultiple
    )


class PlanForm(CallingForm):
    """Who goes where, when, to whom."""

    ticked = "planned"
    date = day_field(_("Date of the visit"))
    participants = mandates_field(_("Who takes part"))
    purpose = forms.CharField(
        label=_("Purpose"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Without names."),
    )
    planned = forms.MultipleChoiceField(label=_("Households to call on"), required=False)


class RecordForm(CallingForm):
    """How a visit went: who took part, whom they met; who was away or refused is only a number."""

    ticked = "households"
    date = day_field(_("Date of the visit"))
    participants = mandates_field(_("Who took part"))
    households = forms.MultipleChoiceField(label=_("Households met"), required=False)
    absent_count = forms.IntegerField(
        label=_("How many were not at home"), min_value=0, max_value=MOST, initial=0
    )
    refused_count = forms.IntegerField(
        label=_("How many refused to be recorded"),
        min_value=0,
        max_value=MOST,
        initial=0,
        help_text=_("A number only: who refused is written down nowhere."),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"]
        if day > self.today:
            raise forms.ValidationError(NOT_YET)
        return day

    def values(self) -> dict[str, str]:
        return super().values() | {"state": "done"}


class CancelForm(EditForm):
    """Why a visit does not take place."""

    cancel_reason = forms.CharField(
        label=_("Why is it cancelled?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Without names: everybody in the unit reads it."),
    )

    def values(self) -> dict[str, str]:
        return super().values() | {"state": "cancelled"}


class NoteForm(EditForm):
    """What one mandate notes of a household."""

    mandate = forms.ChoiceField(label=_("Mandate"), help_text=_("Only this mandate reads the note."))
    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, mandates: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandate"].choices = mandates  # type: ignore[attr-defined]  # a choice field


class WhereForm(AskingForm):
    """Which settlement a new visit goes to, and when: the five agree on both, so the program chooses neither."""

    place = forms.ChoiceField(label=_("Settlement"))
    date = day_field(_("Date of the visit"))

    def __init__(self, *args: Any, places: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]  # a choice field
