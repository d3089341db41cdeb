"""The forms of schemes: apply, go a step on, record a milestone, say who was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khetane.core.ways import Way
from khetane.desk.edit_forms import Choices, day_field
from khetane.desk.saving import EditForm
from khetane.desk.schemes.photos import PhotoField
from khetane.desk.services.forms import money
from khetane.forms.attaching import File
from khetane.programmes.definition import Asked, MilestoneKind
from khetane.programmes.expression import Kind
from khetane.programmes.models import MilestoneState
from khetane.web.names import worded

ANSWERS = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]


class ApplyForm(EditForm):
    """Who applies, when, and what the register does not know."""

    def __init__(self, *args: Any, members: Choices, asks: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members:
            self.fields["person"] = forms.ChoiceField(label=_("Who"), choices=members)
        self.fields["applied_on"] = day_field(_("Applied on"))
        self.asked = [one.code for one in asks]
        for one in asks:
            self.fields[one.code] = (
                forms.ChoiceField(label=worded(one.question), required=False, choices=ANSWERS)
                if one.kind is Kind.YES_NO
                else forms.DecimalField(label=worded(one.question), required=False, min_value=0, max_digits=6)
            )
        self.order_fields([name for name in self.fields if name not in ("base_version", "instance")])

    def values(self) -> dict[str, str]:
        """The answers are one property: those that were given, by their codes."""
        said = super().values()
        answers = [f"{code}={said[code]}" for code in self.asked if said[code]]
        kept = {name: value for name, value in said.items() if name not in self.asked}
        return kept | {"answers": " ".join(answers)}


class StepForm(EditForm):
    """When it went a step on, and why where the scheme asks or an exception is made."""

    def __init__(self, *args: Any, way: Way, exception: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage_on"] = day_field(_("On"))
        if way.why or exception:
            help_text = (
                _("Not every criterion is met or known: say why an exception is made.") if exception else ""
            )
            self.fields["reason"] = forms.CharField(
                label=_("Reason"), help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
            )
        self.order_fields(["stage_on", "reason"])


class MilestoneForm(EditForm):
    """Whether a milestone was reached, when, with what."""

    state = forms.ChoiceField(label=_("State"), choices=MilestoneState.choices, widget=forms.RadioSelect)
    reached_on = day_field(_("Reached on"), required=False)
    due = day_field(_("Due"), required=False)

    def __init__(self, *args: Any, kind: MilestoneKind, currencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.money:
            money(self, currencies)
        self.fields["note"] = forms.CharField(
            label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
        if kind.photo:
            self.fields["photo"] = PhotoField(
                label=_("Photo"),
                required=False,
                help_text=_("Of the work, not of persons. Ask before you take one."),
            )
        self.order_fields(["state", "reached_on", "due", "amount", "currency", "photo", "note"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("state") == MilestoneState.REACHED and not cleaned.get("reached_on"):
            self.add_error("reached_on", _("Say when it was reached."))
        return cleaned

    def values(self) -> dict[str, str]:
        said = super().values()
        if said["state"] != MilestoneState.REACHED:
            said["reached_on"] = ""
        said.pop("photo", None)
        for photo in self.photos():  # named in the record, so that one more picture is a change of it
            said["photo"] = photo.name
        return {name: text for name, text in said.items() if name != "currency" or said.get("amount")}

    def photos(self) -> list[File]:
        """The picture that was sent, named after this page, for which nothing else is named."""
        sent = self.cleaned_data.get("photo")
        return [replace(sent, name=f"{self.instance_id[:8]}-{sent.name}")] if sent else []


class SessionForm(EditForm):
    """When they met, about what, and who was there."""

    date = day_field(_("Date"))
    topic = forms.CharField(
        label=_("Topic"), required=False, max_length=200, help_text=_("What it was about. No names.")
    )
    hours = forms.DecimalField(label=_("Hours"), required=False, min_value=0, max_value=24, max_digits=4)

    def __init__(self, *args: Any, who: Choices, parents: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who = [key for key, _label in who]
        self.fields["present"] = ticks(_("Who was there"), who)
        if parents:
            self.fields["with_parent"] = ticks(_("Whose parent took part"), who)
        self.order_fields(["date", "topic", "hours", "present", "with_parent"])

    def values(self) -> dict[str, str]:
        """Whoever takes part now and is not ticked was absent."""
        said = super().values()
        here = {*said["present"].split(), *said.get("with_parent", "").split()}
        return said | {"absent": " ".join(one for one in self.who if one not in here)}


def ticks(label: Any, who: Choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=who, widget=forms.CheckboxSelectMultiple
    )
