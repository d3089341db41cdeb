"""Whatever arrives: a picture is shown without its notes or not at all, and nothing else goes wrong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from khetane.forms.pictures import picture_of
from khetane.forms.pictures.reading import Unreadable
from tests.pictures import HERE, chunk, exif, jpeg, part, png, segment, webp

applied = st.integers(0xE0, 0xEF).map(lambda marker: segment(marker, HERE))
comments = st.just(segment(0xFE, HERE))
PICTURES = st.one_of(
    st.lists(applied | comments | st.just(exif()), max_size=5).map(lambda notes: jpeg(notes=b"".join(notes))),
    st.lists(
        st.sampled_from([b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"iCCP", b"prVt"]), max_size=5
    ).map(lambda kinds: png(notes=b"".join(chunk(kind, HERE) for kind in kinds))),
    st.lists(st.sampled_from([b"EXIF", b"XMP ", b"ICCP", b"xxxx"]), max_size=5).map(
        lambda kinds: webp(notes=b"".join(part(kind, HERE) for kind in kinds))
    ),
)


@given(content=PICTURES, behind=st.binary(max_size=50))
def test_a_whole_picture_is_shown_without_its_notes(content: bytes, behind: bytes) -> None:
    picture = picture_of(content + behind)
    assert picture is not None
    assert HERE not in picture.content
    again = picture_of(picture.content)
    assert again == picture


@given(content=PICTURES, place=st.integers(0, 400), put=st.binary(max_size=6))
def test_a_damaged_one_is_shown_without_them_or_not_at_all(content: bytes, place: int, put: bytes) -> None:
    damaged = content[: place % len(content)] + put + content[place % len(content) + len(put) :]
    try:
        picture = picture_of(damaged, "image/jpeg")
    except Unreadable:
        return
    assert picture is not None
    assert picture_of(picture.content) == picture


@given(content=st.binary(max_size=300), said=st.sampled_from(["", "image/jpeg", "video/mp4"]))
def test_whatever_else_arrives_is_none_or_unreadable(content: bytes, said: str) -> None:
    for beginning in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\x00\x00\x00WEBP"):
        try:
            picture_of(beginning + content, said)
        except Unreadable:
            continue
