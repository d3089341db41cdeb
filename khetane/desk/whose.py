"""Whose work it is: for the first page, what is overdue, reminders and the calendar feed."""

from __future__ import annotations

from django.db.models import Q

from khetane.core.viewer import Viewer

LEADS = "submission.review"  # whoever has it leads a unit


def mine(viewer: Viewer) -> Q:
    """Whoever leads a unit sees to all its tasks she may read; others to those of their mandates."""
    led = viewer.units.get(LEADS, frozenset())
    wanted = Q(unit__in=led)
    for unit_id in viewer.mandates.keys() - led:
        wanted |= Q(unit=unit_id, mandate__in=viewer.mandates[unit_id])
    return wanted
