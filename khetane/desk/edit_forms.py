"""The forms of the desk's edits: fields are the properties of a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khetane.core.codes import check, normalise
from khetane.desk.saving import EditForm
from khetane.people.enums import Evidence, GivenBy, HouseholdRole, Precision, Purpose, Sex
from khetane.people.models import Household
from khetane.places.models import Place
from khetane.web.names import place_label

Choices = list[tuple[str, str]]
ROLES = [choice for choice in HouseholdRole.choices if choice[0] != "head"]


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class HouseholdForm(EditForm):
    """Where a household lives and how to reach it."""

    place = forms.ChoiceField(label=_("Settlement"))
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=60)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipality = household.unit.municipality_id
        places = Place.objects.filter(Q(kind="settlement", parent=municipality) | Q(pk=household.place_id))
        choices = [(str(place.pk), place_label(place)) for place in places.prefetch_related("names")]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]  # a choice field


class PersonForm(EditForm):
    """Who a person is."""

    given_name = forms.CharField(label=_("Given name"), required=False, max_length=120)
    family_name = forms.CharField(label=_("Family name"), required=False, max_length=120)
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
    role = forms.ChoiceField(label=_("Is to the head of the household"), choices=HouseholdRole.choices)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=60)
    language = forms.CharField(label=_("Language"), required=False, max_length=20)

    def offer_languages(self, languages: Sequence[tuple[str, str]]) -> None:
        """Let one of these be chosen, or what stands already; without any of them the code is typed."""
        stands = str(self.initial.get("language") or "")
        if languages and "language" in self.fields:
            known = {code for code, _word in languages}
            kept = [(stands, stands.replace("_", " "))] if stands not in {*known, ""} else []
            label = self.fields["language"].label
            self.fields["language"] = forms.ChoiceField(
                label=label, required=False, choices=[("", "–"), *languages, *kept]
            )


class ConsentForm(EditForm):
    """What somebody agrees to, and how that can be proved."""

    person = forms.ChoiceField(label=_("Who agrees"))
    purpose = forms.ChoiceField(label=_("To what"), choices=Purpose.choices)
    recipients = forms.MultipleChoiceField(
        label=_("May be passed on to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    unit = forms.ChoiceField(
        label=_("And to another mobile unit"),
        required=False,
        help_text=_("Before a household is handed over, it must have agreed to sharing with that unit."),
    )
    notice_version = forms.CharField(
        label=_("Version of the notice that was read out"),
        max_length=40,
        help_text=_("It stands at the foot of the notice."),
    )
    given_by = forms.ChoiceField(label=_("Said by"), choices=GivenBy.choices)
    given_on = day_field(_("On"))
    evidence = forms.ChoiceField(label=_("How it can be proved"), choices=Evidence.choices)

    def __init__(
        self, *args: Any, persons: Choices, recipients: Choices, units: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {"person": persons, "recipients": recipients, "unit": [("", _("none")), *units]}
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["person"].required = False

    def values(self) -> dict[str, str]:
        """A unit is one more recipient, named by its code."""
        said = super().values()
        unit = said.pop("unit")
        return said | {"recipients": " ".join(filter(None, [said["recipients"], unit]))}


class WithdrawForm(EditForm):
    """The end of a consent."""

    withdrawn_on = day_field(_("Withdrawn on"))


class MoveForm(EditForm):
    """Into which household a person moves."""

    household = forms.CharField(
        label=_("Code of the other household"), help_text=_("As on its card, such as K7M4-9FX2.")
    )
    role = forms.ChoiceField(label=_("Is to the head there"), choices=HouseholdRole.choices)
    member_from = day_field(_("Since"))

    def clean_household(self) -> str:
        code = normalise(self.cleaned_data["household"])
        if not check(code):
            raise forms.ValidationError(_("This is not the code of a household. Look at the card again."))
        return code


class LeaveForm(EditForm):
    """When somebody left the household without joining another."""

    member_to = day_field(_("Left on"))


class HeadForm(forms.Form):
    """Who becomes the head of the household."""

    head = forms.ChoiceField(label=_("New head"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head"].choices = members  # type: ignore[attr-defined]  # a choice field


class RolesForm(EditForm):
    """What each member is to the head, asked one by one; `members` brings who, her name and the likely answer."""

    def __init__(self, *args: Any, members: Sequence[tuple[UUID, str, str]], **kwargs: Any) -> None:
        self.members = [member for member, _name, _guess in members]
        super().__init__(*args, **kwargs)
        for member, name, guess in members:
            self.fields[role_field(member)] = forms.ChoiceField(
                label=name, choices=ROLES, initial=guess, help_text=_("is to the new head")
            )
        self.order_fields([role_field(member) for member in self.members])

    def roles(self) -> dict[UUID, str]:
        return {member: self.cleaned_data[role_field(member)] for member in self.members}


def role_field(member: UUID) -> str:
    return f"role_{member.hex}"


class SplitForm(EditForm):
    """Who goes into a household of their own, and since when."""

    leaving = forms.MultipleChoiceField(label=_("Who leaves"), widget=forms.CheckboxSelectMultiple)
    head = forms.ChoiceField(label=_("Head of the new household"))
    since = day_field(_("Since"))
    address = forms.CharField(label=_("Address of the new household"), required=False, max_length=300)

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leaving", "head"):
            self.fields[name].choices = members  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("head") and cleaned["head"] not in cleaned.get("leaving", []):
            self.add_error("head", _("The head of the new household must be among those who leave."))
        return cleaned

    def leaving_ids(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["leaving"]]
