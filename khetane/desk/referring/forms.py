"""The forms of referrals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khetane.core.mandates import Mandate
from khetane.core.states import Step
from khetane.desk.edit_forms import Choices, day_field
from khetane.desk.referring.addressees import Group, address
from khetane.desk.saving import EditForm
from khetane.web.languages import LANGUAGES

TELLS = [("name", _("the name")), ("phone", _("the phone number"))]
DAYS = [("7", _("a week")), ("30", _("a month")), ("90", _("three months"))]


class ReferForm(EditForm):
    """To whom, about whom, why, and until when an answer is awaited."""

    to = forms.ChoiceField(label=_("To whom"))
    person = forms.ChoiceField(label=_("About whom"), required=False)
    reason = forms.CharField(
        label=_("What is asked for, and why"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The other side reads this and nothing else of the household's record."),
    )
    expires_on = day_field(_("Answer awaited until"))
    from_mandate = forms.ChoiceField(label=_("Sent by"), required=False)

    def __init__(
        self, *args: Any, groups: list[Group], persons: Choices, own: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        senders = [(code, Mandate(code).label) for code in own]
        offered = {"to": [("", _("choose")), *groups], "person": persons, "from_mandate": senders}
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
        if len(own) == 1:
            self.fields["from_mandate"].widget = forms.HiddenInput()

    def values(self) -> dict[str, str]:
        """The choice of an addressee is up to three properties."""
        said = super().values()
        return {**said, **address(said.pop("to"))} if "to" in said else said


class StepForm(EditForm):
    """A step on a referral, with what is said with it."""

    answer = forms.CharField(
        label=_("In your words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    answered_on = day_field(_("On"))

    def __init__(self, *args: Any, step: Step, answers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["answer"].required = "answer" in step.asks
        if not answers:
            del self.fields["answer"], self.fields["answered_on"]

    def values(self) -> dict[str, str]:
        """An answer given before stays when nothing is said now."""
        said = {name: text for name, text in super().values().items() if text}
        return {"state": self.step.target, **said}


class ExtendForm(EditForm):
    """Until when an answer is awaited now."""

    expires_on = day_field(_("Answer awaited until"))


class TellForm(forms.Form):
    """What an institution is told of a household, in which language."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[(language.code, language.name) for language in LANGUAGES]
    )
    tells = forms.MultipleChoiceField(
        label=_("It is told, beside the code of the household and the reason"),
        choices=TELLS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class PageForm(TellForm):
    """A sealed page, open for a while."""

    days = forms.ChoiceField(label=_("Open for"), choices=DAYS)


class CodeForm(forms.Form):
    """The code that was told apart from the link."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=pgettext_lazy("that opens", "Code"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text=_("Six figures. Whoever gave you this link tells you the code apart."),
    )


class OutsideAnswerForm(CodeForm):
    """What an institution answers on a sealed page."""

    answer = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    sentence = forms.CharField(
        label=_("In your words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, answers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = forms.HiddenInput()
        self.fields["answer"].choices = answers  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("answer") == "rejected" and not cleaned.get("sentence", "").strip():
            self.add_error("sentence", _("Say why not, so that the household can be helped otherwise."))
        return cleaned
