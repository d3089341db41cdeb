"""One page's audit: which records it showed, an event per unit so that each unit's people can see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from khetane.core import audit


class OfUnit(Protocol):
    """A record that belongs to a unit."""

    @property
    def pk(self) -> UUID: ...
    @property
    def unit_id(self) -> UUID: ...


def seen(kind: str, records: Iterable[OfUnit]) -> None:
    """Record that the viewer was shown these records; nothing when there are none."""
    by_unit: dict[UUID, list[UUID]] = {}
    for record in records:
        by_unit.setdefault(record.unit_id, []).append(record.pk)
    if len(by_unit) > 1:
        audit.add([audit.Event("read", kind, ids, unit=unit_id) for unit_id, ids in by_unit.items()])
        return
    for unit_id, ids in by_unit.items():
        audit.read(kind, ids, unit_id=unit_id)
