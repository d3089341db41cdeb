"""No request takes more memory than it may: its length is looked at before anything of it is read.

Through the WSGI application as it is served where no database is needed; the input says what was read of it.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account
from khetane.config.bodies import SIGNED_IN, STRANGER
from khetane.config.wsgi import application
from khetane.core.viewer import acting_as
from khetane.desk.grievances.stamps import new_stamp
from khetane.forms.models import Form
from tests import world
from tests.workbooks import form, xlsx

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
BOUNDARY = "b0undary"
TOKEN = "a" * 32
FORM = xlsx(form([("type", "name", "label"), ("text", "a", "A")]))


class Body:
    """A body that is made while it is read; `given` counts its bytes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.rest, self.given = pieces, b"", 0

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self.rest) < size:
            piece = next(self.pieces, b"")
            if not piece:
                break
            self.rest += piece
        taken = self.rest if size < 0 else self.rest[:size]
        self.rest = self.rest[len(taken) :]
        self.given += len(taken)
        return taken

    readline = read


def multipart(files: dict[str, int]) -> Iterator[bytes]:
    """A form to publish and files of so many bytes beside it."""
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="f.xlsx"\r\n\r\n'.encode()
    yield FORM
    for name, size in files.items():
        head = f'Content-Disposition: form-data; name="attachments"; filename="{name}"'
        yield f"\r\n--{BOUNDARY}\r\n{head}\r\n\r\n".encode()
        for _ in range(size // MEGABYTE):
            yield bytes(MEGABYTE)
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


def environ(path: str, body: Body, length: int, kind: str, **more: str) -> dict[str, Any]:
    """A post."""
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "192.0.2.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": body,
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": kind,
        "HTTP_ACCEPT_LANGUAGE": "en",
        **more,
    }


def asked(path: str, body: Body, length: int, kind: str, **more: str) -> tuple[int, str]:
    """The status and text of the answer to a stranger, from the application as it is served."""
    said: list[str] = []
    asked = environ(path, body, length, kind, **more)
    answer = b"".join(application(asked, lambda status, *rest: said.append(status)))
    return int(said[0][:3]), answer.decode()


def uploaded(account: Account, body: Body, length: int) -> tuple[int, str]:
    """The same of a form that somebody publishes who is signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)
    client.cookies["csrftoken"] = TOKEN
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    answer = client.request(**environ(reverse("forms:upload"), body, length, kind, HTTP_X_CSRFTOKEN=TOKEN))
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/tell/", "/tell/answer/", "/account/login/", "/referred/x/", "/copy/x/", "/invitation/x/", "/"]
)
@pytest.mark.parametrize("cookie", ["", "sessionid=made-up; csrftoken=" + TOKEN])
def test_of_a_stranger_s_large_body_nothing_is_read(path: str, cookie: str) -> None:
    body = Body(iter([bytes(STRANGER + 1)]))
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    status, _ = asked(path, body, STRANGER + 1, kind, HTTP_COOKIE=cookie)
    assert (status, body.given) == (413, 0)


@pytest.mark.parametrize("name", ["tell", "follow"])
def test_a_grievance_is_measured_before_it_is_read(name: str) -> None:
    content = urlencode({"l": "mk", "stamp": new_stamp(), "text": "a" * 70_000}).encode()
    body = Body(iter([content]))
    status, text = asked(reverse(name), body, len(content), "application/x-www-form-urlencoded")
    assert (status, body.given) == (413, 0)
    assert "It is too long" in text


def test_nobody_sends_more_than_the_most(here: world.Town) -> None:
    body = Body(iter([b""]))
    status, text = uploaded(world.account("unit_coordinator", here.unit), body, SIGNED_IN + 1)
    assert (status, body.given) == (413, 0)
    assert "220.0" in text


def test_a_program_is_told_as_programs_are() -> None:
    body = Body(iter([b"{}"]))
    status, text = asked("/api/needs", body, 6 * MEGABYTE, "application/json", HTTP_AUTHORIZATION="Bearer x")
    assert (status, body.given) == (413, 0)
    assert '"body_too_large"' in text


@pytest.mark.parametrize("sizes", [(101,), (70, 70, 70)])
def test_files_beside_a_form_are_measured_before_they_are_held_in_memory(
    here: world.Town, sizes: tuple[int, ...]
) -> None:
    account = world.account("unit_coordinator", here.unit)
    files = {f"{number}.bin": size * MEGABYTE for number, size in enumerate(sizes)}
    length = sum(len(piece) for piece in multipart(files))
    tracemalloc.start()
    try:
        status, text = uploaded(account, Body(multipart(files)), length)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert status == 422
    assert "bytes" in text
    assert most < 40 * MEGABYTE
    with acting_as(account.pk):
        assert not Form.objects.filter(form_id="f").exists()


@pytest.fixture
def here() -> world.Town:
    return world.town("HERE")
