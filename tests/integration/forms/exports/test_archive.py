from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.utils import translation

from khetane.access.models import Account, AuditEvent
from khetane.access.tokens import DeviceIdentity
from khetane.core.refusals import NotAllowed
from khetane.core.viewer import acting_as
from khetane.forms.exports.forms import asked_of, csv_archive, record_export
from khetane.forms.models import Form
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from tests.world import Town, account, town
from tests.world_devices import PLAIN, device, offered_to_all, plain, published, registration

pytestmark = pytest.mark.django_db
CHOICES = {
    "survey": [
        ["type", "name", "label::English (en)", "label::Српски (sr)"],
        ["select_one yn", "agrees", "Agrees", "Слаже се"],
        ["select_multiple yn", "several", "Several", "Више"],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)", "label::Српски (sr)"],
        ["yn", "yes", "Yes", "Да"],
        ["yn", "no", "No", "Не"],
    ],
    "settings": [["form_id", "form_title", "version"], ["choosing", "Choosing", "1"]],
}


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


def files(form_id: UUID, *, in_words: bool = False) -> dict[str, list[dict[str, str]]]:
    """The archive's files as the rows of a CSV reader."""
    data = b"".join(csv_archive(form_id, in_words=in_words))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {
            name: list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"), newline="")))
            for name in packed.namelist()
        }


def form(form_id: str) -> UUID:
    return Form.objects.get(form_id=form_id).pk


def test_the_form_and_its_repeats_are_files_joined_by_keys(phone: DeviceIdentity) -> None:
    receive(phone, Upload(registration("NIS-S1", members=2, address="Ulica 1")))
    receive(phone, Upload(registration("NIS-S1", members=3, address="Ulica 2")))
    with acting_as(phone.account_id):
        found = files(form("registration"))
    main, members = found["registration.csv"], found["registration-member.csv"]
    assert [row["address"] for row in main] == ["Ulica 1", "Ulica 2"]
    assert [row["given_name"] for row in members] == ["Osoba0", "Osoba1", "Osoba0", "Osoba1", "Osoba2"]
    assert [row["PARENT_KEY"] for row in members] == [main[0]["KEY"]] * 2 + [main[1]["KEY"]] * 3
    assert members[4]["KEY"] == f"{main[1]['KEY']}/member[3]"
    assert main[0]["Unit"] == "NIS-U"
    assert main[0]["SubmissionDate"].endswith("Z")


def test_columns_stand_in_the_order_of_the_form(phone: DeviceIdentity) -> None:
    with acting_as(phone.account_id):
        found = b"".join(csv_archive(form("registration")))
    header = zipfile.ZipFile(io.BytesIO(found)).read("registration.csv").decode("utf-8-sig").split("\r\n")[0]
    assert header.startswith("SubmissionDate,SaidAt,day,place,address,spot,remark,")


def test_cells_that_a_spreadsheet_would_run_are_made_text(phone: DeviceIdentity) -> None:
    receive(phone, Upload(plain('=HYPERLINK("http://x")')))
    receive(phone, Upload(plain("-5")))
    with acting_as(phone.account_id):
        rows = files(form("plain"))["plain.csv"]
    assert [row["remark"] for row in rows] == ['\'=HYPERLINK("http://x")', "-5"]


@pytest.mark.parametrize("start", "=+-@\t＝＋－＠")
def test_a_formula_written_as_cdata_is_made_text_too(phone: DeviceIdentity, start: str) -> None:
    asked = f"{start}cmd|x!A1".encode()
    receive(phone, Upload(plain("marker").replace(b"marker", b"<![CDATA[" + asked + b"]]>")))
    members = registration("NIS-S1", members=1).replace(b"Osoba0", b"<![CDATA[" + asked + b"]]>")
    receive(phone, Upload(members))
    with acting_as(phone.account_id):
        row = files(form("plain"))["plain.csv"][0]
        member = files(form("registration"))["registration-member.csv"][0]
    assert row["remark"] == member["given_name"] == "'" + asked.decode()


