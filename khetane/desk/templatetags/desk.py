"""The tags of the desk's pages: `{% load desk %}`."""

from __future__ import annotations

from django import template

from khetane.desk.questions import Questions

register = template.Library()


@register.simple_tag
def answer(questions: Questions, dataset: str, name: str, value: str) -> str:
    """A code in the words of the form that asked for it."""
    return questions.answer(dataset, name, value)
