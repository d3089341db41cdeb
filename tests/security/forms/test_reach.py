"""Who changes which form, and who reads what could not be taken in."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction

from khetane.access.actions_devices import create_device
from khetane.access.models import Account
from khetane.core.refusals import NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.desk.questions import questions_now
from khetane.forms.actions import NotPublished, Published, close, publish_converted
from khetane.forms.catalogue import offered
from khetane.forms.models import (
    Form,
    FormContent,
    FormMedia,
    FormState,
    FormVersion,
    KeptUpload,
    Submission,
)
from khetane.forms.receiving import receive
from khetane.forms.uploads import Status, Upload
from tests.integration.desk.scene import client_of
from tests.openrosa_client import Phone
from tests.workbooks import xlsx
from tests.world import Town, account, country, town
from tests.world_devices import PLAIN, converted, device, plain, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Town:
    return town("NIS")


@pytest.fixture
def other() -> Town:
    return town("BOR")


@pytest.fixture
def coordinator(home: Town) -> Account:
    return account("unit_coordinator", home.unit)


def publish_as(who: Account | None, version: str, **settings: str) -> Published:
    """The plain form, by an account or by the installation itself, with settings of ours."""
    head = ["form_id", "form_title", "version", *(f"khetane_{name}" for name in settings)]
    sheets = {**PLAIN, "settings": [head, ["plain", "Plain", version, *settings.values()]]}
    book, form = converted(json.dumps(sheets))
    with acting_as(who.pk) if who else acting_as_system():
        return publish_converted(form, book, "form.xlsx")


def everywhere(version: str = "1", **settings: str) -> Published:
    """The plain form as every unit is offered it."""
    return publish_as(None, version, **settings)


def test_a_units_form_is_offered_to_its_own_devices(coordinator: Account, home: Town, other: Town) -> None:
    published(coordinator, PLAIN)
    with acting_as(coordinator.pk):
        assert [one.form.form_id for one in offered(home.unit.pk)] == ["plain"]
        assert offered(other.unit.pk) == []


def test_a_form_of_every_unit_is_changed_by_none_of_them(coordinator: Account, home: Town) -> None:
    version = everywhere().version
    with pytest.raises(NotPublished, match="not your unit's"):
        publish_as(coordinator, "2")
    with acting_as(coordinator.pk), pytest.raises(NotAllowed):
        close(version.pk)
    assert publish_as(coordinator, "1").changed is False  # the same once more changes nothing
    with acting_as(coordinator.pk):
        assert [(one.version, one.state) for one in offered(home.unit.pk)] == [("1", FormState.OPEN)]


def test_another_units_form_is_not_changed(coordinator: Account, other: Town) -> None:
    published(coordinator, PLAIN)
    with pytest.raises(NotPublished, match="not your unit's"):
        publish_as(account("unit_coordinator", other.unit), "2")
    with acting_as(coordinator.pk):
        assert FormVersion.objects.count() == 1


def test_the_database_refuses_it_too(coordinator: Account) -> None:
    version = everywhere().version
    with acting_as(coordinator.pk):
        assert FormVersion.objects.filter(pk=version.pk).update(state=FormState.CLOSED) == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            FormMedia.objects.create(
                version=version, name="a.csv", content_type="text/csv", md5="0", content=b""
            )


def test_an_administrator_publishes_for_every_unit_or_for_one(home: Town) -> None:
    administrator = account("administrator", country("RS"))
    client = client_of(administrator)
    assert "every unit" in client.get("/forms/upload/").content.decode()
    book = SimpleUploadedFile("form.xlsx", xlsx(PLAIN))
    client.post("/forms/upload/", {"file": book, "unit": str(home.unit.pk)})
    with acting_as(administrator.pk):
        assert FormVersion.objects.get().form.unit_id == home.unit.pk


@pytest.mark.parametrize(
    ("former", "new"),
    [
        ({"mandate": "health"}, {}),
        ({"mandate": "health"}, {"mandate": "education"}),
        ({"sensitivity": "special"}, {}),
        ({"sensitivity": "special"}, {"sensitivity": "special", "mandate": "health"}),
        ({}, {"sensitivity": "internal"}),
    ],
)
def test_a_new_version_is_never_read_by_more_people(former: dict[str, str], new: dict[str, str]) -> None:
    everywhere("1", **former)
    with pytest.raises(NotPublished, match="keeps the mandate"):
        everywhere("2", **new)


def test_a_new_version_may_be_read_by_fewer() -> None:
    everywhere("1")
    assert everywhere("2", mandate="health", sensitivity="special").changed


@pytest.fixture
def mediator(home: Town) -> Account:
    return account("health_mediator", home.unit)


def send(mediator: Account, home: Town, version: str) -> None:
    """A note of the mediator that cannot be taken in, since its version is not there."""
    answer = receive(device(mediator, home), Upload(plain("Što čuje samo medijatorka", version=version)))
    assert answer.status is Status.UNKNOWN_FORM


def kept_for(reader: Account) -> list[KeptUpload]:
    with acting_as(reader.pk):
        return list(KeptUpload.objects.all())


@pytest.mark.parametrize("known", [True, False])
def test_a_kept_upload_is_read_by_its_mandate_only(
    mediator: Account, coordinator: Account, home: Town, known: bool
) -> None:
    if known:
        everywhere("1", mandate="health")
    send(mediator, home, "7")
    (kept,) = kept_for(mediator)
    address = f"/submissions/kept/{kept.pk}/"
    assert "medijatorka" in client_of(mediator).get(address).content.decode()
    assert client_of(coordinator).get(address).status_code == 404
    assert kept_for(coordinator) == []


def test_the_mandate_deals_with_what_was_kept_of_it(mediator: Account, home: Town) -> None:
    send(mediator, home, "7")
    everywhere("7", mandate="health")
    (kept,) = kept_for(mediator)
    client_of(mediator).post(f"/submissions/kept/{kept.pk}/take")
    assert [one.state for one in kept_for(mediator)] == ["applied"]


def test_what_was_kept_of_a_form_of_all_mandates_is_reviewed_by_the_coordinator(
    mediator: Account, coordinator: Account, home: Town
) -> None:
    everywhere("1")
    send(mediator, home, "7")
    (kept,) = kept_for(coordinator)
    assert client_of(coordinator).get(f"/submissions/kept/{kept.pk}/").status_code == 200
    assert kept_for(mediator) == []


ADDRESSES = {"xml": ".xml", "manifest": "/manifest", "media": "/media/pupils.csv"}
ROSTER = {"pupils.csv": b"name,label\n1,Izmi\xc5\xa1ljeni"}


def with_roster(who: Account | None) -> FormVersion:
    """The plain form with a file, published by an account for its unit or by the installation for all."""
    book, form = converted(json.dumps(PLAIN))
    with acting_as(who.pk) if who else acting_as_system():
        return publish_converted(form, book, "form.xlsx", ROSTER).version


def opened(reader: Account, version: FormVersion) -> tuple[int, int]:
    """How many files the reader's SQL finds, and what the page of the file answers."""
    with acting_as(reader.pk):
        rows = FormMedia.objects.filter(version=version).count()
    return rows, client_of(reader).get(f"/forms/versions/{version.pk}/media/pupils.csv").status_code


