from __future__ import annotations

import csv
import io
import logging
from typing import Any

import pytest
from django.test import Client

from khetane.access.actions_devices import create_device, retire, stolen
from khetane.access.models import Account, AuditEvent, Device
from khetane.core.viewer import acting_as
from khetane.forms import names
from khetane.forms.models import KeptUpload, Submission
from khetane.integrations.openrosa import bodies
from tests.openrosa_client import MULTIPART, Phone, said
from tests.world import Town, account, town
from tests.world_devices import PLAIN, REGISTRATION, plain, published, registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Town:
    return town("NIS")


@pytest.fixture
def coordinator(home: Town) -> Account:
    return account("unit_coordinator", home.unit)


@pytest.fixture
def made(coordinator: Account, home: Town) -> tuple[Device, str]:
    with acting_as(coordinator.pk):
        return create_device(account=coordinator, unit=home.unit)


@pytest.fixture
def phone(made: tuple[Device, str]) -> Phone:
    return Phone(made[1])


class Unread:
    """A body that says whether anyone read it."""

    def __init__(self, size: int) -> None:
        self.left, self.read_calls = size, 0

    def read(self, size: int = -1) -> bytes:
        self.read_calls += 1
        chunk = min(self.left, size if size >= 0 else self.left)
        self.left -= chunk
        return b"x" * chunk

    readline = read


def posted(token: str, body: Unread, **environ: str) -> Any:
    given: dict[str, Any] = {"wsgi.input": body, **environ}
    return Client().post(f"/key/{token}/submission", data=b"", content_type=MULTIPART, **given)


def test_without_a_good_token_nothing_is_read_or_kept(phone: Phone, coordinator: Account) -> None:
    body = Unread(1000)
    answer = posted("guessed", body, CONTENT_LENGTH="1000")
    assert answer.status_code == 401
    assert body.read_calls == 0
    assert Phone("guessed").send(plain("x", form="never")).status_code == 401
    with acting_as(coordinator.pk):
        assert not KeptUpload.objects.exists()


def test_a_body_beyond_the_limit_is_refused_unread(phone: Phone) -> None:
    body = Unread(10)
    answer = posted(phone.token, body, CONTENT_LENGTH=str(bodies.MAX_BODY + 1))
    assert answer.status_code == 413
    assert "Send its files over several posts" in said(answer)
    assert body.read_calls == 0


def test_a_chunked_body_beyond_the_limit_is_not_read_to_its_end(phone: Phone) -> None:
    body = Unread(3 * bodies.MAX_BODY)
    answer = posted(phone.token, body, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 413
    assert body.left >= bodies.MAX_BODY


def test_a_stolen_device_is_refused_and_a_retired_one_may_only_send(
    phone: Phone, made: tuple[Device, str], coordinator: Account
) -> None:
    published(coordinator, PLAIN)
    with acting_as(coordinator.pk):
        retire(device_id=made[0].pk)
    assert phone.get("formList").status_code == 403
    assert phone.send(plain("left in the outbox")).status_code == 201
    with acting_as(coordinator.pk):
        stolen(device_id=made[0].pk)
    assert phone.send(plain("x")).status_code == 403
    assert phone.head().status_code == 403


def test_an_account_that_lost_its_role_is_refused(phone: Phone, coordinator: Account) -> None:
    coordinator.is_active = False
    coordinator.save()
    assert phone.send(plain("x")).status_code == 401


def test_who_has_sent_before_is_refused_from_the_moment_she_may_not(
    phone: Phone, made: tuple[Device, str], coordinator: Account
) -> None:
    published(coordinator, PLAIN)
    assert phone.send(plain("first", instance="uuid:first")).status_code == 201
    with acting_as(coordinator.pk):
        stolen(device_id=made[0].pk)
    assert phone.send(b"<cut off").status_code == 403
    with acting_as(coordinator.pk):
        assert [one.instance_id for one in Submission.objects.all()] == ["first"]


def test_an_account_that_ends_after_sending_is_refused(phone: Phone, coordinator: Account) -> None:
    published(coordinator, PLAIN)
    assert phone.send(plain("first")).status_code == 201
    coordinator.is_active = False
    coordinator.save()
    for record in (plain("second"), b"<cut off"):
        assert phone.send(record).status_code == 401


def test_the_token_reaches_no_log(
    phone: Phone, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("the disk is full")

    caplog.set_level(logging.DEBUG)
    phone.get("nowhere")
    phone.send(None)
    monkeypatch.setattr("khetane.integrations.openrosa.views.receive", broken)
    assert phone.send(plain("x")).status_code == 500
    logged = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert "RuntimeError" in logged
    assert phone.token not in logged


def test_lists_hold_no_names_until_it_is_signed(phone: Phone, coordinator: Account, home: Town) -> None:
    published(coordinator, REGISTRATION)
    phone.send(registration("NIS-S1", family_name="Prezimić", address="Ulica Bez Imena 7"))

    def listed() -> str:
        return "".join(phone.get(f"lists/{name}.csv").content.decode() for name in ("household", "person"))

    bare = listed()
    assert "Prezimić" not in bare
    assert "Osoba0" not in bare
    assert "1980" not in bare
    assert "Bez Imena" not in bare
    officer = account("data_protection_officer", home.municipality)
    with acting_as(officer.pk):
        names.sign(home.unit.pk, "Two settlements share house numbers.")
    assert "Prezimić" in listed()
    assert "1980-02-03" in listed()
    with acting_as(officer.pk):
        names.end(home.unit.pk)
    assert listed() == bare


def test_lists_end_at_the_unit_and_reading_them_is_on_record(
    phone: Phone, coordinator: Account, home: Town
) -> None:
    published(coordinator, REGISTRATION)
    phone.send(registration("NIS-S1"))
    other = town("VRA")
    neighbour = account("unit_coordinator", other.unit)
    with acting_as(neighbour.pk):
        theirs = Phone(create_device(account=neighbour, unit=other.unit)[1])
    rows = list(csv.DictReader(io.StringIO(theirs.get("lists/person.csv").content.decode())))
    assert rows == []
    assert phone.get("lists/person.csv").content.count(b"\n") == 3
    with acting_as(coordinator.pk):
        event = AuditEvent.objects.filter(action="read", kind="person").latest("id")
        assert len(event.subjects) == 2
        assert event.device is not None


def test_another_units_instance_id_tells_nothing(phone: Phone, coordinator: Account) -> None:
    published(coordinator, PLAIN)
    xml = plain("ours", instance="uuid:shared")
    phone.send(xml)
    other = town("VRA")
    neighbour = account("unit_coordinator", other.unit)
    with acting_as(neighbour.pk):
        theirs = Phone(create_device(account=neighbour, unit=other.unit)[1])
    same, different = theirs.send(xml), theirs.send(plain("theirs", instance="uuid:shared"))
    assert (same.status_code, different.status_code) == (409, 409)
    assert said(same) == said(different)
    with acting_as(neighbour.pk):
        assert KeptUpload.objects.count() == 2
        assert not Submission.objects.exists()
