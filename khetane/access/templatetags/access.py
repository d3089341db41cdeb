"""`{% load access %}`: what waits for the data-protection officer, and for who confirms roles; the check of the audit."""

from __future__ import annotations

from typing import Any

from django import template

from khetane.access import checked
from khetane.access.confirming import CONFIRM, to_confirm, with_new_reach
from khetane.access.querysets import overrides_in_force, overrides_to_review
from khetane.core.viewer import current_or_none

FIRST_FEW = 3
WHOLE_INSTALLATION = ("override.review", "operations.read")  # who reads events that belong to no unit

register = template.Library()


@register.inclusion_tag("access/to_review.html")
def overrides_not_reviewed() -> dict[str, Any]:
    """Overrides waiting for a review; nothing for who may not review them."""
    viewer = current_or_none()
    may = viewer is not None and viewer.can("override.review")
    if not may:
        return {"overrides": []}
    waiting = overrides_to_review()
    listed = list(waiting[: FIRST_FEW + 1])
    more = waiting.count() - FIRST_FEW if len(listed) > FIRST_FEW else 0
    return {"overrides": listed[:FIRST_FEW], "more": more}


@register.inclusion_tag("access/opened_now.html")
def overrides_open() -> dict[str, Any]:
    """What the viewer herself opened in an emergency and still has open; nothing for who may not."""
    viewer = current_or_none()
    may = viewer is not None and viewer.can("override.use")
    return {"overrides": list(overrides_in_force(viewer.account_id)) if viewer and may else [], "may": may}


@register.inclusion_tag("access/grants_waiting.html")
def grants_waiting() -> dict[str, Any]:
    """Roles that wait for the viewer's confirmation; nothing for who confirms none."""
    viewer = current_or_none()
    may = viewer is not None and viewer.can(CONFIRM)
    if not may:
        return {"grants": []}
    waiting = to_confirm()
    listed = with_new_reach(waiting[: FIRST_FEW + 1])
    more = waiting.count() - FIRST_FEW if len(listed) > FIRST_FEW else 0
    return {"grants": listed[:FIRST_FEW], "more": more}


@register.inclusion_tag("access/checked.html")
def audit_checked() -> dict[str, Any]:
    """When the audit was last checked; nothing for who does not watch over the whole installation."""
    viewer = current_or_none()
    if viewer is None or not any(viewer.can(permission) for permission in WHOLE_INSTALLATION):
        return {"may": False}
    return {"may": True, "check": checked.last(), "stale_days": checked.STALE.days}