def test_versions_share_columns_and_what_no_version_knows_is_kept(
    phone: DeviceIdentity, coordinator: Account
) -> None:
    receive(phone, Upload(plain("old")))
    survey = [["type", "name", "label"], ["text", "added", "Added"]]
    settings = [["form_id", "form_title", "version"], ["plain", "Plain", "2"]]
    published(coordinator, {"survey": survey, "settings": settings})
    receive(phone, Upload(plain("stray", version="2")))
    with acting_as(phone.account_id):
        rows = files(form("plain"))["plain.csv"]
    assert [row["remark"] for row in rows] == ["old", ""]
    assert "stray" in rows[1]["OtherAnswers"]
    assert [row["FormVersion"] for row in rows] == ["1", "2"]
    assert "added" in rows[0]


def test_words_instead_of_codes(phone: DeviceIdentity, coordinator: Account) -> None:
    published(coordinator, CHOICES)
    body = "<agrees>yes</agrees><several>yes no</several><meta><instanceID>uuid:a</instanceID></meta>"
    receive(phone, Upload(f'<data id="choosing" version="1">{body}</data>'.encode()))
    with acting_as(phone.account_id), translation.override("sr-latn"):
        row = files(form("choosing"), in_words=True)["choosing.csv"][0]
    assert (row["Slaže se"], row["Više"]) == ("Da", "Da, Ne")


def test_another_units_submissions_are_not_there(phone: DeviceIdentity) -> None:
    receive(phone, Upload(plain("ours")))
    offered_to_all()
    other = account("unit_coordinator", town("VRA").unit)
    with acting_as(other.pk):
        assert files(form("plain"))["plain.csv"] == []


def test_who_may_not_export_gets_nothing(phone: DeviceIdentity, home: Town) -> None:
    member = account("health_mediator", home.unit)
    with acting_as(member.pk), pytest.raises(NotAllowed):
        files(form("plain"))


def test_a_time_and_a_state_can_be_asked_for(phone: DeviceIdentity) -> None:
    for day in (1, 2, 3):
        receive(phone, Upload(plain(str(day))), received_at=datetime(2026, 3, day, tzinfo=UTC))
    with acting_as(phone.account_id):
        form_id = form("plain")
        asked = asked_of(
            form_id, since=datetime(2026, 3, 2, tzinfo=UTC), until=datetime(2026, 3, 3, tzinfo=UTC)
        )
        data = b"".join(csv_archive(form_id, asked))
        none = b"".join(csv_archive(form_id, asked_of(form_id, states=("held",))))
    rows = zipfile.ZipFile(io.BytesIO(data)).read("plain.csv").decode().splitlines()
    assert len(rows) == 2
    assert ",2," in rows[1]
    assert len(zipfile.ZipFile(io.BytesIO(none)).read("plain.csv").decode().splitlines()) == 1


def test_the_export_is_in_the_log_of_the_unit(phone: DeviceIdentity, home: Town) -> None:
    with acting_as(phone.account_id):
        record_export(form("plain"), asked_of(form("plain")))
        event = AuditEvent.objects.filter(action="exported").get()
        assert (event.kind, event.unit) == ("form", home.unit.pk)


def test_an_id_that_begins_as_a_formula_is_text_in_every_file(phone: DeviceIdentity) -> None:
    receive(phone, Upload(registration("NIS-S1", instance="=1+1", members=1)))
    with acting_as(phone.account_id):
        found = files(form("registration"))
    assert found["registration.csv"][0]["KEY"] == "'=1+1"
    member = found["registration-member.csv"][0]
    assert (member["PARENT_KEY"], member["KEY"]) == ("'=1+1", "'=1+1/member[1]")


def test_keys_are_the_instance_ids_as_the_forms_wrote_them(phone: DeviceIdentity) -> None:
    """So they are joined to `meta/instanceID`, as ODK Central's are."""
    receive(phone, Upload(registration("NIS-S1", instance="uuid:with", members=1)))
    receive(phone, Upload(registration("NIS-S1", instance="without", members=1)))
    with acting_as(phone.account_id):
        found = files(form("registration"))
    main, members = found["registration.csv"], found["registration-member.csv"]
    assert [row["KEY"] for row in main] == ["uuid:with", "without"]
    assert [row["meta/instanceID"] for row in main] == ["uuid:with", "without"]
    assert [row["PARENT_KEY"] for row in members] == ["uuid:with", "without"]
    assert [row["KEY"] for row in members] == ["uuid:with/member[1]", "without/member[1]"]
