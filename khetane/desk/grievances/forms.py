"""The forms of grievances."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khetane.desk.edit_forms import day_field
from khetane.desk.grievances.stamps import is_fit
from khetane.grievances.catalogue.reading import catalogue
from khetane.grievances.enums import Channel, Heard, Kind, Satisfied, Way
from khetane.grievances.taking import MOST, Said
from khetane.organisations.models import Unit
from khetane.web.asking import AskingForm
from khetane.web.languages import LANGUAGES
from khetane.web.names import place_label, worded

Choices = list[tuple[str, Any]]


def subjects() -> Choices:
    """What it can be about, in the language in force."""
    return [(code, worded(one.words)) for code, one in catalogue().about.items()]


def text_field(label: Any, *, rows: int = 5, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=MOST, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class TellForm(AskingForm):
    """What somebody wants to say; only the text and what it is must be given."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    unit = forms.ChoiceField(label=_("Where?"), required=False)
    about = forms.ChoiceField(label=_("About what?"))
    text = text_field(_("What do you want to say?"), help_text=_("What happened, where and when."))
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=_("Telephone or address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    way = forms.ChoiceField(
        label=_("How shall we answer?"), choices=Way.choices, initial=Way.CODE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), place_label(one.municipality)) for one in units]
        self.choices_of("unit", [("", _("anywhere, or I do not want to say")), *named])
        self.choices_of("about", [("", _("choose")), *subjects()])

    def choices_of(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("way", Way.CODE) != Way.CODE and not given.get("contact"):
            self.add_error("contact", _("Say where, or choose to look here with the code."))
        return given

    def said(self, **more: Any) -> Said:
        """What is to be kept."""
        given = self.cleaned_data
        unit = uuid.UUID(given["unit"]) if given["unit"] else None
        kept = {name: given[name] for name in ("kind", "about", "text", "name", "contact", "way")}
        return Said(unit_id=unit, **{"received_on": timezone.localdate(), **kept, **more})


class PublicForm(TellForm):
    """The same for everybody: refuses what a program fills in, and keeps what a person wrote."""

    website = forms.CharField(required=False, label=_("Leave this empty"))
    stamp = forms.CharField(max_length=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("website"):
            self.add_error(
                None, _("A field that people do not see was filled in. Send it again, without that.")
            )
        if not is_fit(given.get("stamp", "")):
            self.add_error(None, _("Nothing is lost: read once more what you wrote, and send it again."))
        return given


class TakenDownForm(TellForm):
    """The same, written down by somebody with an account for somebody else."""

    text = text_field(_("what she says"))
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), required=False, max_length=120)
    channel = forms.ChoiceField(
        label=_("How it came"), choices=[one for one in Channel.choices if one[0] != Channel.WEB]
    )
    received_on = day_field(_("On"))
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=[(one.code, one.name) for one in LANGUAGES]
    )
    stamp = forms.CharField(widget=forms.HiddenInput)
    field_order = (
        "channel",
        "received_on",
        "language",
        "kind",
        "unit",
        "about",
        "text",
        "name",
        "contact",
        "way",
    )


class CodeForm(forms.Form):
    """The code that was shown when it was sent."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class ReplyForm(forms.Form):
    """What whoever wrote wants to add."""

    text = text_field(_("Add something"), rows=4)
    reopen = forms.BooleanField(label=_("It is not settled: look at it again"), required=False)
    message = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_be_reopened: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"message": uuid.uuid4()}, **kwargs})
        if not may_be_reopened:
            del self.fields["reopen"]


class SatisfiedForm(forms.Form):
    """Whether whoever wrote is content."""

    satisfied = forms.ChoiceField(
        label=_("Are you content with the answer?"), choices=Satisfied.choices, widget=forms.RadioSelect
    )


class AnswerForm(forms.Form):
    """What whoever wrote is told."""

    text = text_field(_("What you write"), rows=6)


class EscalateForm(AskingForm):
    """To whom it is passed on, and when whoever wrote agreed to that."""

    body = forms.ChoiceField(label=_("To whom"), choices=Heard.choices)
    agreed_on = day_field(
        _("Agreed to it on"), help_text=_("Without that it is not passed on: ask, and wait for the reply.")
    )


class ConcernForm(forms.Form):
    """Who is concerned."""

    email = forms.EmailField(
        label=_("E-mail address of the other account"),
        required=False,
        help_text=_(
            "Empty: I am concerned myself. Nobody checks whether an account has this address: type it with care."
        ),
    )
    reason = forms.CharField(
        label=_("Why the other account is concerned"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Only for another account. Whoever deals with it reads the reason; the data-protection officer "
            "is told that you declared it."
        ),
    )


class AssignForm(forms.Form):
    """Which unit it is about, and who reads it."""

    unit = forms.ChoiceField(label=_("About the unit"), required=False)
    apart = forms.BooleanField(label=_("Only for supervisors"), required=False)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), place_label(one.municipality)) for one in units]
        self.fields["unit"].choices = [("", _("none")), *named]  # type: ignore[attr-defined]  # a choice field
