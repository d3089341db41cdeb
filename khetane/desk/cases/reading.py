"""Who reads what of casework, for pages that lead there."""

from __future__ import annotations

from uuid import UUID

from khetane.core.mandates import Mandate
from khetane.core.viewer import current


def reads_plans(unit_id: UUID) -> bool:
    """Whether the viewer draws up plans in the unit: who reads the coordination's content."""
    viewer = current()
    return viewer.can("content.read", unit_id) and Mandate.COORDINATION in viewer.mandates.get(unit_id, ())
