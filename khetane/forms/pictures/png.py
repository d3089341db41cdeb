"""PNG: the chunks that draw the picture. Texts, times, EXIF, colour profiles and what follows the picture go."""

from __future__ import annotations

import zlib

from khetane.forms.pictures.reading import Unreadable, check_size, number, piece

DRAWING = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND"})


def drawn(content: bytes) -> bytes:
    """The same picture without its notes. Raises Unreadable."""
    kept, place, seen = [content[:8]], 8, set[bytes]()
    while b"IEND" not in seen:
        length, kind = number(content, place, 4), piece(content, place + 4, 4)
        data = piece(content, place + 8, length)
        if number(content, place + 8 + length, 4) != zlib.crc32(kind + data):
            raise Unreadable("a part of it was damaged on the way")
        if kind == b"IHDR":
            check_size(number(data, 0, 4), number(data, 4, 4))
        elif not seen:
            raise Unreadable("it does not begin as it should")
        if kind in DRAWING:
            kept.append(content[place : place + 12 + length])
        seen.add(kind)
        place += 12 + length
    if b"IDAT" not in seen:
        raise Unreadable("nothing in it is drawn")
    return b"".join(kept)
