"""What an authenticator app shows (RFC 6238), written apart from what the application uses."""

from __future__ import annotations

import base64
import hmac
import struct
import time


def code_of(secret: str) -> str:
    """The six digits of this half minute."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    begin = digest[-1] & 15
    number = int.from_bytes(digest[begin : begin + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
