"""What the key of an import belongs to."""

from __future__ import annotations

from uuid import UUID


def key_context(import_id: UUID) -> bytes:
    """What an import's key and content belong to."""
    return f"import:{import_id}".encode()
