"""Pictures of submissions are given out without the camera's notes; what arrived stays, for who may export it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.attaching import File
from khetane.forms.models import Attachment, KeptUpload
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from tests import world
from tests.integration.desk.scene import client_of
from tests.pictures import HERE, exif, jpeg
from tests.world_devices import device, plain, published, registration

pytestmark = pytest.mark.django_db
TAKEN = jpeg(notes=exif())
FILES = {"door.jpg": (TAKEN, "image/jpeg"), "roof.heic": (b"\x00\x00\x00\x18ftypheic" + HERE, "image/heic"),
         "called.pdf": (TAKEN, "application/pdf"), "plan.pdf": (b"%PDF-1.7", "application/pdf")}  # fmt: skip


@pytest.fixture
def mediator(here: world.Town) -> Client:
    return client_of(world.account("health_mediator", here.unit))


@pytest.fixture
def sent(here: world.Town, author: Account) -> dict[str, Attachment]:
    """Files that came with a registration, by name."""
    published(author)
    files = tuple(File(name, content, kind) for name, (content, kind) in FILES.items())
    receive(device(author, here), Upload(registration("HERE-S1"), files))
    with acting_as(author.pk):
        return {one.name: one for one in Attachment.objects.all()}


def address(of: Attachment, route: str = "forms:attachment") -> str:
    return reverse(route, args=[of.submission_id, of.pk])


@pytest.mark.parametrize("name", ["door.jpg", "called.pdf"])
def test_a_picture_is_given_out_without_notes(
    mediator: Client, author: Account, sent: dict[str, Attachment], name: str
) -> None:
    for client in (mediator, client_of(author)):
        answer = client.get(address(sent[name]))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/jpeg"
        assert HERE not in answer.content


def test_what_arrived_is_for_who_may_export_and_that_is_on_record(
    mediator: Client, author: Account, sent: dict[str, Attachment]
) -> None:
    as_it_came = address(sent["door.jpg"], "forms:attachment_as_it_came")
    assert mediator.get(as_it_came).status_code == 403
    page = reverse("forms:submission", args=[sent["door.jpg"].submission_id])
    assert as_it_came not in mediator.get(page).content.decode()
    assert as_it_came in client_of(author).get(page).content.decode()
    answer = client_of(author).get(as_it_came)
    assert answer.content == TAKEN
    assert answer["Content-Type"] == "application/octet-stream"
    with acting_as_system():
        exported = AuditEvent.objects.filter(action="exported", kind="attachment", account=author.pk)
        assert sent["door.jpg"].pk in exported.get().subjects


def test_a_picture_that_cannot_be_read_is_not_shown_and_the_page_says_so(
    mediator: Client, author: Account, sent: dict[str, Attachment]
) -> None:
    answer = mediator.get(address(sent["roof.heic"]), follow=True)
    assert HERE not in answer.content
    assert "roof.heic could not be read" in answer.content.decode()
    came = client_of(author).get(address(sent["roof.heic"], "forms:attachment_as_it_came"))
    assert came.content == FILES["roof.heic"][0]


def test_another_file_is_given_as_it_is(mediator: Client, sent: dict[str, Attachment]) -> None:
    assert mediator.get(address(sent["plan.pdf"])).content == b"%PDF-1.7"


def test_a_file_of_another_unit_is_not_there(sent: dict[str, Attachment]) -> None:
    stranger = client_of(world.account("unit_coordinator", world.town("THERE").unit))
    for route in ("forms:attachment", "forms:attachment_as_it_came"):
        assert stranger.get(address(sent["door.jpg"], route)).status_code == 404


def test_a_picture_that_waits_for_review_is_given_out_alike(
    mediator: Client, author: Account, here: world.Town
) -> None:
    form = f"unknown-{uuid.uuid4().hex[:6]}"
    receive(device(author, here), Upload(plain("kept", instance=f"uuid:{form}"), (File("door.jpg", TAKEN),)))
    with acting_as(author.pk):
        kept = KeptUpload.objects.get(file_name="door.jpg")
    content = reverse("forms:kept_content", args=[kept.pk])
    answer = mediator.get(content)
    assert answer.status_code in (200, 404)
    assert HERE not in answer.content
    assert client_of(author).get(content).content == TAKEN
