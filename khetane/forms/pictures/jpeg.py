"""JPEG: the segments that draw the picture. EXIF, XMP, IPTC, comments, previews and what follows the picture go."""

from __future__ import annotations

from khetane.forms.pictures.orientation import HEAD, UPRIGHT, orientation_in, segment
from khetane.forms.pictures.reading import Unreadable, check_size, number, piece

START, SCAN, END, FRAMES_AND_TABLES = 0xD8, 0xDA, 0xD9, range(0xC0, 0xD0)
# Quantisation, number of lines, restart interval, and two of hierarchical pictures.
DRAWING = frozenset({*FRAMES_AND_TABLES, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF, SCAN})
FRAMES = frozenset(FRAMES_AND_TABLES) - {0xC4, 0xC8, 0xCC}
JFIF, EXIF, ADOBE = 0xE0, 0xE1, 0xEE
BARE = frozenset({0x01, *range(0xD0, 0xD8)})
RESTARTS = frozenset({0x00, *range(0xD0, 0xD8)})


def drawn(content: bytes) -> bytes:
    """The same picture without its notes, turned as before. Raises Unreadable."""
    kept: list[bytes] = []
    turned: int | None = None
    seen, place = set[int](), 2
    while True:
        marker, place = _marker(content, place)
        if marker == END:
            break
        if marker in BARE:
            continue
        length = number(content, place, 2)
        data = piece(content, place + 2, length - 2)
        place += length
        if marker == EXIF and turned is None and data.startswith(HEAD):
            turned = orientation_in(data)
        if marker in FRAMES:
            check_size(number(data, 1, 2), number(data, 3, 2))
        kept.append(_kept(marker, data))
        seen.add(marker)
        if marker == SCAN:
            end = _end_of_scan(content, place)
            kept.append(content[place:end])
            place = end
    if SCAN not in seen or not seen & FRAMES:
        raise Unreadable("nothing in it is drawn")
    return b"".join([b"\xff\xd8", segment(turned or UPRIGHT), *kept, b"\xff\xd9"])


def _marker(content: bytes, place: int) -> tuple[int, int]:
    """The marker that stands here, after any filling, and where it ends."""
    if piece(content, place, 1) != b"\xff":
        raise Unreadable("a part of it does not begin where it should")
    while (found := number(content, place + 1, 1)) == 0xFF:
        place += 1
    return found, place + 2


def _kept(marker: int, data: bytes) -> bytes:
    """The segment again, or nothing of it."""
    if marker == JFIF and data.startswith(b"JFIF\x00"):
        data = piece(data, 0, 12) + b"\x00\x00"  # without the small picture that may follow
    elif marker == ADOBE and data.startswith(b"Adobe"):
        data = piece(data, 0, 12)  # says how colours are written
    elif marker not in DRAWING:
        return b""
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next marker stands after the picture's own bytes."""
    while (place := content.find(b"\xff", place)) >= 0:
        following = content[place + 1 : place + 2]
        if following and following[0] not in RESTARTS and following != b"\xff":
            return place
        place += 1 if following == b"\xff" else 2
    raise Unreadable("it ends before it should")
