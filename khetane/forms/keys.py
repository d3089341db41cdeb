"""The content keys of submissions: one each, wrapped under the master key of the installation."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.conf import settings

from khetane.core.sealing import WrappedKey, new_key, unwrap
from khetane.history.bulk import ask

_KEYS = "select id, key, key_id from forms_content_keys(%s)"


def key_context(submission_id: UUID | str) -> bytes:
    """What a submission's key and content belong to."""
    return f"submission:{submission_id}".encode()


def new_content_key(submission_id: UUID) -> tuple[bytes, WrappedKey]:
    """A key for a new submission, and the same as the database holds it."""
    return new_key(settings.ENVIRONMENT.master_keys, key_context(submission_id))


def unwrapped(submission_id: UUID, wrapped: bytes, key_id: str) -> bytes:
    """The content key of a submission or kept upload; SealBroken when its master key is not there."""
    masters = settings.ENVIRONMENT.master_keys
    return unwrap(masters, WrappedKey(key_id, bytes(wrapped)), key_context(submission_id))


def file_context(attachment_id: UUID) -> bytes:
    """What a sealed attachment belongs to."""
    return f"attachment:{attachment_id}".encode()


def content_keys(submission_ids: Collection[UUID]) -> dict[UUID, bytes]:
    """The keys of submissions that changed something the viewer may read; erased ones are left out.

    Raises SealBroken when the master key of one is not there.
    """
    if not submission_ids:
        return {}
    return {id: unwrapped(id, key, key_id) for id, key, key_id in ask(_KEYS, [list(submission_ids)]) if key}
