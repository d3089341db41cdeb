"""Personal content at rest: each submission has a key of its own, wrapped under a master key.

AES-256-GCM throughout; a nonce of 12 random bytes stands before the ciphertext. What a sealed value
belongs to (`context`, such as the record's id) is authenticated with it, so that sealed values
cannot be swapped. Destroying the wrapped key destroys everything sealed under it.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32
KEPT_MASTERS = 16
BROKEN = "The sealed content was changed, or belongs to another record or key."


class SealBroken(Exception):
    """What was sealed cannot be opened; the message says why, and never holds content."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A content key as the database holds it: encrypted, with the name of the master key."""

    key_id: str
    wrapped: bytes


def new_key(masters: Mapping[str, bytes], context: bytes) -> tuple[bytes, WrappedKey]:
    """A fresh content key, and the same wrapped under the first of `masters`."""
    key_id, master = next(iter(masters.items()))
    key = os.urandom(KEY_BYTES)
    return key, WrappedKey(key_id, seal(master, key, context))


def unwrap(masters: Mapping[str, bytes], wrapped: WrappedKey, context: bytes) -> bytes:
    """The content key; SealBroken when its master key is not among `masters`."""
    master = masters.get(wrapped.key_id)
    if master is None:
        raise SealBroken(
            f"This content was encrypted under the master key {wrapped.key_id!r}, which KHETANE_MASTER_KEYS does not hold. "
            "Add that key; without it the content cannot be read."
        )
    return _opened(_master(master), wrapped.wrapped, context)


def seal(key: bytes, content: bytes, context: bytes) -> bytes:
    """nonce + ciphertext + tag of `content`, bound to `context`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """What was sealed; SealBroken when key, context or bytes are not the ones it was sealed with."""
    return _opened(_cipher(key), sealed, context)


def _opened(cipher: AESGCM, sealed: bytes, context: bytes) -> bytes:
    sealed = bytes(sealed)
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as error:
        raise SealBroken(BROKEN) from error


def _cipher(key: bytes) -> AESGCM:
    try:
        return AESGCM(key)
    except ValueError as error:  # a key of another length
        raise SealBroken(BROKEN) from error


@lru_cache(maxsize=KEPT_MASTERS)
def _master(key: bytes) -> AESGCM:
    """The cipher of a master key: every record is opened through one of them."""
    return _cipher(key)


def lookup_hash(key: bytes, text: str) -> bytes:
    """The keyed hash by which a number is found without being stored: 32 bytes of HMAC-SHA-256."""
    return hmac.digest(key, text.encode(), "sha256")
