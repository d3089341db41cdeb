"""Numbers of documents: written one way, encrypted, found by a keyed hash."""

from __future__ import annotations

import unicodedata
from uuid import UUID

from django.conf import settings

from khetane.core.sealing import SealBroken, lookup_hash, seal, unseal

# Cyrillic letters that look like Latin ones: people copy a number in the script of their keyboard.
LOOK_ALIKES = str.maketrans("АВСЕНЈКМОРТХУЅІ", "ABCEHJKMOPTXYSI")


def normalise(number: str) -> str:
    """`number` in capitals, without blanks and punctuation; the same for every way of writing it."""
    upper = unicodedata.normalize("NFKC", number).upper().translate(LOOK_ALIKES)
    return "".join(character for character in upper if character.isalnum())


def number_hash(number: str) -> bytes:
    """By which a document is found whose number is known."""
    return lookup_hash(settings.ENVIRONMENT.lookup_key, normalise(number))


def seal_number(number: str, document_id: UUID) -> bytes:
    """The name of the master key, a zero byte, and the number encrypted under that key."""
    key_id, key = next(iter(settings.ENVIRONMENT.master_keys.items()))
    return key_id.encode() + b"\0" + seal(key, number.encode(), _context(document_id))


def open_number(sealed: bytes, document_id: UUID) -> str:
    """The number; SealBroken when its master key is not there, or it is another document's."""
    key_id, _, content = sealed.partition(b"\0")
    key = settings.ENVIRONMENT.master_keys.get(key_id.decode())
    if key is None:
        raise SealBroken(
            f"A document number was encrypted under the master key {key_id.decode()!r}, which KHETANE_MASTER_KEYS "
            "does not hold. Add that key; without it the number cannot be read."
        )
    return unseal(key, content, _context(document_id)).decode()


def _context(document_id: UUID) -> bytes:
    return f"document-number:{document_id}".encode()
