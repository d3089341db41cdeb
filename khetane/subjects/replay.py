"""Making every erasure of the ledger again: after a restore, or because a record of an erased person came later."""

from __future__ import annotations

from django.conf import settings

from khetane.core.viewer import SYSTEM_ACCOUNT, acting_as_system
from khetane.subjects.erasing import erase
from khetane.subjects.ledger import Ledger


def replay() -> int:
    """Erase everybody in the ledger of this installation; how many erasures were made again."""
    made = 0
    for entry in Ledger.of(settings.ENVIRONMENT.home).entries():
        with acting_as_system():
            erase(entry, by=SYSTEM_ACCOUNT)
        made += 1
    return made
