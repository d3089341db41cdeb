from __future__ import annotations

import uuid

import pytest

from khetane.access.models import Account
from khetane.access.tokens import DeviceIdentity
from khetane.core.viewer import acting_as
from khetane.forms.attaching import File
from khetane.forms.contents import open_content, open_file
from khetane.forms.keys import content_keys
from khetane.forms.models import Attachment, KeptUpload, Submission
from khetane.forms.receiving import receive
from khetane.forms.uploads import Answer, Status, Upload
from khetane.history.bulk import ask
from khetane.history.models import Conflict
from khetane.people.models import Household, Person
from tests.world import Town, account, town
from tests.world_devices import PLAIN, device, offered_to_all, plain, published, registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Town:
    return town("NIS")


@pytest.fixture
def coordinator(home: Town) -> Account:
    return account("unit_coordinator", home.unit)


@pytest.fixture
def phone(coordinator: Account, home: Town) -> DeviceIdentity:
    published(coordinator)
    published(coordinator, PLAIN)
    return device(coordinator, home)


def send(phone: DeviceIdentity, xml: bytes, *files: File) -> Answer:
    return receive(phone, Upload(xml, files))


def test_a_record_is_stored_applied_and_readable(phone: DeviceIdentity, home: Town) -> None:
    household = uuid.uuid4()
    xml = registration("NIS-S1", household=household)
    answer = send(phone, xml)
    assert (answer.status, answer.state) == (Status.STORED, "applied"), answer.said.message
    with acting_as(phone.account_id):
        stored = Submission.objects.get()
        assert Household.objects.get().pk == household
        assert Person.objects.count() == 2
        assert (stored.latitude, stored.longitude) == (43.5, 21.2)
        assert stored.said_at is not None
        assert stored.said_at.isoformat().startswith("2026-05-0")
        assert xml not in bytes(stored.content)
        key = content_keys([stored.pk])[stored.pk]
        assert open_content(stored.pk, key, bytes(stored.content)) == xml


def test_a_record_is_written_by_one_prepared_statement(phone: DeviceIdentity) -> None:
    send(phone, registration("NIS-S1"))
    prepared = [text for (text,) in ask("select statement from pg_prepared_statements", [])]
    assert any("forms_enter" in text for text in prepared)
    tables = ("people_household", "people_person", "history_entitychange", "access_auditevent")
    assert [
        text
        for text in prepared
        if "khetane_forms_submission" in text and all(name in text for name in tables)
    ]


def test_what_says_it_is_new_does_not_change_what_is_there(phone: DeviceIdentity) -> None:
    household = uuid.uuid4()
    send(phone, registration("NIS-S1", household=household, address="One"))
    again = send(phone, registration("NIS-S1", household=household, address="Two"))
    assert (again.status, again.state) == (Status.STORED, "needs_correction"), again.said.message
    assert [reason.code for reason in again.reasons] == ["already_here"]
    with acting_as(phone.account_id):
        assert Submission.objects.count() == 2
        assert Household.objects.get().address == "One"
        assert (Person.objects.count(), Conflict.objects.count()) == (2, 0)


def test_of_another_units_record_no_more_is_said_than_of_ones_own(phone: DeviceIdentity) -> None:
    offered_to_all()
    elsewhere = town("BOR")
    theirs, ours = uuid.uuid4(), uuid.uuid4()
    other = device(account("unit_coordinator", elsewhere.unit), elsewhere)
    assert send(other, registration("BOR-S1", household=theirs)).state == "applied"
    assert send(phone, registration("NIS-S1", household=ours)).state == "applied"
    said = [send(phone, registration("NIS-S1", household=home, members=0)) for home in (theirs, ours)]
    assert said[0].reasons == said[1].reasons
    assert [(one.status, one.state, one.said) for one in said[:1]] == [
        (one.status, one.state, one.said) for one in said[1:]
    ]
    assert said[0].reasons[0].code == "already_here"


def test_what_is_new_or_changed_as_it_may_be_is_merged(phone: DeviceIdentity) -> None:
    household = uuid.uuid4()
    send(phone, registration("NIS-S1", household=household, address="One"))
    merging = registration("NIS-S1", household=household, address="Two", members=0)
    merging = merging.replace(b'create="1"', b'create="1" update="1" baseVersion="1"')
    answer = send(phone, merging)
    assert answer.state == "applied", answer.reasons
    with acting_as(phone.account_id):
        assert Household.objects.get().address == "Two"


def test_the_same_again_changes_nothing(phone: DeviceIdentity) -> None:
    xml = registration("NIS-S1")
    send(phone, xml)
    assert send(phone, xml).status == Status.KNOWN
    with acting_as(phone.account_id):
        assert Submission.objects.count() == 1
        assert Person.objects.count() == 2


def test_further_files_are_added_and_a_changed_one_is_kept(phone: DeviceIdentity) -> None:
    xml = plain("with photos")
    send(phone, xml, File("one.jpg", b"first"))
    assert send(phone, xml, File("one.jpg", b"first"), File("two.jpg", b"second")).status == Status.STORED
    assert send(phone, xml, File("two.jpg", b"second")).status == Status.KNOWN
    answer = send(phone, xml, File("two.jpg", b"other"))
    assert answer.status == Status.TAKEN
    assert "two.jpg" in answer.said.message
    with acting_as(phone.account_id):
        stored = Submission.objects.get()
        key = content_keys([stored.pk])[stored.pk]
        opened = {a.name: open_file(a.pk, key, bytes(a.content)) for a in Attachment.objects.all()}
        assert opened == {"one.jpg": b"first", "two.jpg": b"second"}
        assert KeptUpload.objects.get().file_name == "two.jpg"


