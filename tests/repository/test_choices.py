"""No form makes a choice that becomes a record: what stands first in a list would be taken for an answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.urls import get_resolver

from khetane.web.asking import AskingForm
from scripts.reference.routes import routes

# What they choose is kept nowhere: a language to print in, days of a figure, how a table is to be read.
KEPT_NOWHERE = {
    "khetane.desk.referring.forms.TellForm",
    "khetane.desk.referring.forms.PageForm",
    "khetane.desk.grievances.poster.PosterForm",
    "khetane.importing.choosing.ColumnsForm",
    "khetane.reports.forms.PeriodForm",
    "khetane.web.gallery.SampleForm",
}


def below(kind: type[forms.Form]) -> Iterator[type[forms.Form]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def ours() -> list[type[forms.Form]]:
    assert list(routes(get_resolver()))  # every view is imported, and with it every form
    return sorted({one for one in below(forms.Form) if one.__module__.startswith("khetane.")}, key=named)


def named(form: type[forms.Form]) -> str:
    return f"{form.__module__}.{form.__qualname__}"


def makes_choices(form: type[forms.Form]) -> list[str]:
    """The fields that a browser would fill in with what stands first."""
    return [
        name
        for name, field in form.base_fields.items()
        if type(field) is forms.ChoiceField
        and isinstance(field.widget, forms.Select)
        and field.required
        and field.initial in (None, "")
    ]


@pytest.mark.parametrize("form", ours(), ids=named)
def test_a_form_asks_for_a_choice_or_says_why_not(form: type[forms.Form]) -> None:
    if named(form) in KEPT_NOWHERE:
        assert makes_choices(form), f"{named(form)} makes no choice any more: take it out of the list."
        assert not issubclass(form, AskingForm)
    elif not issubclass(form, AskingForm):
        assert makes_choices(form) == [], f"{named(form)}: derive it from khetane.web.asking.AskingForm."


@pytest.mark.parametrize("form", ours(), ids=named)
def test_the_choice_that_nobody_has_made_yet_is_said_in_words(form: type[forms.Form]) -> None:
    fields = [field for field in form.base_fields.values() if isinstance(field, forms.ModelChoiceField)]
    assert not any(str(field.empty_label or "").startswith("-") for field in fields), "Name an empty_label."
