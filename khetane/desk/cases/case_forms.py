"""The forms of needs and tasks: fields are the properties of a record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khetane.cases.models import Urgency
from khetane.core.mandates import Area, Mandate
from khetane.desk.edit_forms import Choices, day_field
from khetane.desk.saving import EditForm

WHOLE = ("", _("the whole household"))


def text_field(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=help_text, widget=widget)


class AboutSomebody(EditForm):
    """A record about the household or one of its members."""

    person = forms.ChoiceField(label=_("For whom"), required=False)

    def __init__(self, *args: Any, persons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [WHOLE, *persons]  # type: ignore[attr-defined]  # a choice field


class NeedForm(AboutSomebody):
    """What is needed, and how soon."""

    area = forms.ChoiceField(label=_("Area"), choices=Area.choices)
    description = text_field(_("What is needed"))
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.MEDIUM)
    found_on = day_field(_("Found on"))


class ChangeNeedForm(AboutSomebody):
    """The same of a need that is there: its area stays, since its mandate follows from it."""

    description = text_field(_("What is needed"))
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)


class TaskForm(AboutSomebody):
    """What is to be done, by whom, until when."""

    title = forms.CharField(label=_("What is to be done"), max_length=300)
    due = day_field(_("Until"))
    mandate = forms.ChoiceField(
        label=_("Who does it"),
        choices=Mandate.choices,
        help_text=_("Only this mandate reads what the task says; the coordinator's tasks are read by all."),
    )


class ChangeTaskForm(AboutSomebody):
    """The same of a task that is there: it stays with its mandate."""

    title = forms.CharField(label=_("What is to be done"), max_length=300)
    due = day_field(_("Until"))


class DoneForm(EditForm):
    """What came of it; a word is welcome, none is needed."""

    outcome = text_field(_("What came of it"), required=False)
    closed_on = day_field(_("On"))


class GivenUpForm(EditForm):
    """Why it is not pursued any more."""

    outcome = text_field(_("Why not"), help_text=_("One sentence. Whoever looks later must understand it."))
    closed_on = day_field(_("On"))
