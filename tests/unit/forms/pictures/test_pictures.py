"""What is shown of a picture tells nothing that the camera wrote beside it, and draws the same."""

from __future__ import annotations

import pytest

from khetane.forms.pictures import picture_of
from khetane.forms.pictures.orientation import orientation_in
from khetane.forms.pictures.reading import Unreadable
from tests.pictures import AT, HERE, PHONE, chunk, exif, jpeg, part, png, segment, webp

NOTES = (HERE, PHONE, AT)
WRITTEN = {
    "exif": jpeg(notes=exif()),
    "xmp": jpeg(notes=segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + HERE)),
    "two exif": jpeg(notes=exif() + exif(turned=6)),
    "profile": jpeg(notes=segment(0xE2, b"ICC_PROFILE\x00\x01\x01" + PHONE)),
    "iptc": jpeg(notes=segment(0xED, b"Photoshop 3.0\x00" + AT)),
    "unknown": jpeg(notes=segment(0xEB, HERE)),
    "filled": jpeg(notes=b"\xff\xff\xff" + exif()),
    "a film behind": jpeg() + b"\x00\x00\x00\x18ftypmp42" + HERE,
    "png text": png(notes=chunk(b"tEXt", b"Author\x00" + PHONE) + chunk(b"eXIf", b"MM\x00*" + HERE)),
    "png time": png(notes=chunk(b"tIME", AT)) + HERE,
    "webp": webp(notes=part(b"EXIF", HERE) + part(b"XMP ", PHONE)) + AT,
}


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN)
def test_nothing_of_it_is_left(content: bytes) -> None:
    assert any(note in content for note in NOTES)
    picture = picture_of(content)
    assert picture is not None
    assert not any(note in picture.content for note in NOTES)
    assert picture_of(picture.content) == picture  # a second time, nothing more is left out


def test_what_draws_the_picture_stays_as_it_was() -> None:
    picture = picture_of(jpeg(shade=7, notes=exif()))
    assert picture is not None
    assert picture.content.endswith(jpeg(shade=7).partition(segment(0xFE, PHONE))[2])
    found = picture_of(png(notes=chunk(b"tEXt", b"x")))
    assert found is not None
    assert found.content == png()


def test_the_small_picture_within_the_picture_goes() -> None:
    picture = picture_of(jpeg())
    assert picture is not None
    assert picture.content[:20] == b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


@pytest.mark.parametrize("little", [True, False])
@pytest.mark.parametrize("turned", [1, 3, 6, 8, 9])
def test_a_picture_stays_turned_as_it_was(turned: int, little: bool) -> None:
    picture = picture_of(jpeg(notes=exif(turned=turned, little=little)))
    assert picture is not None
    told = [orientation_in(picture.content[6:40])] if picture.content[2:4] == b"\xff\xe1" else [1]
    assert told == [turned if turned != 9 else 1]


def test_an_extended_webp_no_longer_says_that_notes_follow() -> None:
    picture = picture_of(webp(notes=part(b"EXIF", HERE)))
    assert picture is not None
    assert picture.content[20] == 0
    assert int.from_bytes(picture.content[4:8], "little") == len(picture.content) - 8


@pytest.mark.parametrize(
    "content",
    [
        jpeg()[:-2], jpeg()[:60], b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xe0 a picture", png()[:-6],
        png().replace(b"IDAT", b"IDAX"), png(notes=b"")[:8] + chunk(b"IEND", b""), webp()[:-3],
        jpeg(width=60_000, height=60_000), png(width=2**20, height=2**20), webp(side=2**14 * 2),
    ],
)  # fmt: skip
def test_what_is_damaged_or_enormous_is_not_shown(content: bytes) -> None:
    with pytest.raises(Unreadable):
        picture_of(content)


@pytest.mark.parametrize(
    "content", [b"GIF89a", b"II*\x00\x08\x00", b"\x00\x00\x00\x18ftypheic", b"\x00\x00\x00\x1cftypavif", b"\xff\x0a1"]
)  # fmt: skip
def test_pictures_of_another_kind_are_not_shown_whatever_they_are_called(content: bytes) -> None:
    with pytest.raises(Unreadable):
        picture_of(content, "application/octet-stream")


def test_what_is_said_to_be_a_picture_and_is_none_is_not_shown() -> None:
    with pytest.raises(Unreadable):
        picture_of(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"\x00\x00\x00\x18ftypmp42", b"RIFF\x00\x00\x00\x00WAVE"]
)
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert picture_of(content, "application/pdf") is None
