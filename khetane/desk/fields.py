"""What a field of a record is called, and how its values read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.core.sensitivity import model_of
from khetane.desk.questions import NOTHING_ASKED, Questions
from khetane.outreach.why import Why, in_words
from khetane.people.models import Membership
from khetane.web.formats import day

# Properties whose name is not that of a field, and fields whose name says little by itself.
LABELS: Mapping[tuple[str, str], str | Promise] = {
    ("person", "member_from"): gettext_lazy("member from"),
    ("person", "member_to"): gettext_lazy("member to"),
    ("document", "number"): gettext_lazy("number"),
    ("household", "split_from"): gettext_lazy("split from"),
    ("group_delivery", "participants"): gettext_lazy("participants"),
    ("procedure_event", "procedure"): gettext_lazy("procedure"),
    ("hearing", "procedure"): gettext_lazy("procedure"),
    ("procedure_cost", "procedure"): gettext_lazy("procedure"),
    ("visit", "households"): gettext_lazy("households"),
    ("visit", "planned"): gettext_lazy("households to call on"),
}
# What a record is about, which models call by the name of the field alone.
ABOUT: Mapping[str, str | Promise] = {
    "household": gettext_lazy("household"),
    "person": gettext_lazy("person"),
    "visit": gettext_lazy("visit"),
    "need": gettext_lazy("need"),
    "procedure": gettext_lazy("procedure"),
    "task": gettext_lazy("task"),
}
MEMBERSHIP = ("role",)
NOBODY: Mapping[str, str] = {}


def field_label(dataset: str, name: str, questions: Questions = NOTHING_ASKED) -> str | Promise:
    """The field's name for people; an answer without a field of ours is called by its question, where that is known."""
    if (dataset, name) in LABELS:
        return LABELS[dataset, name]
    if name in ABOUT:
        return ABOUT[name]
    field = model_field(dataset, name)
    if field is not None and hasattr(field, "verbose_name"):
        label: str | Promise = field.verbose_name
        return label
    return questions.label(dataset, name)


def value_label(
    dataset: str,
    name: str,
    value: Any,
    known: Mapping[str, str] = NOBODY,
    questions: Questions = NOTHING_ASKED,
) -> str:
    """A value of history as people read it: choices by their names, dates in the reader's language.

    `known` are the labels of records that values name (see `khetane.desk.references`); `questions` word
    the choices that only a form knows.
    """
    if value in (None, "", []):
        return _("empty")
    if isinstance(value, list):
        return ", ".join(value_label(dataset, name, one, known, questions) for one in value)
    if value in known:
        return known[value]
    if name == "outcome" and value in Why.values:
        return in_words(value)
    field = model_field(dataset, name)
    choices = dict(getattr(getattr(field, "base_field", field), "flatchoices", None) or ())
    if value in choices:
        return str(choices[value])
    if not isinstance(value, str):
        return str(value)
    return questions.chosen(dataset, name, value) or as_day(value)


def as_day(text: str) -> str:
    """An ISO date in the reader's language; any other text as it is."""
    try:
        return day(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def model_field(dataset: str, name: str) -> Any:
    """The model's field behind a property, if there is one."""
    model = Membership if dataset == "person" and name in MEMBERSHIP else model_of(dataset)
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
