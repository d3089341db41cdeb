"""Filters for pages of places: `{% load places %}`."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from khetane.places.languages import LANGUAGES
from khetane.places.sources import source_said

register = template.Library()
register.filter(source_said)


@register.filter
def language_name(tag: str) -> str | Promise:
    """What a language of a place's names is called; its tag where we do not know."""
    return LANGUAGES.get(tag, tag)
