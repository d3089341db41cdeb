"""Whoever is talked into opening a device's address in a browser: what others wrote into a form stays words there."""

from __future__ import annotations

import json

import pytest

from khetane.access.actions_devices import create_device
from khetane.core.viewer import acting_as
from khetane.forms.actions import publish_converted
from tests.openrosa_client import Phone
from tests.world import Town, account, town
from tests.world_devices import PLAIN, converted

pytestmark = pytest.mark.django_db
FILES = {
    "page.html": (b"<script>document.title='ran'</script>", "application/octet-stream"),
    "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "application/octet-stream"),
    "code.js": (b"document.title='ran'", "application/octet-stream"),
    "list.csv": (b"name,label\na,A\n", "text/csv"),
    "photo.jpg": (b"\xff\xd8\xff", "image/jpeg"),
}


@pytest.fixture
def home() -> Town:
    return town("NIS")


@pytest.fixture
def form(home: Town) -> tuple[Phone, str]:
    """A device, and the name below its address of a form with files."""
    coordinator = account("unit_coordinator", home.unit)
    book, converted_form = converted(json.dumps(PLAIN))
    with acting_as(coordinator.pk):
        files = {name: content for name, (content, _kind) in FILES.items()}
        made = publish_converted(converted_form, book, "form.xlsx", files)
        token = create_device(account=coordinator, unit=home.unit)[1]
    return Phone(token), f"forms/{made.version.pk}"


def test_no_script_runs_in_any_answer_to_a_device(form: tuple[Phone, str]) -> None:
    device, version = form
    for below in (
        "formList",
        version,
        f"{version}/manifest",
        f"{version}/media/page.html",
        "lists/household.csv",
        "x",
    ):
        answer = device.get(below)
        assert (
            answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_form_and_its_files_are_saved_not_opened(form: tuple[Phone, str]) -> None:
    device, version = form
    answer = device.get(f"{version}.xml")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plain.xml"'
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    for name, (content, kind) in FILES.items():
        answer = device.get(f"{version}/media/{name}")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert (answer.headers["Content-Type"], answer.content) == (kind, content)


def test_a_method_that_an_address_does_not_take_is_told_those_it_takes(form: tuple[Phone, str]) -> None:
    """RFC 9110, 15.5.6."""
    answer = form[0].client.delete(f"/key/{form[0].token}/formList")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
