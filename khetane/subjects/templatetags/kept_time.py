"""`{% load kept_time %}`: rules and events of keeping in words."""

from __future__ import annotations

from django import template

from khetane.subjects.keeping import words

register = template.Library()


@register.filter
def rule_said(code: str) -> str:
    """What a rule is about."""
    return words.rule_said(code)


@register.filter
def event_said(code: str) -> str:
    """What a period is counted from."""
    return str(words.EVENTS.get(code, code))
