"""The traces of an OpenRosa client, as the public documents describe them (docs/reference/openrosa.md)."""

from __future__ import annotations

import csv
import hashlib
import io
import uuid
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.utils import timezone, translation
from lxml import etree

from khetane.access.actions_devices import create_device
from khetane.access.models import Account, Device
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.actions import close, publish
from khetane.forms.models import FormVersion
from khetane.outreach.models import Visit, VisitState
from tests.openrosa_client import Phone, said
from tests.workbooks import xlsx
from tests.world import Town, account, town
from tests.world_devices import PLAIN, REGISTRATION, plain, published, registration

pytestmark = pytest.mark.django_db
LIST = {"x": "http://openrosa.org/xforms/xformsList"}
MANIFEST = {"m": "http://openrosa.org/xforms/xformsManifest"}


@pytest.fixture
def home() -> Town:
    return town("NIS")


@pytest.fixture
def coordinator(home: Town) -> Account:
    return account("unit_coordinator", home.unit)


@pytest.fixture
def phone(coordinator: Account, home: Town) -> Phone:
    with acting_as(coordinator.pk):
        return Phone(create_device(account=coordinator, unit=home.unit)[1])


def test_every_answer_has_the_headers(phone: Phone) -> None:
    for answer in (phone.head(), phone.get("formList"), phone.get("nowhere"), Phone("wrong").get("formList")):
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert abs((parsedate_to_datetime(answer["Date"]) - timezone.now()).total_seconds()) < 60
        assert int(answer["X-OpenRosa-Accept-Content-Length"]) == 50 * 1024 * 1024
        assert answer["Cache-Control"] == "no-store"


def test_head_says_where_to_post(phone: Phone) -> None:
    answer = phone.head()
    assert answer.status_code == 204
    assert answer["Location"] == f"http://testserver/key/{phone.token}/submission"
    assert answer.content == b""


def test_a_form_that_none_can_be_is_in_no_list(phone: Phone, coordinator: Account) -> None:
    published(coordinator, PLAIN)
    for asked in ("nothing", "%00", "plain%00"):
        assert len(etree.fromstring(phone.get(f"formList?formID={asked}").content)) == 0
    for address in ("%00", "forms/%00", "forms/%00/media/%00", "lists/%00.csv", "lists/%00/integrity"):
        assert phone.get(address).status_code == 404


def test_a_form_is_listed_fetched_and_sent_back(phone: Phone, coordinator: Account) -> None:
    published(coordinator, PLAIN)
    forms = etree.fromstring(phone.get("formList").content)
    assert forms.tag == "{http://openrosa.org/xforms/xformsList}xforms"
    told = {etree.QName(part).localname: part.text or "" for part in forms.iterfind("x:xform/*", LIST)}
    assert (told["formID"], told["name"], told["version"]) == ("plain", "Plain", "1")
    assert "manifestUrl" not in told
    fetched = phone.get(told["downloadUrl"])
    assert fetched["Content-Type"].startswith("text/xml")
    assert told["hash"] == "md5:" + hashlib.md5(fetched.content).hexdigest()
    answer = phone.send(plain("hello"), photo__jpg=b"jpeg")
    assert answer.status_code == 201
    assert said(answer) == "The record was stored and applied."


def test_a_form_is_listed_by_its_title_in_the_devices_language(phone: Phone, coordinator: Account) -> None:
    titled = [
        ["form_id", "form_title", "version", "khetane_title_sr"],
        ["plain", "Plain", "1", "Једноставан"],
    ]
    published(coordinator, {**PLAIN, "settings": titled})

    def name(languages: str) -> str | None:
        forms = etree.fromstring(phone.get("formList", **{"Accept-Language": languages}).content)
        return forms.findtext("x:xform/x:name", namespaces=LIST)

    assert [name(one) for one in ("sr", "sr-Latn", "mk, en;q=0.5", "")] == [
        "Једноставан",
        "Jednostavan",
        "Plain",
        "Plain",
    ]


def test_a_device_is_heard_of_when_it_asks_for_its_forms_or_sends_records(
    phone: Phone, coordinator: Account
) -> None:
    def heard() -> Any:
        with acting_as(coordinator.pk):
            return Device.objects.get().last_seen_at

    published(coordinator, PLAIN)
    assert heard() is None
    phone.send(plain("hello"))
    first = heard()
    assert first is not None
    phone.get("formList")
    assert heard() == first  # within five minutes nothing is written


def test_the_same_record_again_is_202_and_with_another_file_201(phone: Phone, coordinator: Account) -> None:
    published(coordinator, PLAIN)
    xml = plain("hello")
    codes = [
        phone.send(xml, one__jpg=b"1").status_code,
        phone.send(xml, one__jpg=b"1").status_code,
        phone.send(xml, two__jpg=b"2").status_code,
        phone.send(xml, two__jpg=b"other").status_code,
    ]
    assert codes == [201, 202, 201, 409]


def test_closed_versions_leave_the_list_and_are_still_taken(phone: Phone, coordinator: Account) -> None:
    version = published(coordinator, PLAIN).version
    with acting_as(coordinator.pk):
        close(version.pk)
    assert len(etree.fromstring(phone.get("formList").content)) == 0
    assert phone.send(plain("filled in before")).status_code == 201


def test_an_unknown_form_is_404_and_says_what_becomes_of_the_record(phone: Phone) -> None:
    answer = phone.send(plain("x", form="never_published"))
    assert answer.status_code == 404
    assert "was kept" in said(answer)


