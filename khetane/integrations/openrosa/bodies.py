"""Reading the body of a post: never more than is allowed, never more at once than memory holds."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from khetane.core.problems import Problem, Sentence, gettext_noop
from khetane.integrations.openrosa.multipart import CUT_OFF, BadUpload

MAX_BODY = 50 * 1024 * 1024
SMALL = 1024 * 1024
CHUNK = 256 * 1024
AT_ONCE = 120 * 1024 * 1024  # bytes of large uploads read by one process at the same time
PATIENCE = 20.0  # seconds

_ = gettext_noop
TOO_LARGE = Sentence(
    "upload-06",
    _(
        "The upload has more than {limit} bytes, which is the most that is taken. Send its files over several posts."
    ),
)
CROWDED = Sentence(
    "upload-07", _("Too many large uploads are being received at this moment. Send it again in a minute.")
)


class TooLarge(Exception):
    """A body beyond the limit, of which nothing more is read."""

    def __init__(self) -> None:
        self.problem: Problem = TOO_LARGE.about(limit=MAX_BODY)
        super().__init__(self.problem.message)


class Crowded(Exception):
    """No room in memory for another large body now."""

    def __init__(self) -> None:
        self.problem: Problem = CROWDED.about()
        super().__init__(self.problem.message)


class Room:
    """How many bytes of large bodies may be held at once; others wait a while for their turn."""

    def __init__(self, size: int, patience: float) -> None:
        self.free, self.size, self.patience = size, size, patience
        self.changed = threading.Condition()

    @contextmanager
    def taken(self, size: int) -> Iterator[None]:
        """Hold room for `size` bytes; Crowded when there is none within the patience."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.free >= size, self.patience):
                raise Crowded
            self.free -= size
        try:
            yield
        finally:
            with self.changed:
                self.free += size
                self.changed.notify_all()


ROOM = Room(AT_ONCE, PATIENCE)


@contextmanager
def body(environ: Mapping[str, Any], room: Room = ROOM) -> Iterator[bytes]:
    """The whole body of a request, chunked transfer included, while the block lasts.

    Raises TooLarge before reading when the announced length is too much, BadUpload when fewer bytes
    came than announced.
    """
    length = _announced(environ)
    expected = MAX_BODY if length is None else length
    if expected > MAX_BODY:
        raise TooLarge
    if expected <= SMALL:
        yield _read(environ, length)
        return
    with room.taken(expected):
        yield _read(environ, length)


def _announced(environ: Mapping[str, Any]) -> int | None:
    """The length by the header; None for a chunked body, which says its length by its end."""
    text = environ.get("CONTENT_LENGTH") or ""
    if text.isdecimal():
        return int(text)
    return None if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower() else 0


def _read(environ: Mapping[str, Any], length: int | None) -> bytes:
    source = environ["wsgi.input"]
    if length is not None and length <= CHUNK:
        data: bytes = source.read(length)
    else:
        data = b"".join(_chunks(source, length))
    if length is not None and len(data) < length:
        raise BadUpload(CUT_OFF.about())
    return data


def _chunks(source: Any, length: int | None) -> Iterator[bytes]:
    left = MAX_BODY + 1 if length is None else length
    while left > 0:
        chunk = source.read(min(CHUNK, left))
        if not chunk:
            return
        left -= len(chunk)
        if length is None and left == 0:
            raise TooLarge
        yield chunk
