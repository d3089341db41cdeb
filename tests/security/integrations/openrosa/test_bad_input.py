"""Bad input of every named kind through HTTP: a sentence, nothing lost, nothing half-written."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from khetane.access.actions_devices import create_device
from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.forms import reasons
from khetane.forms.models import KeptUpload, Submission
from khetane.people.models import Household, Person
from tests.openrosa_client import Phone, multipart, said
from tests.world import Town, account, town
from tests.world_devices import offered_to_all, plain, published, registration

pytestmark = pytest.mark.django_db

Sees = Callable[[], tuple[int, int, int, int]]


@pytest.fixture
def home() -> Town:
    return town("NIS")


@pytest.fixture
def coordinator(home: Town) -> Account:
    return account("unit_coordinator", home.unit)


@pytest.fixture
def phone(coordinator: Account, home: Town) -> Phone:
    published(coordinator)
    with acting_as(coordinator.pk):
        return Phone(create_device(account=coordinator, unit=home.unit)[1])


@pytest.fixture
def there(coordinator: Account) -> Sees:
    """How many submissions, kept uploads, households and persons there are."""

    def count() -> tuple[int, int, int, int]:
        with acting_as(coordinator.pk):
            models = (Submission, KeptUpload, Household, Person)
            submissions, kept, households, persons = (model._default_manager.count() for model in models)
            return submissions, kept, households, persons

    return count


BOMB = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda xml: multipart(xml)[:-30], "cut off"),
        (lambda xml: multipart(xml[: len(xml) // 2]), "cut off"),
        (lambda xml: multipart(xml.decode().replace("Izmišljen", "Измишљен").encode("cp1251")), "not UTF-8"),
        (lambda xml: multipart(xml.decode().encode("utf-16")), "not UTF-8"),
        (lambda xml: multipart(BOMB + xml.replace(b"Ulica 5", b"&b;")), "DOCTYPE"),
        (lambda xml: multipart(OUTSIDE + xml.replace(b"Ulica 5", b"&a;")), "DOCTYPE"),
        (lambda xml: multipart(xml.replace(b"<data id", b"<data encrypted='yes' id")), "encrypted"),
        (lambda xml: multipart(xml.replace(b' id="registration"', b"")), "names no form"),
        (lambda xml: multipart(b""), "is empty"),
        (lambda xml: multipart(None, other__xml=xml), "xml_submission_file"),
        (lambda xml: multipart(b"<a>" * 100 + b"</a>" * 100), "nested"),
        (lambda xml: b"\x00" * 200, "not multipart"),
    ],
)
def test_unreadable(phone: Phone, there: Sees, spoil: Callable[[bytes], bytes], sentence: str) -> None:
    before = there()
    answer = phone.post(spoil(registration("NIS-S1")))
    assert answer.status_code == 400
    assert sentence in said(answer)
    assert "passwd" not in said(answer)
    assert there() == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"birth": "2999-01-01"}, "2999-01-01"),
        ({"birth": "2026-05-05"}, "2026-05-05"),
        ({"birth": "not a date"}, "not a date"),
        ({"place": "NOWHERE-9"}, "NOWHERE-9"),
    ],
)
def test_what_must_be_corrected_is_stored_and_not_applied(
    phone: Phone, there: Sees, coordinator: Account, change: dict[str, Any], sentence: str
) -> None:
    answer = phone.send(registration(**{"place": "NIS-S1", "day": "2026-05-04", **change}))
    assert answer.status_code == 201
    assert "must be corrected" in said(answer)
    assert there() == (1, 0, 0, 0)
    with acting_as(coordinator.pk):
        stored = Submission.objects.get()
    assert stored.state == "needs_correction"
    assert sentence in " ".join(problem.message for problem in reasons.of(stored))
    assert sentence not in stored.reason


def test_a_member_who_is_registered_in_a_second_household_stays_in_the_first(
    phone: Phone, there: Sees
) -> None:
    first = uuid.uuid4()
    phone.send(registration("NIS-S1", household=first, members=1))
    member = str(uuid.uuid5(first, "0"))
    second = uuid.uuid4()
    xml = registration("NIS-S1", household=second, members=1).decode()
    moved = xml.replace(str(uuid.uuid5(second, "0")), member)
    answer = phone.send(moved.encode())
    assert answer.status_code == 201
    assert "a record with one of its ids is here already" in said(answer)
    submissions, _kept, households, persons = there()
    assert (submissions, households, persons) == (2, 1, 1)


def updating(dataset: str, *fields: str) -> dict[str, list[list[str]]]:
    """A form that changes these fields of a record which is there."""
    return {
        "survey": [
            ["type", "name", "label", "save_to"],
            ["text", "record", "Record", ""],
            *(["text", field, field, field] for field in fields),
        ],
        "settings": [["form_id", "form_title", "version"], [f"changed_{dataset}", "Changed", "1"]],
        "entities": [["list_name", "entity_id"], [dataset, "${record}"]],
    }


def update(dataset: str, record: uuid.UUID, **values: str) -> bytes:
    """The form of `updating`, filled in by someone who saw the record's first version."""
    said_of = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    entity = (
        f'<entity dataset="{dataset}" id="{record}" update="1" baseVersion="1" trunkVersion="" branchId=""/>'
    )
    return (
        f'<data id="changed_{dataset}" version="1"><record>{record}</record>{said_of}'
        f"<meta><instanceID>uuid:{uuid.uuid4()}</instanceID>{entity}</meta></data>"
    ).encode()


