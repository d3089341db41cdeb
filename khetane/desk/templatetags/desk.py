"""The tags of the desk's pages: `{% load desk %}`."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from khetane.desk.questions import Questions
from khetane.desk.recipients import recipient_label
from khetane.outreach.why import in_words

register = template.Library()
register.filter("in_words", in_words)


@register.simple_tag
def recipients(questions: Questions, codes: Iterable[str]) -> str:
    """Who may receive something: mandates and institutions by their names, others in the words of the consent form."""
    return ", ".join(
        recipient_label(code) or questions.answer("consent", "recipients", code) for code in codes
    )


@register.simple_tag
def institution(questions: Questions, name: str) -> str:
    """To whom a household is referred, in words."""
    return questions.institution(name)


@register.simple_tag
def answer(questions: Questions, dataset: str, name: str, value: str) -> str:
    """A code in the words of the form that asked for it."""
    return questions.answer(dataset, name, value)
