"""The mandates as which the viewer sends somebody on."""

from __future__ import annotations

from uuid import UUID

from khetane.core.mandates import Mandate
from khetane.core.viewer import current


def referring_as(unit_id: UUID) -> list[str]:
    """Those whose content she reads in the unit; without one of her own nobody is referred."""
    return sorted(current().mandates.get(unit_id, frozenset()) & set(Mandate.values))
