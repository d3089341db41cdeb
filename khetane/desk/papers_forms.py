"""The forms of what is on record of a person beside her name: documents, status, what she says of herself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khetane.desk.edit_forms import Choices, day_field
from khetane.desk.saving import EditForm
from khetane.people.enums import Answer, DocumentState, StatusKind


class DocumentForm(EditForm):
    """Whether the person has one document."""

    state = forms.ChoiceField(label=_("State"), choices=DocumentState.choices, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Number"),
        required=False,
        max_length=60,
        help_text=_("It is kept encrypted; the person is found by it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    valid_until = day_field(_("Valid until"), required=False)


class StatusForm(EditForm):
    """Displaced, returnee, asylum, stateless: from one day to another."""

    kind = forms.ChoiceField(label=_("Status"), choices=StatusKind.choices)
    since = day_field(_("Since"), required=False)
    until = day_field(
        _("Until"), required=False, help_text=_("The day on which it ended; empty while it lasts.")
    )


class SelfIdentificationForm(EditForm):
    """What the person said of her ethnicity, if she was asked and wished to say."""

    answer = forms.ChoiceField(
        label=_("Was the person asked?"), choices=Answer.choices, widget=forms.RadioSelect
    )
    groups = forms.MultipleChoiceField(
        label=_("What does the person say?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several answers are allowed. Only what she says herself."),
    )

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = groups  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        answered = cleaned.get("answer") == Answer.ASKED
        if answered and not cleaned.get("groups"):
            self.add_error("groups", _("Choose what the person said, or “declined to say”."))
        elif not answered and cleaned.get("groups"):
            self.add_error("groups", _("Groups are recorded only when the person answered. Take them away."))
        return cleaned