def test_of_each_form_the_newest_is_listed_unless_all_are_asked_for(
    phone: Phone, coordinator: Account
) -> None:
    published(coordinator, PLAIN)
    published(coordinator, {**PLAIN, "settings": [PLAIN["settings"][0], ["plain", "Plain", "2"]]})

    def versions(path: str) -> list[str]:
        return [
            e.text or "" for e in etree.fromstring(phone.get(path).content).iterfind(".//x:version", LIST)
        ]

    assert versions("formList") == ["2"]
    assert sorted(versions("formList?listAllVersions=true")) == ["1", "2"]
    assert versions("formList?formID=other") == []


def test_only_forms_of_ones_own_mandates_are_listed(phone: Phone, coordinator: Account, home: Town) -> None:
    sheets = {
        **PLAIN,
        "settings": [[*PLAIN["settings"][0], "khetane_mandate"], ["plain", "Plain", "1", "health"]],
    }
    published(coordinator, sheets)
    assert len(etree.fromstring(phone.get("formList").content)) == 0
    mediator = account("health_mediator", home.unit)
    with acting_as_system():
        other = Phone(create_device(account=mediator, unit=home.unit)[1])
    assert len(etree.fromstring(other.get("formList").content)) == 1


WITH_FILES = {
    "survey": [
        ["type", "name", "label"],
        ["select_one_from_file household.csv", "household", "Household"],
        ["select_one_from_file person.csv", "person", "Person"],
        ["select_one_from_file prices.csv", "price", "Price"],
    ],
    "settings": [["form_id", "form_title", "version"], ["files", "Files", "1"]],
}


def test_a_manifest_lists_media_and_entity_lists(phone: Phone, coordinator: Account) -> None:
    published(coordinator, REGISTRATION)
    household = uuid.uuid4()
    phone.send(registration("NIS-S1", household=household, family_name="Petrović"))
    with acting_as(coordinator.pk):
        publish(xlsx(WITH_FILES), "files.xlsx", {"prices.csv": b"name,label\n1,One\n"})
        version = FormVersion.objects.get(form__form_id="files")
    form = etree.fromstring(phone.get("formList?formID=files").content)
    address = form.findtext(".//x:manifestUrl", namespaces=LIST)
    assert address == f"http://testserver/key/{phone.token}/forms/{version.pk}/manifest"
    files = {
        file.findtext("m:filename", namespaces=MANIFEST): file
        for file in etree.fromstring(phone.get(address).content).iterfind("m:mediaFile", MANIFEST)
    }
    assert set(files) == {"prices.csv", "household.csv", "person.csv"}
    assert files["prices.csv"].get("type") is None
    for file in files.values():
        content = phone.get(file.findtext("m:downloadUrl", "", MANIFEST)).content
        assert file.findtext("m:hash", namespaces=MANIFEST) == "md5:" + hashlib.md5(content).hexdigest()
    listed = files["household.csv"]
    assert listed.get("type") == "entityList"
    rows = list(csv.DictReader(io.StringIO(phone.get("lists/household.csv").content.decode())))
    assert [row["name"] for row in rows] == [str(household)]
    asked = listed.findtext("m:integrityUrl", "", MANIFEST) + f"?id={household},{uuid.uuid4()},local"
    told = etree.fromstring(phone.get(asked).content)
    assert [e.findtext("deleted") for e in told.iterfind("entities/entity")] == ["false", "true", "true"]


def test_lists_are_in_the_devices_language_and_the_manifest_tells_their_hash(
    phone: Phone, coordinator: Account, home: Town, settings: Any
) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "Locale" not in one]  # as devices come in
    published(coordinator, REGISTRATION)
    files = {
        "survey": [["type", "name", "label"], ["select_one_from_file visit.csv", "visit", "Visit"]],
        "settings": WITH_FILES["settings"],
    }
    with acting_as(coordinator.pk):
        publish(xlsx(files), "files.xlsx")
        version = FormVersion.objects.get(form__form_id="files")
        Visit.objects.create(
            unit=home.unit, place=home.settlement, date=timezone.localdate(), state="planned"
        )
    hashes = set()
    for language in ("en", "sr", "mk"):
        accepted = {"Accept-Language": language}
        content = phone.get("lists/visit.csv", **accepted).content
        (row,) = csv.DictReader(io.StringIO(content.decode()))
        with translation.override(language):
            assert row["label"].endswith(f" · {VisitState.PLANNED.label}")
        manifest = etree.fromstring(phone.get(f"forms/{version.pk}/manifest", **accepted).content)
        (told,) = [one.text for one in manifest.iterfind(".//m:hash", MANIFEST)]
        assert told == "md5:" + hashlib.md5(content).hexdigest()
        hashes.add(told)
    assert len(hashes) > 1


def test_the_answer_is_in_the_devices_language(phone: Phone, coordinator: Account) -> None:
    answer = phone.get("nowhere", **{"Accept-Language": "mk-MK,mk;q=0.9"})
    assert answer["Content-Language"] == "mk"
    assert phone.get("nowhere")["Content-Language"] == "en"


def test_why_a_record_waits_is_said_in_the_words_of_the_screens(
    phone: Phone, coordinator: Account, home: Town
) -> None:
    published(coordinator, REGISTRATION)
    answer = phone.send(registration("NIS-S1", birth="2999-01-01"))
    assert answer.status_code == 201
    assert "must be corrected" in said(answer)
    assert "Person 2" in said(answer)
    assert "/data" not in said(answer)
    assert "birth_date" not in said(answer)
