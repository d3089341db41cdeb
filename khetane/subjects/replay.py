"""Making every erasure of the ledger again: after a restore, or because a record of an erased person came later."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from khetane.core.viewer import SYSTEM_ACCOUNT, acting_as_system
from khetane.subjects.erasing import erase
from khetane.subjects.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many erasures were made again, and whether one found something: then old bytes are on the disk."""

    erasures: int
    left_bytes: bool


def replay() -> Replayed:
    """Erase everybody in the ledger of this installation."""
    made, left_bytes = 0, False
    for entry in Ledger.of(settings.ENVIRONMENT.home).entries():
        with acting_as_system():
            left_bytes |= erase(entry, by=SYSTEM_ACCOUNT).left_bytes
        made += 1
    return Replayed(made, left_bytes)