def test_the_same_id_with_other_answers_is_kept_once(phone: DeviceIdentity) -> None:
    send(phone, plain("one", instance="uuid:i1"))
    for _ in range(2):
        assert send(phone, plain("two", instance="uuid:i1")).status == Status.TAKEN
    with acting_as(phone.account_id):
        assert KeptUpload.objects.get().code == "answer-08"


def test_an_unknown_form_is_kept(phone: DeviceIdentity) -> None:
    answer = send(phone, plain("x", form="never"), File("a.jpg", b"a"))
    assert answer.status == Status.UNKNOWN_FORM
    assert send(phone, plain("x", version="never")).status == Status.UNKNOWN_FORM
    with acting_as(phone.account_id):
        assert KeptUpload.objects.count() == 3
        assert not Submission.objects.exists()


def test_what_cannot_be_read_is_refused(phone: DeviceIdentity) -> None:
    answer = send(phone, plain("x")[:-20])
    assert answer.status == Status.UNREADABLE
    assert "cut off" in answer.said.message


def test_a_new_version_replaces_the_former(phone: DeviceIdentity) -> None:
    household = uuid.uuid4()
    send(phone, registration("NIS-S1", household=household, instance="uuid:a", address="Stara 1"))
    later = registration(
        "NIS-S1",
        household=household,
        instance="uuid:b",
        address="Nova 2",
        meta="<deprecatedID>uuid:a</deprecatedID>",
    )
    answer = send(phone, later)
    assert answer.state == "applied", answer.said.message
    with acting_as(phone.account_id):
        assert Household.objects.get().address == "Nova 2"
        assert dict(Submission.objects.values_list("instance_id", "state")) == {
            "a": "replaced",
            "b": "applied",
        }


def test_a_third_version_still_speaks_of_what_the_first_made(phone: DeviceIdentity) -> None:
    """Of the second nothing could be applied, so that it stands in no record's history."""
    home = uuid.uuid4()
    send(phone, registration("NIS-S1", household=home, instance="uuid:a", birth="1980-02-03"))
    states = []
    for instance, former, birth in (("b", "a", "2980-02-03"), ("c", "b", "1981-02-03")):
        meta = f"<deprecatedID>uuid:{former}</deprecatedID>"
        xml = registration("NIS-S1", household=home, instance=f"uuid:{instance}", meta=meta, birth=birth)
        states.append(send(phone, xml).state)
    assert states == ["needs_correction", "applied"]
    with acting_as(phone.account_id):
        assert {str(one.birth_date) for one in Person.objects.all()} == {"1981-02-03"}


def test_a_new_version_of_something_else_makes_no_record_anew(phone: DeviceIdentity) -> None:
    household = uuid.uuid4()
    send(phone, registration("NIS-S1", household=household, instance="uuid:a", address="Stara 1"))
    send(phone, registration("NIS-S1", instance="uuid:b"))
    meta = "<deprecatedID>uuid:b</deprecatedID>"
    answer = send(phone, registration("NIS-S1", household=household, address="Nova 2", meta=meta))
    assert [reason.code for reason in answer.reasons] == ["already_here"]
    with acting_as(phone.account_id):
        assert Household.objects.get(pk=household).address == "Stara 1"


def test_versions_in_the_wrong_order_end_the_same(phone: DeviceIdentity) -> None:
    household = uuid.uuid4()

    def version(instance: str, former: str, address: str) -> bytes:
        meta = f"<deprecatedID>uuid:{former}</deprecatedID>" if former else ""
        return registration(
            "NIS-S1", household=household, instance=f"uuid:{instance}", address=address, meta=meta
        )

    assert send(phone, version("c", "b", "Treća 3")).state == "held"
    assert send(phone, version("b", "a", "Druga 2")).state == "held"
    assert send(phone, version("a", "", "Prva 1")).state == "applied"
    with acting_as(phone.account_id):
        assert Household.objects.get().address == "Treća 3"
        states = dict(Submission.objects.values_list("instance_id", "state"))
    assert states == {"a": "replaced", "b": "replaced", "c": "applied"}


def test_an_account_without_the_role_is_refused(home: Town) -> None:
    officer = account("municipal_officer", home.municipality)
    assert send(device(officer, home), plain("x")).status == Status.NOT_ALLOWED


@pytest.mark.parametrize("file", [File("a\0.jpg", b"x"), File("a.jpg", b"x", "image/\0")])
def test_a_file_whose_name_cannot_be_stored_is_refused_in_words(
    coordinator: Account, home: Town, file: File
) -> None:
    published(coordinator)
    answer = receive(device(coordinator, home), Upload(registration("NIS-S1"), (file,)))
    assert answer.status is Status.UNREADABLE
    assert "plain name" in answer.said.message
    with acting_as(coordinator.pk):
        assert not Submission.objects.exists()