def test_a_file_of_a_units_form_is_opened_by_its_members_only(
    coordinator: Account, mediator: Account, other: Town
) -> None:
    version = with_roster(coordinator)
    assert [opened(member, version) for member in (coordinator, mediator)] == [(1, 200), (1, 200)]
    for role in ("administrator", "municipal_officer", "data_protection_officer", "project_staff"):
        assert opened(account(role, country()), version)[0] == 0, role
    assert opened(account("unit_coordinator", other.unit), version) == (0, 404)
    administrator = account("administrator", country())
    page = client_of(administrator).get(f"/forms/versions/{version.pk}/").content.decode()
    assert "read by its members only" in page
    with pytest.raises(NotPublished, match="members of its unit"):
        with_roster(administrator)


def paths_of(version: FormVersion) -> list[str]:
    """Everything that tells what a version says."""
    of_version = f"/forms/versions/{version.pk}/"
    pages = [of_version, f"{of_version}source", f"{of_version}xform"]
    return [*pages, f"/odata/{version.form_id}/$metadata", f"/forms/{version.form_id}/export.zip"]


def read(reader: Account, version: FormVersion) -> tuple[int, list[int]]:
    """How many contents the reader's SQL finds, and what the pages answer."""
    with acting_as(reader.pk):
        rows = FormContent.objects.filter(pk=version.pk).count()
    client = client_of(reader)
    return rows, [client.get(path).status_code for path in paths_of(version)]


