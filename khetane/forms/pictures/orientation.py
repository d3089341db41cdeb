"""How a picture is turned to stand upright: the one note of a camera that is kept."""

from __future__ import annotations

from khetane.forms.pictures.reading import Unreadable, number, piece

UPRIGHT, TURNS = 1, range(2, 9)
HEAD, TAG, SHORT = b"Exif\x00\x00", 0x0112, 3


def orientation_in(data: bytes) -> int:
    """The orientation that an EXIF segment tells; upright when it tells none, or nothing that can be read."""
    if not data.startswith(HEAD):
        return UPRIGHT
    try:
        return _told(data[len(HEAD) :])
    except Unreadable:
        return UPRIGHT


def _told(tiff: bytes) -> int:
    little = {b"II": True, b"MM": False}.get(piece(tiff, 0, 2))
    if little is None or number(tiff, 2, 2, little=little) != 42:
        return UPRIGHT
    directory = number(tiff, 4, 4, little=little)
    for entry in range(number(tiff, directory, 2, little=little)):
        start = directory + 2 + 12 * entry
        if (
            number(tiff, start, 2, little=little) == TAG
            and number(tiff, start + 2, 2, little=little) == SHORT
        ):
            found = number(tiff, start + 8, 2, little=little)
            return found if found in TURNS else UPRIGHT
    return UPRIGHT


def segment(turned: int) -> bytes:
    """An EXIF segment that says only this; nothing for an upright picture."""
    if turned == UPRIGHT:
        return b""
    entry = TAG.to_bytes(2, "big") + SHORT.to_bytes(2, "big") + (1).to_bytes(4, "big")
    directory = (1).to_bytes(2, "big") + entry + turned.to_bytes(2, "big") + bytes(2) + bytes(4)
    data = HEAD + b"MM\x00*" + (8).to_bytes(4, "big") + directory
    return b"\xff\xe1" + (len(data) + 2).to_bytes(2, "big") + data
