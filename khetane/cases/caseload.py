"""How much is open per unit and mandate: numbers, as the database counts them for the viewer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from khetane.core.mandates import Mandate
from khetane.history.bulk import ask

_LOADS = "select unit, mandate, open_needs, urgent_needs, open_tasks, overdue, procedures, missed from cases_caseload(%s)"


@dataclass(frozen=True, slots=True)
class Load:
    """What one mandate of a unit has open."""

    unit_id: UUID
    mandate: str
    needs: int = 0
    urgent: int = 0
    tasks: int = 0
    overdue: int = 0
    procedures: int = 0
    missed: int = 0  # procedures in which a term of ours has passed

    @property
    def mandate_name(self) -> str:
        return str(Mandate(self.mandate).label) if self.mandate in Mandate.values else ""


def loads(day: datetime.date) -> list[Load]:
    """Of units that the viewer leads every mandate's, of others her own; a mandate with nothing open is not there."""
    return [Load(*row) for row in ask(_LOADS, [day])]