def test_what_a_units_form_says_is_read_by_its_members_only(
    coordinator: Account, mediator: Account, other: Town
) -> None:
    version = with_roster(coordinator)
    assert read(coordinator, version) == (1, [200] * 5)
    assert read(mediator, version) == (1, [200, 200, 200, 403, 403])  # no export
    assert read(account("unit_coordinator", other.unit), version) == (0, [404] * 5)
    for role in ("municipal_officer", "data_protection_officer", "project_staff"):
        assert read(account(role, country()), version) == (0, [404, 404, 404, 403, 403]), role
    administrator = account("administrator", country())
    assert read(administrator, version) == (0, [200, 404, 404, 403, 403])
    page = client_of(administrator).get(f"/forms/versions/{version.pk}/").content.decode()
    assert "Remark" not in page
    assert "read by its members only" in page
    client_of(administrator).post(f"/forms/versions/{version.pk}/state", {"state": "closed"})
    with acting_as(coordinator.pk):
        assert FormVersion.objects.get().state == FormState.CLOSED


def test_others_see_the_title_of_a_units_form(coordinator: Account, other: Town) -> None:
    version = with_roster(coordinator)
    client = client_of(account("unit_coordinator", other.unit))
    page = client.get(f"/forms/{version.form_id}/").content.decode()
    assert "Plain" in page
    assert str(version.pk) not in page


def test_words_of_a_units_form_are_not_kept_for_others(coordinator: Account, other: Town) -> None:
    sheets = {**PLAIN, "choices": [["list_name", "name", "label"], ["who", "a", "Izmišljena"]]}
    sheets["survey"] = [["type", "name", "label", "save_to"], ["select_one who", "who", "Who", "who"]]
    sheets["entities"] = [["list_name", "label"], ["roster", "a"]]
    published(coordinator, sheets)
    with acting_as(coordinator.pk):
        assert questions_now().answer("roster", "who", "a") == "Izmišljena"
    with acting_as(account("unit_coordinator", other.unit).pk):
        assert questions_now().answer("roster", "who", "a") == "a"


def test_a_device_of_another_unit_neither_reads_nor_sends_it(
    coordinator: Account, home: Town, other: Town
) -> None:
    """Sending with it would make the unit one that holds a submission of it."""
    version = with_roster(coordinator)
    stranger = account("unit_coordinator", other.unit)
    phone = device(stranger, other)
    assert receive(phone, Upload(plain("Tuđ obrazac"))).status is Status.UNKNOWN_FORM
    assert read(stranger, version) == (0, [404] * 5)
    with acting_as(stranger.pk):
        heard = Phone(create_device(account=stranger, unit=other.unit)[1])
    with acting_as(coordinator.pk):
        own = Phone(create_device(account=coordinator, unit=home.unit)[1])
    for place in ("xml", "manifest", "media"):
        path = f"forms/{version.pk}{ADDRESSES[place]}"
        answers = heard.get(path), heard.get(path.replace(str(version.pk), str(uuid.uuid4())))
        assert [one.status_code for one in answers] == [404, 404], place
        assert answers[0].content == answers[1].content, place
        assert own.get(path).status_code == 200, place
    assert b"plain" not in heard.get("formList").content
    assert [kept.state for kept in kept_for(stranger)] == ["waiting"]


def test_who_took_over_a_submission_reads_the_answers_and_not_the_form(
    coordinator: Account, home: Town, other: Town
) -> None:
    """As the unit to which a household was handed over; here the form goes and the submission stays."""
    version = with_roster(coordinator)
    assert receive(device(coordinator, home), Upload(plain("Predato"))).status is Status.STORED
    with acting_as(account("administrator", country()).pk):
        assert Form.objects.filter(pk=version.form_id).update(unit=other.unit) == 1
    assert read(coordinator, version) == (0, [404] * 5)
    with acting_as(coordinator.pk):
        taken = Submission.objects.get()
    page = client_of(coordinator).get(f"/submissions/{taken.pk}/").content.decode()
    assert "Predato" in page
    assert "<dt>remark</dt>" in page
    assert "Remark" not in page
    assert "here stand the names of its questions" in page


def test_a_form_of_every_unit_is_read_by_all(coordinator: Account, other: Town) -> None:
    version = with_roster(None)
    for reader in (coordinator, account("unit_coordinator", other.unit)):
        assert read(reader, version)[0] == 1


def test_a_file_of_a_form_of_every_unit_is_opened_by_all(coordinator: Account, other: Town) -> None:
    version = with_roster(None)
    for reader in (coordinator, account("unit_coordinator", other.unit), account("administrator", country())):
        assert opened(reader, version) == (1, 200)
