"""What is written in a grievance, encrypted under a key of its own, which the master key of the installation wraps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from khetane.core.sealing import WrappedKey, new_key, seal, unseal, unwrap


def key_context(grievance_id: UUID | str) -> bytes:
    """What a grievance's key and content belong to."""
    return f"grievance:{grievance_id}".encode()


def message_context(message_id: UUID) -> bytes:
    """What a sealed message belongs to."""
    return f"grievance_message:{message_id}".encode()


def concern_context(grievance_id: UUID) -> bytes:
    """What the reason for a conflict of interest belongs to."""
    return f"grievance_concern:{grievance_id}".encode()


def new_content_key(grievance_id: UUID) -> tuple[bytes, WrappedKey]:
    """A key for a new grievance, and the same as the database holds it."""
    return new_key(settings.ENVIRONMENT.master_keys, key_context(grievance_id))


def content_key(grievance_id: UUID, wrapped: bytes | memoryview, key_id: str) -> bytes:
    """The key of a grievance; SealBroken when its master key is not there."""
    masters = settings.ENVIRONMENT.master_keys
    return unwrap(masters, WrappedKey(key_id, bytes(wrapped)), key_context(grievance_id))


def sealed(key: bytes, said: Mapping[str, Any], context: bytes) -> bytes:
    """`said` encrypted; its length tells the length of the text to no more than 256 bytes."""
    text = json.dumps(said, ensure_ascii=False).encode()
    return seal(key, text.ljust(-(-len(text) // 256) * 256), context)


def opened(key: bytes, content: bytes, context: bytes) -> dict[str, Any]:
    """What was sealed; SealBroken when it was changed or belongs elsewhere."""
    said: dict[str, Any] = json.loads(unseal(key, content, context))
    return said
