"""The name of a pair of records."""

from __future__ import annotations

import hashlib
from uuid import UUID


def pair_of(one: UUID, other: UUID) -> str:
    """What names two records together, whichever comes first, and tells neither."""
    return hashlib.sha256("".join(sorted((str(one), str(other)))).encode()).hexdigest()
