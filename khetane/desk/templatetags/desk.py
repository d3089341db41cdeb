"""The tags of the desk's pages: `{% load desk %}`."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from khetane.core.mandates import Mandate
from khetane.desk.questions import Questions

register = template.Library()


@register.filter
def mandates(codes: Iterable[str]) -> str:
    """Mandates by their names; other recipients as they were written."""
    names = dict(Mandate.choices)
    return ", ".join(str(names.get(code, code)) for code in codes)


@register.simple_tag
def answer(questions: Questions, dataset: str, name: str, value: str) -> str:
    """A code in the words of the form that asked for it."""
    return questions.answer(dataset, name, value)