def test_who_moves_on_the_day_she_joined_would_be_in_two_households(
    phone: Phone, coordinator: Account
) -> None:
    published(coordinator, updating("person", "household", "member_from"))
    first, second = uuid.uuid4(), uuid.uuid4()
    phone.send(registration("NIS-S1", household=first, members=1, day="2026-05-04"))
    phone.send(registration("NIS-S1", household=second, members=0))
    person = uuid.uuid5(first, "0")
    answer = phone.send(update("person", person, household=str(second), member_from="2026-05-04"))
    assert answer.status_code == 201
    assert "on 2026-05-04 the person is already a member of another household" in said(answer)
    with acting_as(coordinator.pk):
        assert Person.objects.get(pk=person).household_id == first


def test_households_that_split_off_from_each_other_in_a_circle_are_not_applied(
    phone: Phone, coordinator: Account
) -> None:
    published(coordinator, updating("household", "split_from"))
    homes = [uuid.uuid4() for _ in range(3)]
    for one in homes:
        phone.send(registration("NIS-S1", household=one, members=0))
    for one, origin in itertools.pairwise(homes):
        assert (
            said(phone.send(update("household", one, split_from=str(origin))))
            == "The record was stored and applied."
        )
    answer = phone.send(update("household", homes[2], split_from=str(homes[0])))
    assert answer.status_code == 201
    assert "must be corrected" in said(answer)
    assert "split off from itself" in said(answer)
    with acting_as(coordinator.pk):
        assert Submission.objects.get(state="needs_correction").form_version is not None
        assert Household.objects.get(pk=homes[2]).version == 1


def test_unknown_fields_are_stored_with_the_record(phone: Phone, there: Sees) -> None:
    answer = phone.send(registration("NIS-S1", extra="<never_asked>kept</never_asked>"))
    assert said(answer) == "The record was stored and applied."
    assert there() == (1, 0, 1, 2)


def test_a_record_without_an_instance_id_is_stored_once(phone: Phone, there: Sees) -> None:
    xml = registration("NIS-S1", instance="uuid:x").replace(b"<instanceID>uuid:x</instanceID>", b"")
    assert [phone.send(xml).status_code for _ in range(2)] == [201, 202]
    assert there()[0] == 1


def test_a_record_without_an_instance_id_tells_no_other_unit_that_it_was_sent(phone: Phone) -> None:
    """Two units may say the same, and neither learns of the other: the answer is that of a first record."""
    offered_to_all()
    xml = plain("x", form="registration", instance="uuid:x").replace(b"<instanceID>uuid:x</instanceID>", b"")
    elsewhere = town("THERE")
    other = account("unit_coordinator", elsewhere.unit)
    with acting_as(other.pk):
        second = Phone(create_device(account=other, unit=elsewhere.unit)[1])
    assert [one.send(xml).status_code for one in (phone, second, phone, second)] == [201, 201, 202, 202]


def test_the_name_of_a_record_without_an_id_cannot_be_worked_out(
    phone: Phone, coordinator: Account, home: Town, settings: Any
) -> None:
    """By a name that follows from what is known, another unit could ask whether exactly this was sent."""
    names = set()
    for secret in (settings.ENVIRONMENT.lookup_key, b"another" * 5):
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, lookup_key=secret)
        with acting_as(coordinator.pk):
            phone = Phone(create_device(account=coordinator, unit=home.unit)[1])
        xml = plain("x", form="registration", instance="uuid:x").replace(
            b"<instanceID>uuid:x</instanceID>", b""
        )
        assert phone.send(xml).status_code == 201
        with acting_as(coordinator.pk):
            names |= set(Submission.objects.values_list("instance_id", flat=True))
    assert len(names) == 2


def test_a_record_that_names_itself_as_its_former_version_waits(phone: Phone, there: Sees) -> None:
    xml = plain("x", form="registration", instance="uuid:i", meta="<deprecatedID>uuid:i</deprecatedID>")
    assert phone.send(xml).status_code == 201
    assert phone.send(xml).status_code == 202
    assert there() == (1, 0, 0, 0)


def test_a_repeat_of_ten_thousand_rows_is_taken(phone: Phone, there: Sees) -> None:
    xml = registration("NIS-S1", members=0).replace(
        b"<meta><instanceID>", b"<member><given_name>x</given_name></member>" * 10_000 + b"<meta><instanceID>"
    )
    assert phone.send(xml).status_code == 201
    assert there()[:3] == (1, 0, 1)


def test_files_of_many_megabytes_are_taken_whole(phone: Phone, coordinator: Account) -> None:
    photo = bytes(range(256)) * 80_000
    assert phone.send(registration("NIS-S1"), photo__jpg=photo).status_code == 201
    with acting_as(coordinator.pk):
        assert Submission.objects.get().attachments.get().size == len(photo)


def test_two_files_of_one_name_are_refused(phone: Phone, there: Sees) -> None:
    body = multipart(registration("NIS-S1"), photo__jpg=b"1")
    start = body.index(b"--khetane", 10)
    twice = body[:start] + body[start : body.rindex(b"--khetane")] + body[start:]
    answer = phone.post(twice)
    assert answer.status_code == 400
    assert "photo.jpg" in said(answer)
    assert there() == (0, 0, 0, 0)
