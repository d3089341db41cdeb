"""multipart/form-data (RFC 7578) out of a body already in memory. Pure; strict about the end.

A body whose closing delimiter is missing was cut off and is refused as a whole: half a record
never looks like one.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from khetane.core.problems import Problem, Sentence, gettext_noop

MAX_PARTS = 500
MAX_HEADERS = 8 * 1024
_BOUNDARY = re.compile(r"""boundary=(?:"([^"]{1,200})"|([^;,\s]{1,200}))""", re.IGNORECASE)
_PARAMETER = re.compile(r""";\s*([\w*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))""")

_ = gettext_noop
NOT_MULTIPART = Sentence(
    "upload-01", _("The upload is not multipart/form-data with a boundary. Send it with an OpenRosa client.")
)
CUT_OFF = Sentence("upload-02", _("The upload ends in the middle. The transfer was cut off: send it again."))
BAD_PART = Sentence("upload-03", _("Part {number} of the upload has no readable headers. Send it again."))
TOO_MANY_PARTS = Sentence(
    "upload-04", _("The upload has more than {limit} parts. Send the files over several posts.")
)
BAD_ENCODING = Sentence(
    "upload-05", _('Part {number} of the upload cannot be decoded as "{encoding}". Send it as binary.')
)


class BadUpload(Exception):
    """A body that is not a whole multipart message; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Part:
    """One part; `filename` is empty for a plain field."""

    name: str
    filename: str
    content_type: str
    content: bytes | memoryview = field(repr=False)


def parts(content_type: str, body: bytes) -> Iterator[Part]:
    """The parts of a body in order; large contents are views of it, not copies."""
    delimiter = b"--" + _boundary(content_type)
    at = 0 if body.startswith(delimiter) else body.find(b"\r\n" + delimiter) + 2
    if at == 1:
        raise BadUpload((CUT_OFF if len(body) < 2 * len(delimiter) else NOT_MULTIPART).about())
    separator = b"\r\n" + delimiter
    for number in range(1, MAX_PARTS + 2):
        after = at + len(delimiter)
        if body[after : after + 2] == b"--":
            return
        if number > MAX_PARTS:
            raise BadUpload(TOO_MANY_PARTS.about(limit=MAX_PARTS))
        begins = body.find(b"\r\n", after) + 2
        if begins == 1:
            raise BadUpload(CUT_OFF.about())
        # A part without a body still has its blank line, which is the separator's line break.
        ends = body.find(separator, begins - 2)
        if ends == -1:
            raise BadUpload(CUT_OFF.about())
        yield _part(body, begins, max(ends, begins), number)
        at = ends + 2


def _boundary(content_type: str) -> bytes:
    found = _BOUNDARY.search(content_type)
    if not found or not content_type.lstrip().lower().startswith("multipart/form-data"):
        raise BadUpload(NOT_MULTIPART.about())
    return (found[1] or found[2]).encode("latin-1", "replace")


def _part(body: bytes, begins: int, ends: int, number: int) -> Part:
    blank = body.find(b"\r\n\r\n", begins, min(ends, begins + MAX_HEADERS) + 4)
    if blank == -1 or blank + 4 > ends + 2:
        raise BadUpload(BAD_PART.about(number=number))
    headers = _headers(body[begins:blank])
    disposition = headers.get("content-disposition", "")
    if not disposition.lower().startswith("form-data"):
        raise BadUpload(BAD_PART.about(number=number))
    given = {key.lower(): _unescaped(quoted, bare) for key, quoted, bare in _PARAMETER.findall(disposition)}
    content = memoryview(body)[blank + 4 : max(ends, blank + 4)]
    return Part(
        name=given.get("name", ""),
        filename=given.get("filename", "").replace("\\", "/").rpartition("/")[2],
        content_type=headers.get("content-type", "application/octet-stream"),
        content=_decoded(content, headers.get("content-transfer-encoding", "").lower(), number),
    )


def _headers(text: bytes) -> dict[str, str]:
    try:
        lines = text.decode("utf-8").split("\r\n")
    except UnicodeDecodeError:  # old clients write the names of files in their own code page
        lines = text.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _colon, value in pairs}


def _unescaped(quoted: str, bare: str) -> str:
    return re.sub(r"\\([\"\\])", r"\1", quoted) or bare


def _decoded(content: memoryview, encoding: str, number: int) -> bytes | memoryview:
    if encoding != "base64":
        return content
    try:
        return base64.b64decode(bytes(content), validate=False)
    except binascii.Error as error:
        raise BadUpload(BAD_ENCODING.about(number=number, encoding=encoding)) from error
