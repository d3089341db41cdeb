"""`{% load access %}`: what waits for the data-protection officer, and for who confirms roles; the check of the audit."""

from __future__ import annotations

from typing import Any

from django import template

from khetane.access import checked
from khetane.access.confirming import CONFIRM, to_confirm, told
from khetane.access.querysets import overrides_to_review
from khetane.core.viewer import current_or_none

MOST_SHOWN = 20
WHOLE_INSTALLATION = ("override.review", "operations.read")  # who reads events that belong to no unit

register = template.Library()


@register.inclusion_tag("access/to_review.html")
def overrides_not_reviewed() -> dict[str, Any]:
    """Overrides waiting for a review; nothing for who may not review them."""
    viewer = current_or_none()
    may = viewer is not None and viewer.can("override.review")
    return {"overrides": list(overrides_to_review()[:MOST_SHOWN]) if may else []}


@register.inclusion_tag("access/grants_waiting.html")
def grants_waiting() -> dict[str, Any]:
    """Roles that wait for the viewer's confirmation; nothing for who confirms none."""
    viewer = current_or_none()
    may = viewer is not None and viewer.can(CONFIRM)
    return {"grants": told(to_confirm()[:MOST_SHOWN]) if may else []}


@register.inclusion_tag("access/checked.html")
def audit_checked() -> dict[str, Any]:
    """When the audit was last checked; nothing for who does not watch over the whole installation."""
    viewer = current_or_none()
    if viewer is None or not any(viewer.can(permission) for permission in WHOLE_INSTALLATION):
        return {"may": False}
    return {"may": True, "check": checked.last(), "stale_days": checked.STALE.days}
