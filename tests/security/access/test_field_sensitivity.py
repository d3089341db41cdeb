"""What stands on a model is what exports, lists, pages, the API and the audit do: a field declared anew changes them."""

from __future__ import annotations

import csv
import io
import zipfile
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account, AuditEvent, Role
from khetane.core.sensitivity import Sensitivity
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms.exports.forms import csv_archive
from khetane.forms.models import Form
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from khetane.integrations.openrosa.lists import Wanted, entity_list
from khetane.people.models import Document, Household, PersonStatus
from tests import world
from tests.edits import send, update
from tests.integration.desk.scene import Home, client_of, home, papers
from tests.world_devices import REGISTRATION, device, published, registration

pytestmark = pytest.mark.django_db
READS = [
    "identity.read", "submission.read", "submission.send", "registry.write", "records.export", "form.read",
]  # fmt: skip
SAYS = {
    **REGISTRATION,
    "survey": [*REGISTRATION["survey"][:-1], ["text", "says", "Says", "person#rooms", ""], ["end_repeat", "", "", "", ""]],
}  # fmt: skip


@pytest.fixture
def here() -> world.Town:
    return world.town("NIS")


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    return world.account("unit_coordinator", here.unit)


@pytest.fixture
def reader(here: world.Town) -> Account:
    """Somebody who reads persons and exports, but no content."""
    with acting_as_system():
        Role.objects.create(code="reader", name="Reader", permissions=READS, mandates=[])
    return world.account("reader", here.unit)


@pytest.fixture
def family(here: world.Town, coordinator: Account) -> Home:
    found = home(here, coordinator)
    papers(found)
    return found


@pytest.fixture
def submission(here: world.Town, coordinator: Account) -> UUID:
    published(coordinator, SAYS)
    found = receive(
        device(coordinator, here), Upload(registration("NIS-S1", address="Ulica 5"))
    ).submission_id
    assert found is not None
    return found


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a household lives is declared special."""
    monkeypatch.setitem(Household.sensitivity, "address", Sensitivity.SPECIAL)


def columns(account: Account, name: str = "registration.csv") -> list[str]:
    with acting_as(account.pk):
        data = b"".join(csv_archive(Form.objects.get(form_id="registration").pk))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        header, row, *_ = csv.reader(io.StringIO(packed.read(name).decode("utf-8-sig")))
    assert len(header) == len(row)
    return header


def metadata(account: Account) -> str:
    with acting_as(account.pk):
        form = Form.objects.get(form_id="registration").pk
    return client_of(account).get(reverse("odata:metadata", args=[form])).content.decode()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_export_has_the_columns_that_its_reader_may_see(
    reader: Account, coordinator: Account, submission: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "address" in columns(reader)
    assert 'Name="address"' in metadata(reader)
    monkeypatch.setitem(Household.sensitivity, "address", Sensitivity.SPECIAL)
    assert "address" not in columns(reader)
    assert "remark" in columns(reader)
    assert 'Name="address"' not in metadata(reader)
    assert "address" in columns(coordinator)
    assert 'Name="address"' in metadata(coordinator)


def test_answers_without_a_field_of_ours_are_as_sensitive_as_where_they_are_kept(
    reader: Account, coordinator: Account, submission: UUID
) -> None:
    assert "says" in columns(coordinator, "registration-member.csv")
    assert "says" not in columns(reader, "registration-member.csv")


def test_pages_and_the_api_hide_what_their_reader_may_not_see(
    reader: Account, coordinator: Account, family: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, household = reverse("people:household", args=[family.id]), f"/api/households/{family.id}"
    client = client_of(reader)
    assert "Blue door" in page(client, address)
    assert client.get(household).json()["address"] == "Blue door"
    monkeypatch.setitem(Household.sensitivity, "address", Sensitivity.SPECIAL)
    assert "Blue door" not in page(client, address)
    assert "hidden" in page(client, address)
    assert client.get(household).json()["address"] == "hidden"
    assert [one["address"] for one in client.get("/api/households").json()["items"]] == ["hidden"]
    assert "Blue door" in page(client_of(coordinator), address)


def test_a_submission_and_its_history_hide_what_their_reader_may_not_see(
    reader: Account, coordinator: Account, submission: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, raw = (reverse(f"forms:{name}", args=[submission]) for name in ("submission", "raw"))
    told = f"/api/submissions/{submission}"
    client = client_of(reader)
    assert "Ulica 5" in page(client, address)
    assert "Ulica 5" in client.get(told).content.decode()
    monkeypatch.setitem(Household.sensitivity, "address", Sensitivity.SPECIAL)
    assert "Ulica 5" not in page(client, address)
    assert "Ulica 5" not in client.get(told).content.decode()
    assert client.get(raw).status_code == 403
    assert "Ulica 5" in page(client_of(coordinator), address)
    assert client_of(coordinator).get(raw).status_code == 200


def test_a_list_on_a_device_hides_what_its_account_may_not_see(
    reader: Account, family: Home, here: world.Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kinds() -> list[object]:
        with acting_as(reader.pk):
            found = entity_list("document", Wanted(here.unit.pk, names=False))
        assert found is not None
        return [row.values[-1] for row in found.rows]

    assert kinds() == ["citizenship"]
    monkeypatch.setitem(Document.sensitivity, "kind", Sensitivity.SPECIAL)
    assert kinds() == ["hidden"]


def test_special_fields_are_hidden_as_they_are_declared_today(
    reader: Account, coordinator: Account, family: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("people:person", args=[family.members[0]])
    assert "returnee" in page(client_of(coordinator), address)
    assert "returnee" not in page(client_of(reader), address)
    monkeypatch.setitem(PersonStatus.sensitivity, "kind", Sensitivity.PERSONAL)
    assert "returnee" in page(client_of(reader), address)


def test_the_audit_marks_special_fields(
    coordinator: Account, here: world.Town, family: Home, secret: None
) -> None:
    send(
        coordinator,
        here,
        update("household", family.id, 1, {"address": "Green door", "phone": "1", "rooms": "3"}),
    )
    with acting_as(coordinator.pk):
        event = AuditEvent.objects.filter(action="wrote", kind="household").latest("id")
        assert event.fields == ["phone", "special:address", "special:rooms"]
    shown = page(client_of(coordinator), reverse("access:audit"))
    assert "special:address" not in shown
    assert "(special)" in shown
