"""Whose work it is: for the first page, what is overdue, reminders and the calendar feed."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from khetane.core.mandates import Mandate
from khetane.core.viewer import Viewer

LEADS = "submission.review"  # whoever has it leads a unit


def mine(viewer: Viewer) -> Q:
    """Whoever leads a unit sees to all its tasks she may read; others to those of their mandates."""
    led = viewer.units.get(LEADS, frozenset())
    return Q(unit__in=led) | of_her_mandates(viewer, without=led)


def of_her_mandates(viewer: Viewer, field: str = "mandate", *, without: Collection[UUID] = ()) -> Q:
    """Rows of the mandates that the viewer reads in each unit; units where she reads the same are asked for together."""
    alike: dict[frozenset[str], list[UUID]] = {}
    for unit_id in sorted(viewer.mandates.keys() - set(without)):
        alike.setdefault(viewer.mandates[unit_id], []).append(unit_id)
    wanted = Q(pk__in=[])
    for mandates, units in alike.items():
        wanted |= Q(unit__in=units, **{f"{field}__in": sorted(mandates)})
    return wanted


def coordinated(viewer: Viewer) -> frozenset[UUID]:
    """The units whose plans she reads: elsewhere nothing is looked for."""
    return frozenset(unit for unit, mandates in viewer.mandates.items() if Mandate.COORDINATION in mandates)
