"""Which version each record stands at: what a device would know from its entity lists."""

from __future__ import annotations

from collections import Counter
from uuid import UUID


class Ledger:
    """Counts the versions of records as the generated submissions make them, in their order."""

    def __init__(self) -> None:
        self._versions: Counter[tuple[str, UUID]] = Counter()

    def made(self, dataset: str, record: UUID) -> UUID:
        """Note that a submission makes this record."""
        self._versions[dataset, record] = 1
        return record

    def base(self, dataset: str, record: UUID) -> int:
        """The version an edit is made on; notes that the edit makes the next one."""
        standing = self._versions[dataset, record]
        self._versions[dataset, record] += 1
        return standing

    def at(self, dataset: str, record: UUID) -> int:
        """The version a record stands at."""
        return self._versions[dataset, record]
