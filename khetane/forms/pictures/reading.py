"""Taking a file apart from its beginning, never past its end."""

from __future__ import annotations

# A phone's largest picture today has half of it; a browser that draws more may fall over.
MOST_PIXELS = 120_000_000


class Unreadable(Exception):
    """The picture cannot be taken apart; the message says why."""


def piece(content: bytes, start: int, length: int) -> bytes:
    """The bytes from `start`. Raises Unreadable where the file ends before."""
    found = content[start : start + length]
    if length < 0 or len(found) != length:
        raise Unreadable("it ends before it should")
    return found


def number(content: bytes, start: int, length: int, *, little: bool = False) -> int:
    return int.from_bytes(piece(content, start, length), "little" if little else "big")


def check_size(width: int, height: int) -> None:
    """Raise Unreadable for a picture that would be enormous once it is drawn, however small its file."""
    if width * height > MOST_PIXELS:
        raise Unreadable("more pixels than are shown")
