"""What the public form carries instead of a cookie: when it was made, and the chance that its code comes from."""

from __future__ import annotations

import hmac
import time

from django.conf import settings

from khetane.access.tokens import new_token
from khetane.core.sealing import lookup_hash

QUICKEST, LONGEST = 3, 24 * 60 * 60  # seconds in which a person fills the form in


def new_stamp(at: float | None = None) -> str:
    """A stamp of this moment."""
    said = f"{new_token()}.{int(time.time() if at is None else at)}"
    return f"{said}.{_signature(said)}"


def is_fit(stamp: str) -> bool:
    """Whether it is ours, and neither too fresh for a person nor older than a day."""
    said, _, signature = stamp.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(said).encode()):
        return False
    return QUICKEST <= time.time() - int(said.rpartition(".")[2]) <= LONGEST


def _signature(said: str) -> str:
    return lookup_hash(settings.ENVIRONMENT.lookup_key, f"stamp:{said}").hex()
