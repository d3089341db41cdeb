"""The forms of a delivery: only what its type asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khetane.cases.services.definition import ServiceRules
from khetane.desk.edit_forms import Choices, day_field
from khetane.desk.saving import EditForm


def money(form: forms.Form, currencies: Choices) -> None:
    """Ask for an amount in one of these currencies."""
    form.fields["amount"] = forms.DecimalField(
        label=_("Amount of money"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    form.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=currencies, required=False)


def quantity_field(unit: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=_("How much or how many"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text=unit,
    )


def provider_field() -> forms.CharField:
    return forms.CharField(
        label=_("Provider"),
        required=False,
        max_length=200,
        help_text=_("Name of the institution or organisation, not of a person."),
    )


class DeliveryForm(EditForm):
    """One delivery to a household or somebody in it, perhaps because of a need that it ends."""

    def __init__(
        self,
        *args: Any,
        rules: ServiceRules,
        unit: str,
        members: Choices,
        needs: Choices,
        currencies: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"] = day_field(_("Date"))
        self.fields["person"] = forms.ChoiceField(
            label=_("For whom"), required=False, choices=[("", _("the whole household")), *members]
        )
        if "child_year" in rules.asks:
            self.fields["child_year"] = forms.IntegerField(
                label=_("Year of the child"),
                min_value=0,
                max_value=7,
                help_text=_("How old the child turns in the year of enrolment."),
            )
        self.fields["quantity"] = quantity_field(unit)
        if rules.money:
            money(self, currencies)
        self.fields["provider"] = provider_field()
        if needs:
            self.fields["need"] = forms.ChoiceField(
                label=_("Which need does it answer?"),
                required=False,
                choices=[("", _("none recorded")), *needs],
            )
            self.fields["need_met"] = forms.BooleanField(
                label=_("The need is met now"), required=False, initial=rules.ends_need
            )
        self.order_fields([name for name in self.fields if name not in ("base_version", "instance")])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("need") == "":
            cleaned["need_met"] = False
        return cleaned

    def values(self) -> dict[str, str]:
        said = super().values()
        said.pop("need_met", None)
        if not said.get("amount"):
            said.pop("currency", None)
        return said

    @property
    def meets(self) -> str:
        """The need that is met by this delivery; nothing when none is."""
        return str(self.cleaned_data.get("need") or "") if self.cleaned_data.get("need_met") else ""


class GroupForm(EditForm):
    """One delivery to many: how many came, and who of them is known to the unit."""

    def __init__(
        self, *args: Any, rules: ServiceRules, unit: str, currencies: Choices, persons: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"] = day_field(_("Date"))
        self.fields["topic"] = forms.CharField(
            label=_("Topic"), required=False, max_length=200, help_text=_("What it was about. No names.")
        )
        self.fields["attended"] = forms.IntegerField(
            label=_("How many came"),
            min_value=1,
            max_value=10_000,
            help_text=_("All of them, listed below or not."),
        )
        if persons:
            self.fields["participants"] = forms.MultipleChoiceField(
                label=_("Who of them is known to the unit"),
                required=False,
                choices=persons,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Only who agrees to be listed. The others are counted above, no more."),
            )
        self.fields["quantity"] = quantity_field(unit)
        if rules.money:
            money(self, currencies)
        self.fields["provider"] = provider_field()
        self.order_fields([name for name in self.fields if name not in ("base_version", "instance")])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        listed, came = len(cleaned.get("participants") or ()), cleaned.get("attended")
        if came is not None and listed > came:
            self.add_error("attended", _("More persons are listed below than came. Correct one of the two."))
        return cleaned

    def values(self) -> dict[str, str]:
        said: Mapping[str, str] = super().values()
        return {name: text for name, text in said.items() if name != "currency" or said.get("amount")}
