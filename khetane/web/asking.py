"""Forms that ask for a choice instead of making it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AskingForm(forms.Form):
    """A choice that nobody has made yet is asked for: what stands first in a list would be taken for an answer."""

    def __getitem__(self, name: str) -> forms.BoundField:
        field = self.fields.get(name)
        if (
            type(field) is forms.ChoiceField
            and isinstance(field.widget, forms.Select)
            and field.required
            and self.get_initial_for_field(field, name) in (None, "")
        ):
            choices: list[Any] = list(field.widget.choices)
            if len(choices) > 1 and choices[0][0] != "":
                field.choices = [("", _("choose")), *choices]
        return super().__getitem__(name)
