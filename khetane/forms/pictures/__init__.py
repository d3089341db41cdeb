"""A picture without what the camera wrote into it: where, when and with which device it was taken (docs/adr/0741).

Parts of the file that draw the picture are kept as they are, all others are left out; nothing is decoded. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from khetane.forms.pictures import jpeg, png, webp
from khetane.forms.pictures.reading import Unreadable

# By what a file begins with: what it is called, or said to be, is not believed.
READERS = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg", jpeg.drawn),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png", png.drawn),
    (b"RIFF", "image/webp", "webp", webp.drawn),
)
# Kinds of pictures whose notes nobody here knows how to leave out, by a sign and where it stands.
OTHERS = (
    (0, b"GIF8"), (0, b"II*\x00"), (0, b"MM\x00*"), (0, b"II+\x00"), (0, b"MM\x00+"),
    (0, b"\x00\x00\x00\x0cJXL "), (0, b"\x00\x00\x00\x0cjP  "), (0, b"\xff\x0a"),
)  # fmt: skip
# A film begins alike; which of the two it is, the brand says.
BOX, STILL_BRANDS = b"ftyp", (b"hei", b"hev", b"mif1", b"msf1", b"avif", b"avis", b"crx ")


@dataclass(frozen=True, slots=True)
class Picture:
    """What may be shown of a picture."""

    kind: str
    ending: str
    content: bytes = field(repr=False)


def picture_of(content: bytes, said: str = "") -> Picture | None:
    """The picture without its notes, or None for what is no picture, also by what it was `said` to be.

    Raises Unreadable for a picture that is damaged, larger than a screen needs, or of a kind not known here.
    """
    for beginning, kind, ending, drawn in READERS:
        if content.startswith(beginning) and (ending != "webp" or content[8:12] == b"WEBP"):
            return Picture(kind, ending, drawn(content))
    if said.startswith("image/") or _is_another(content):
        raise Unreadable("a kind of picture that is not known here")
    return None


def _is_another(content: bytes) -> bool:
    if content[4:8] == BOX:
        return content[8:12].startswith(STILL_BRANDS)
    return any(content.startswith(sign, place) for place, sign in OTHERS)
