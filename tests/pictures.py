"""Small pictures for tests, with what a phone's camera writes beside them. Nobody took them anywhere."""

from __future__ import annotations

import zlib

HERE, PHONE, AT = b"44.7866N 20.4489E", b"Phone of A. B., model 7", b"2026:03:01 07:15:00"


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data


def exif(*, turned: int = 1, little: bool = False) -> bytes:
    """An EXIF segment: how the picture is turned, and texts that tell where, when and by which device."""
    order = "little" if little else "big"
    first = 8 + 2 + 12 + 4

    def whole(number: int, size: int) -> bytes:
        return number.to_bytes(size, order)  # type: ignore[arg-type]  # one of two words

    entry = whole(0x0112, 2) + whole(3, 2) + whole(1, 4) + whole(turned, 2) + bytes(2)
    head = (b"II*\x00" if little else b"MM\x00*") + whole(8, 4)
    notes = HERE + PHONE + AT
    return segment(0xE1, b"Exif\x00\x00" + head + whole(1, 2) + entry + whole(first, 4) + notes)


def jpeg(*, shade: int = 1, notes: bytes = b"", width: int = 8, height: int = 8) -> bytes:
    """A grey JPEG of one block (which draws a picture of at most 8 by 8), `notes` before it."""
    small = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01" + b"\x80\x80\x80"
    frame = b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x01\x01\x11\x00"
    one_code = bytes([1]) + bytes(15) + b"\x00"
    return b"".join(
        [
            b"\xff\xd8", segment(0xE0, small), notes, segment(0xFE, PHONE),
            segment(0xDB, b"\x00" + bytes([shade]) * 64), segment(0xC0, frame),
            segment(0xC4, b"\x00" + one_code), segment(0xC4, b"\x10" + one_code),
            segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"), b"\x3f", b"\xff\xd9",
        ]
    )  # fmt: skip


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(*, notes: bytes = b"", width: int = 1, height: int = 1) -> bytes:
    """A grey PNG of one dot, `notes` before it."""
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    dot = zlib.compress(b"\x00\x80")
    drawn = [chunk(b"IHDR", size), notes, chunk(b"IDAT", dot), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(drawn)


def part(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2)


def webp(*, notes: bytes = b"", side: int = 1) -> bytes:
    """A WebP of one dot without loss, in the extended form, with `notes` after it."""
    size = (side - 1).to_bytes(3, "little") * 2
    dot = bytes.fromhex("2f0000000010071011118888fe0700")
    body = b"WEBP" + part(b"VP8X", b"\x2c\x00\x00\x00" + size) + part(b"VP8L", dot) + notes
    return b"RIFF" + len(body).to_bytes(4, "little") + body
