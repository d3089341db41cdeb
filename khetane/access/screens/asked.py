"""The forms of these pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from khetane.access.enums import DeviceState
from khetane.access.models import Account, Role
from khetane.access.scopes import Scope, scope_of
from khetane.access.screens.words import action_choices
from khetane.core.collation import sort_key
from khetane.core.refusals import Invalid
from khetane.organisations.models import Unit
from khetane.organisations.querysets import UnitQuerySet
from khetane.web.asking import AskingForm
from khetane.web.names import unit_label


def roles() -> list[tuple[str, str]]:
    """The roles that can be given, with their names in the reader's language and order."""
    found = [(role.code, str(role)) for role in Role.objects.exclude(code="system")]
    return sorted(found, key=lambda one: sort_key(one[1]))


class Day(forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RoleForm(AskingForm):
    """Which role, for which unit or place, until when."""

    role = forms.ChoiceField(label=_("Role"), choices=roles)
    scope = forms.CharField(
        label=_("Code of the unit or place"),
        max_length=60,
        help_text=_(
            "A place means the place and everything below it. Codes stand in the lists of units and places."
        ),
    )
    ends = forms.DateField(label=_("Until (the first day without the role)"), required=False, widget=Day)

    def clean_scope(self) -> Scope:
        try:
            return scope_of(self.cleaned_data["scope"])
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class InviteForm(RoleForm):
    """Who is invited, with her first role."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    field_order = ("email", "name", "role", "scope", "ends")


class AccountFilter(forms.Form):
    """Which accounts a list shows."""

    q = forms.CharField(label=_("Name or e-mail"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=lambda: [("", _("all roles")), *roles()]
    )


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when running
    """A unit by its name in the reader's language."""

    def label_from_instance(self, obj: Unit) -> str:
        return unit_label(obj)


class AccountChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when running
    """An account by name and address: two may be called alike."""

    def label_from_instance(self, obj: Account) -> str:
        return f"{obj} ({obj.email})" if obj.name else obj.email


class DeviceForm(forms.Form):
    """For whom a device is made."""

    account = AccountChoice(
        label=_("Account"),
        queryset=Account.objects.none(),
        empty_label=_("choose"),
        help_text=_(
            "Those whose role in the unit sends records and is in force: one that waits is confirmed first."
        ),
    )
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("choose"))
    label = forms.CharField(
        label=_("Label"), max_length=100, required=False, help_text=_("Such as: phone of the health mediator")
    )

    def __init__(self, *args: Any, units: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(units) == 1:  # one alone is no choice
            self.fields["unit"].empty_label = None  # type: ignore[attr-defined]  # as above
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]  # a ModelChoiceField


class DeviceFilter(forms.Form):
    """Which devices a list shows; where there is one unit only, it is not asked."""

    unit = UnitChoice(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("all of them")
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *DeviceState.choices]
    )

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(units) < 2:
            del self.fields["unit"]


class TokenForm(forms.Form):
    """What a token is called."""

    label = forms.CharField(label=_("Label"), max_length=100, help_text=_("Such as: figures in Excel"))


class OverrideFilter(forms.Form):
    """Which emergencies a list shows."""

    WAITING, REVIEWED, ALL = "waiting", "reviewed", "all"
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[(WAITING, _("not looked at yet")), (REVIEWED, _("looked at")), (ALL, _("all"))],
    )


class EmergencyForm(forms.Form):
    """Which household is opened, and why."""

    code = forms.CharField(label=_("Code on the household's card"), max_length=20)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("At least a sentence. The data-protection officer reads it at once."),
    )


class PasswordForm(forms.Form):
    """The password an invited person chooses."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; several words are easier to remember than signs."),
    )
    again = forms.CharField(
        label=_("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("password") != values.get("again"):
            raise forms.ValidationError(_("The two passwords differ. Type the same one twice."))
        validate_password(values.get("password") or "", self.account)
        return values


class AuditFilter(forms.Form):
    """Which events a list shows."""

    account = forms.CharField(label=_("Who (e-mail)"), required=False)
    action = forms.ChoiceField(label=_("What"), required=False)
    record = forms.UUIDField(label=_("Record (its id)"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=Day)
    until = forms.DateField(label=_("Until"), required=False, widget=Day)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("everything")), *action_choices()]  # type: ignore[attr-defined]  # a ChoiceField

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was asked for; nothing of a field that cannot be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
