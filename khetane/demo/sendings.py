"""What a unit sends, in its order: filled forms from its devices, edits made in its office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from khetane.demo.instances import Filled
from khetane.history.source import OfficeEdit

COORDINATION = "coordination"


@dataclass(frozen=True, slots=True)
class Sending:
    """One submission of a member of the unit, who is known by the mandate. One of `filled` and `edits` is there.

    `is_wrong`: it is meant to need correction. Nothing else of the demonstration is.
    """

    day: dt.date
    sender: str
    instance_id: UUID
    filled: Filled | None = None
    edits: tuple[OfficeEdit, ...] = ()
    is_wrong: bool = False


def sent(day: dt.date, sender: str, filled: Filled) -> Sending:
    """A form sent from the device of whoever holds this mandate."""
    return Sending(day, sender, filled.instance_id, filled=filled)


def edited(day: dt.date, sender: str, instance_id: UUID, *edits: OfficeEdit) -> Sending:
    """Edits on a screen, of whoever holds this mandate."""
    return Sending(day, sender, instance_id, edits=edits)
