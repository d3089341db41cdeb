from __future__ import annotations

import base64

import pytest

from khetane.integrations.openrosa.multipart import MAX_PARTS, BadUpload, parts
from tests.openrosa_client import BOUNDARY, MULTIPART, multipart


def read(body: bytes, content_type: str = MULTIPART) -> list[tuple[str, str, bytes]]:
    return [(part.name, part.filename, bytes(part.content)) for part in parts(content_type, body)]


def one(headers: str, content: bytes = b"x") -> bytes:
    return f"--{BOUNDARY}\r\n{headers}\r\n\r\n".encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def test_parts_come_out_as_they_went_in() -> None:
    content = b"\r\n--" + BOUNDARY[:-1].encode() + b"\r\n\x00\xff"
    assert read(multipart(b"<data/>", photo__jpg=content)) == [
        ("xml_submission_file", "record.xml", b"<data/>"),
        ("photo.jpg", "photo.jpg", content),
    ]


def test_a_preamble_is_skipped_and_an_epilogue_not_read() -> None:
    assert read(b"preamble\r\n" + multipart(b"<data/>") + b"epilogue")[0][2] == b"<data/>"


def test_an_empty_file_is_a_file() -> None:
    assert read(multipart(b"", a=b""))[1] == ("a", "a", b"")


@pytest.mark.parametrize("cut", [1, 4, 10, 40, 60])
def test_a_body_cut_anywhere_is_refused_whole(cut: int) -> None:
    body = multipart(b"<data/>", photo__jpg=b"jpeg")
    with pytest.raises(BadUpload, match="cut off"):
        read(body[: -cut - 3])


def test_every_cut_is_noticed() -> None:
    body = multipart(b"<data/>", photo__jpg=b"jpeg")
    for length in range(1, len(body) - 3):
        with pytest.raises(BadUpload):
            read(body[:length])


def test_names_lose_their_folders_and_keep_their_letters() -> None:
    disposition = 'Content-Disposition: form-data; name="f"; filename="C:\\\\photos\\\\сл\\"ика.jpg"'
    assert read(one(disposition))[0][1] == 'сл"ика.jpg'
    assert (
        read(one('Content-Disposition: form-data; name="f"; filename="../../etc/passwd"'))[0][1] == "passwd"
    )


def test_base64_is_decoded() -> None:
    headers = 'Content-Disposition: form-data; name="f"\r\nContent-Transfer-Encoding: base64'
    assert read(one(headers, base64.b64encode(b"\x00\x01")))[0][2] == b"\x00\x01"


@pytest.mark.parametrize("headers", ["", "Content-Type: text/xml", "Content-Disposition: attachment"])
def test_a_part_without_a_name_is_refused(headers: str) -> None:
    with pytest.raises(BadUpload, match="Part 1"):
        read(one(headers))


@pytest.mark.parametrize("kind", ["", "text/xml", "multipart/form-data", "multipart/mixed; boundary=x"])
def test_what_is_not_multipart_is_refused(kind: str) -> None:
    with pytest.raises(BadUpload, match="not multipart"):
        read(multipart(b"x"), kind)


def test_a_thousand_parts_are_refused() -> None:
    with pytest.raises(BadUpload, match="over several posts"):
        read(multipart(b"x", **{f"f{number}": b"" for number in range(MAX_PARTS + 1)}))
