from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khetane.access.models import Account, AuditEvent
from khetane.access.tokens import DeviceIdentity
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.attaching import File
from khetane.forms.models import Form, FormVersion, KeptUpload, Submission
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from khetane.people.models import Household
from khetane.places.models import Place
from khetane.review.kept import why
from tests.integration.desk.scene import client_of
from tests.workbooks import xlsx
from tests.world import Town, account, town
from tests.world_devices import PLAIN, device, plain, published, registration

LISTS = ("household", "shops")
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
    return device(coordinator, home)


@pytest.fixture
def client(coordinator: Account) -> Client:
    return client_of(coordinator)


def page(client: Client, url: str, status: int = 200, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == status, answer.content[:2000]
    return answer.content.decode()


def stored(phone: DeviceIdentity, xml: bytes) -> uuid.UUID:
    found = receive(phone, Upload(xml)).submission_id
    assert found is not None
    return found


def test_the_list_filters_by_state_and_day(client: Client, phone: DeviceIdentity) -> None:
    good = stored(phone, registration("NIS-S1"))
    wrong = stored(phone, registration("NOWHERE"))
    both = page(client, "/submissions/")
    assert str(good) in both
    assert str(wrong) in both
    waiting = page(client, "/submissions/", state="needs_correction")
    assert str(wrong) in waiting
    assert str(good) not in waiting
    assert str(good) not in page(client, "/submissions/", since="2990-01-01")
    assert str(good) in page(client, "/submissions/", until="2990-01-01", form=str(uuid.UUID(int=3)))


def test_a_submission_says_its_answers_beside_what_it_changed(client: Client, phone: DeviceIdentity) -> None:
    submission = stored(phone, registration("NIS-S1", address="Plava kapija 7", family_name="Izmislić"))
    text = page(client, f"/submissions/{submission}/")
    assert "Given name" in text
    assert text.count("Izmislić") >= 4  # two members: in the answers and in what changed
    assert "Plava kapija 7" in text
    assert "<ins>" in text


def test_a_record_that_an_answer_names_is_said_as_people_know_it(
    client: Client, phone: DeviceIdentity, home: Town
) -> None:
    household = uuid.uuid4()
    stored(phone, registration("NIS-S1", household=household))
    with acting_as(phone.account_id):
        code = Household.objects.get(pk=household).code
    submission = stored(phone, registration("NIS-S1", address=str(household)))
    said = page(client, f"/submissions/{submission}/").partition("What it says")[2].partition("</dl>")[0]
    assert code in said
    assert str(household) not in said
    assert "Settlement NIS" not in said  # a code is what was typed: only ids are translated


def test_a_file_that_a_device_is_given_as_a_list_is_not_missing(client: Client, coordinator: Account) -> None:
    survey = [
        ["type", "name", "label"],
        *([f"select_one_from_file {name}.csv", name, name] for name in LISTS),
    ]
    made = published(coordinator, {**PLAIN, "survey": survey})
    text = page(client, f"/forms/versions/{made.version.pk}/")
    missing = text.partition("Files are missing")[2].partition("</p>")[0]
    assert "shops.csv" in text
    assert "household.csv" not in missing


def test_what_needs_correction_says_why_and_can_be_applied_after_mending(
    client: Client, phone: DeviceIdentity, home: Town
) -> None:
    household = uuid.uuid4()
    again = registration("NIS-S1", household=household)
    orphan = again.replace(b'create="1"', b'update="1" baseVersion="1"')
    submission = stored(phone, orphan.replace(b"uuid:", b"uuid:9"))
    text = page(client, f"/submissions/{submission}/")
    assert "Apply it again" in text
    answer = client.post(f"/submissions/{submission}/apply", follow=True)
    assert "still cannot be applied" in answer.content.decode()
    stored(phone, again)
    client.post(f"/submissions/{submission}/apply")
    with acting_as(phone.account_id):
        assert Submission.objects.get(pk=submission).state in ("applied", "conflict")


def test_reasons_name_records_and_fields_as_people_know_them(client: Client, phone: DeviceIdentity) -> None:
    wrong = registration("NIS-S1", family_name="x" * 121)
    text = page(client, f"/submissions/{stored(phone, wrong)}/")
    for member in (1, 2):
        assert f"Person {member}: “family name” has 121 characters" in text
    assert "/data/" not in text


def test_a_member_may_not_apply_again(phone: DeviceIdentity, home: Town) -> None:
    submission = stored(phone, registration("NOWHERE"))
    member = client_of(account("health_mediator", home.unit))
    assert "Apply it again" not in page(member, f"/submissions/{submission}/")
    assert member.post(f"/submissions/{submission}/apply").status_code == 403
    assert member.get(f"/submissions/{submission}/raw").status_code == 403


def test_the_raw_record_and_its_files_are_as_they_came(client: Client, phone: DeviceIdentity) -> None:
    xml = registration("NIS-S1")
    answer = receive(phone, Upload(xml, (File("slika <1>.html", b"<script>", "text/html"),)))
    saved = client.get(f"/submissions/{answer.submission_id}/raw")
    assert saved.content == xml
    text = page(client, f"/submissions/{answer.submission_id}/")
    address = text.split("/files/")[1].split('"')[0]
    file = client.get(f"/submissions/{answer.submission_id}/files/{address}")
    assert file.content == b"<script>"
    assert file["Content-Type"] == "application/octet-stream"
    assert file["Content-Disposition"] == 'attachment; filename="slika__1_.html"'


def test_the_map_has_a_point_for_each_placed_submission(client: Client, phone: DeviceIdentity) -> None:
    submission = stored(phone, registration("NIS-S1"))
    assert "data-map" in page(client, "/submissions/map/")
    [feature] = client.get("/submissions/map/points.json").json()["features"]
    assert feature["geometry"]["coordinates"] == [21.2, 43.5]
    assert feature["properties"]["url"] == f"/submissions/{submission}/"


def test_the_map_says_where_one_is_by_the_places_of_the_unit(
    client: Client, phone: DeviceIdentity, home: Town
) -> None:
    """Its municipality and settlements by name, in their country's outline; no place of another unit."""
    town("ELSEWHERE")
    with acting_as_system():
        Place.objects.filter(code__endswith="-S1").update(latitude=43.51, longitude=21.21)
    stored(phone, registration("NIS-S1"))
    told = client.get("/submissions/map/points.json").json()
    [place] = told["places"]  # the municipality has neither outline nor point here: nothing is invented
    assert (place["properties"]["name"], place["geometry"]["coordinates"]) == (
        "Settlement NIS",
        [21.21, 43.51],
    )
    assert [path.rpartition("/")[2].split(".")[0] for path in told["outlines"]] == ["country-RS"]


def test_an_empty_map_shows_every_country(client: Client, home: Town) -> None:
    told = client.get("/submissions/map/points.json").json()
    assert (told["places"], told["features"], len(told["outlines"])) == ([], [], 2)


def test_a_kept_record_is_taken_in_once_its_form_is_there(
    client: Client, coordinator: Account, phone: DeviceIdentity
) -> None:
    receive(phone, Upload(plain("kept"), (File("a.txt", b"file"),)))
    with acting_as(coordinator.pk):
        kept = KeptUpload.objects.get(file_name="")
    assert str(kept.pk) in page(client, "/submissions/kept/")
    assert "a.txt" in page(client, f"/submissions/kept/{kept.pk}/")
    client.post(f"/submissions/kept/{kept.pk}/take")
    with acting_as(coordinator.pk):
        assert KeptUpload.objects.filter(state="waiting").count() == 2
    published(coordinator, PLAIN)
    answer = client.post(f"/submissions/kept/{kept.pk}/take", follow=True)
    assert "kept" in answer.content.decode()
    with acting_as(coordinator.pk):
        assert set(KeptUpload.objects.values_list("state", flat=True)) == {"applied"}
        assert Submission.objects.get().attachments.get().name == "a.txt"
    assert str(kept.pk) not in page(client, "/submissions/kept/")


def test_an_upload_is_set_aside_only_with_a_reason(
    client: Client, coordinator: Account, phone: DeviceIdentity
) -> None:
    receive(phone, Upload(plain("kept")))
    with acting_as(coordinator.pk):
        kept = KeptUpload.objects.get()
    assert client.post(f"/submissions/kept/{kept.pk}/set-aside", {"reason": " "}).status_code == 422
    assert "redacted after an erasure" not in page(client, f"/submissions/kept/{kept.pk}/")
    client.post(f"/submissions/kept/{kept.pk}/set-aside", {"reason": "A practice run."})
    assert "A practice run." in page(client, f"/submissions/kept/{kept.pk}/")
    assert why(KeptUpload(reason="")) == "redacted after an erasure"  # as an erasure leaves it
    with acting_as(coordinator.pk):
        found = KeptUpload.objects.get()
        assert (found.state, found.decided_by) == ("set_aside", coordinator.pk)


def test_a_form_is_published_closed_and_opened(client: Client, coordinator: Account) -> None:
    file = SimpleUploadedFile("plain.xlsx", xlsx(PLAIN))
    text = client.post("/forms/upload/", {"file": file}, follow=True).content.decode()
    assert "Published: Plain, version 1." in text
    with acting_as(coordinator.pk):
        version = FormVersion.objects.get()
    assert "Remark" in page(client, f"/forms/versions/{version.pk}/")
    client.post(f"/forms/versions/{version.pk}/state", {"state": "closed"})
    with acting_as(coordinator.pk):
        assert FormVersion.objects.get().state == "closed"
    client.post(f"/forms/versions/{version.pk}/state", {"state": "open"})
    with acting_as(coordinator.pk):
        assert FormVersion.objects.get().state == "open"
    assert b"<h:html" in client.get(f"/forms/versions/{version.pk}/xform").content
    assert str(version.form_id) in page(client, "/forms/")
    assert str(version.pk) in page(client, f"/forms/{version.form_id}/")


def test_a_wrong_form_is_told_sheet_by_sheet(client: Client, coordinator: Account) -> None:
    sheets = {**PLAIN, "survey": [["type", "name", "label"], ["select_one nolist", "a", "A"]]}
    answer = client.post("/forms/upload/", {"file": SimpleUploadedFile("wrong.xlsx", xlsx(sheets))})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "The form was not published" in text
    assert 'class="k-code k-nowrap">survey</th>' in text
    with acting_as(coordinator.pk):
        assert not Form.objects.exists()


def test_the_archive_is_logged_before_its_first_byte(
    client: Client, coordinator: Account, phone: DeviceIdentity
) -> None:
    stored(phone, registration("NIS-S1"))
    with acting_as(coordinator.pk):
        form_id = Form.objects.get().pk
    answer = client.get(f"/forms/{form_id}/export.zip", {"words": "1"})
    with acting_as(coordinator.pk):
        assert AuditEvent.objects.filter(action="exported", kind="form").exists()
    names = zipfile.ZipFile(io.BytesIO(answer.getvalue())).namelist()
    assert names == ["registration.csv", "registration-member.csv"]


@pytest.mark.parametrize("path", ["", "raw", "apply"])
def test_another_units_submission_is_not_there(phone: DeviceIdentity, path: str) -> None:
    submission = stored(phone, registration("NIS-S1"))
    other = client_of(account("unit_coordinator", town("VRA").unit))
    ask = other.post if path == "apply" else other.get
    assert ask(f"/submissions/{submission}/{path}").status_code == 404
    assert ask(f"/submissions/{uuid.uuid4()}/{path}").status_code == 404


@pytest.mark.parametrize(
    "make",
    [
        lambda phone: stored(phone, registration("NIS-S1")),
        lambda phone: receive(phone, Upload(plain(uuid.uuid4().hex))),
    ],
)
@pytest.mark.parametrize(
    "url", ["/submissions/", "/submissions/kept/", "/submissions/map/points.json", "/forms/"]
)
def test_lists_ask_as_much_for_many_rows_as_for_few(
    client: Client, phone: DeviceIdentity, url: str, make: Callable[[DeviceIdentity], object]
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, url)
        return len(queries)

    make(phone)
    asked()
    few = asked()
    for _ in range(4):
        make(phone)
    assert asked() == few
