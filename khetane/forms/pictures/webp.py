"""WebP: the chunks that draw the picture. EXIF, XMP, colour profiles and what follows the picture go."""

from __future__ import annotations

from khetane.forms.pictures.reading import Unreadable, check_size, number, piece

EXTENDED = b"VP8X"
PICTURES = frozenset({b"VP8 ", b"VP8L"})  # moving ones hold chunks within chunks, and no camera takes them
DRAWING = PICTURES | {EXTENDED, b"ALPH"}
# Bits of the first byte of VP8X: there is a colour profile, EXIF, XMP.
NOTES = 0x20 | 0x08 | 0x04


def drawn(content: bytes) -> bytes:
    """The same picture without its notes. Raises Unreadable."""
    end = 8 + number(content, 4, 4, little=True)
    piece(content, 0, end)
    kept, place, seen = [], 12, set[bytes]()
    while place < end:
        kind, length = piece(content, place, 4), number(content, place + 4, 4, little=True)
        data = piece(content, place + 8, length)
        place += 8 + length + length % 2
        if kind == EXTENDED:
            check_size(1 + number(data, 4, 3, little=True), 1 + number(data, 7, 3, little=True))
            data = bytes([data[0] & ~NOTES]) + data[1:]
        if kind in DRAWING:
            kept.append(kind + length.to_bytes(4, "little") + data + bytes(length % 2))
        seen.add(kind)
    if not seen & PICTURES:
        raise Unreadable("nothing in it is drawn")
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
