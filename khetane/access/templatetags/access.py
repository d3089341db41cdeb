"""`{% load access %}`: what the data-protection officer sees on her home."""

from __future__ import annotations

from typing import Any

from django import template

from khetane.access.querysets import overrides_to_review
from khetane.core.viewer import current_or_none

MOST_SHOWN = 20

register = template.Library()


@register.inclusion_tag("access/to_review.html")
def overrides_not_reviewed() -> dict[str, Any]:
    """Overrides waiting for a review; nothing for who may not review them."""
    viewer = current_or_none()
    may = viewer is not None and viewer.can("override.review")
    return {"overrides": list(overrides_to_review()[:MOST_SHOWN]) if may else []}
