"""Bad forms through the upload page, and cells that a spreadsheet would run: a sentence, nothing half-written."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.forms.models import Form, FormContent, FormVersion
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from tests.workbooks import Rows, form, xls, xlsx
from tests.world import Town, account, town
from tests.world_devices import PLAIN, device, plain, published

pytestmark = pytest.mark.django_db
HEAD = ("type", "name", "label")
ONE = form([HEAD, ("select_one yn", "a", "A")])
TWICE: Rows = [
    ("list_name", "name", "label"),
    ("yn", "yes", "Yes"),
    ("yn", "no", "No"),
    ("yn", "yes", "Sure"),
]


@pytest.fixture
def home() -> Town:
    return town("NIS")


@pytest.fixture
def coordinator(home: Town) -> Account:
    return account("unit_coordinator", home.unit)


@pytest.fixture
def client(coordinator: Account) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


def uploaded(client: Client, data: bytes, name: str = "form.xlsx") -> tuple[int, str]:
    """The status and the text of the answer, after the redirect that follows a success."""
    answer: Any = client.post("/forms/upload/", {"file": SimpleUploadedFile(name, data)}, follow=True)
    return answer.status_code, " ".join(unescape(answer.content.decode()).split())


def bomb() -> bytes:
    """A workbook with a part that unpacks to sixty megabytes."""
    packed = io.BytesIO(xlsx(ONE))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blank.bin", b"\0" * 60_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("make", "sentences"),
    [
        (lambda: xlsx(form([HEAD, ("select_one yn", "a", "A")], choices=TWICE)),
         ['the choice "yes" stands twice in list "yn" (rows 2 and 4)', ">choices</th>"]),
        (bomb, ["The workbook unpacks to", "Delete empty rows and columns and save it again."]),
        (lambda: xlsx(ONE)[:-200], ["is damaged and cannot be opened"]),
        (lambda: b"a letter, and no form", ["not a form. Upload an Excel workbook"]),
        (lambda: b"<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><h:html xmlns='http://www.w3.org/2002/xforms'"
                 b" xmlns:h='http://www.w3.org/1999/xhtml'><h:head><h:title>&a;</h:title></h:head></h:html>", ["DOCTYPE"]),
    ],
    ids=["choices twice", "zip bomb", "damaged", "no form", "external entity"],
)  # fmt: skip
def test_a_form_that_cannot_be_right_is_refused_whole(
    client: Client, coordinator: Account, make: Callable[[], bytes], sentences: list[str]
) -> None:
    status, text = uploaded(client, make())
    assert status == 422
    for sentence in ["The form was not published", *sentences]:
        assert sentence in text
    assert "root:" not in text
    with acting_as(coordinator.pk):
        assert not Form.objects.exists()


def test_an_old_workbook_under_a_new_name_is_read_as_what_it_is(client: Client, coordinator: Account) -> None:
    status, text = uploaded(client, xls(ONE), "form.xlsx")
    assert status == 200
    assert "Published: Visit, version 7." in text
    with acting_as(coordinator.pk):
        version = FormVersion.objects.get()
    page = unescape(client.get(f"/forms/versions/{version.pk}/").content.decode())
    assert 'The file is named "form.xlsx" but holds an .xls workbook.' in page


def test_a_form_of_six_hundred_rows_and_three_megabytes_of_choices_is_published(
    client: Client, coordinator: Account
) -> None:
    survey = [
        HEAD,
        *((("text", "integer", "select_one big")[n % 3], f"q{n}", f"Question {n}") for n in range(600)),
    ]
    choices: Rows = [
        ("list_name", "name", "label"),
        *(("big", f"c{n}", f"Choice {n} " + "x" * 80) for n in range(30_000)),
    ]
    status, text = uploaded(client, xlsx(form(survey, choices=choices)))
    assert status == 200
    assert "Published: Visit, version 7." in text
    with acting_as(coordinator.pk):
        assert len(FormContent.objects.get().xform) > 3_000_000


@pytest.mark.parametrize("start", "=+-@")
def test_cells_that_a_spreadsheet_would_run_leave_as_text(
    client: Client, coordinator: Account, home: Town, start: str
) -> None:
    version = published(coordinator, PLAIN).version
    spoken = f"{start}HYPERLINK(A1)"
    receive(device(coordinator, home), Upload(plain(spoken)))
    answer: Any = client.get(f"/forms/{version.form_id}/export.zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as packed:
        [row] = csv.DictReader(io.StringIO(packed.read("plain.csv").decode("utf-8-sig"), newline=""))
    assert row["remark"] == f"'{spoken}"
