from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from lxml import etree

from khetane.access.actions_devices import create_token
from khetane.access.models import Account, AuditEvent
from khetane.access.tokens import DeviceIdentity
from khetane.core.viewer import acting_as
from khetane.forms.models import Form
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from tests.world import Town, account, town
from tests.world_devices import PLAIN, device, offered_to_all, plain, published, registration

pytestmark = pytest.mark.django_db
TYPED = {
    "survey": [
        ["type", "name", "label"],
        ["integer", "rooms", "Rooms"],
        ["decimal", "km", "Km"],
        ["date", "day", "Day"],
        ["dateTime", "at", "At"],
    ],
    "settings": [["form_id", "form_title", "version"], ["typed", "Typed", "1"]],
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
    published(coordinator, TYPED)
    return device(coordinator, home)


@pytest.fixture
def client(coordinator: Account) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


def form(coordinator: Account, form_id: str) -> UUID:
    with acting_as(coordinator.pk):
        return Form.objects.get(form_id=form_id).pk


def get(client: Client, url: str, **query: str) -> Any:
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.getvalue())


def numbered(phone: DeviceIdentity, count: int) -> None:
    for number in range(count):
        moment = datetime(2026, 3, 1 + number, tzinfo=UTC)
        receive(phone, Upload(plain(f"remark {number}")), received_at=moment)


def test_tables_and_their_rows(client: Client, coordinator: Account, phone: DeviceIdentity) -> None:
    receive(phone, Upload(registration("NIS-S1", members=2)))
    root = f"/odata/{form(coordinator, 'registration')}/"
    assert [one["name"] for one in get(client, root)["value"]] == ["Submissions", "Submissions.member"]
    [main] = get(client, f"{root}Submissions")["value"]
    members = get(client, f"{root}Submissions.member")["value"]
    assert main["day"] == "2026-05-04"
    assert main["__system"]["unit"] == "NIS-U"
    assert main["__system"]["reviewState"] == "applied"
    assert [one["given_name"] for one in members] == ["Osoba0", "Osoba1"]
    assert {one["__Submissions-id"] for one in members} == {main["__id"]}


def test_metadata_names_every_property(client: Client, coordinator: Account, phone: DeviceIdentity) -> None:
    receive(phone, Upload(registration("NIS-S1")))
    root = f"/odata/{form(coordinator, 'registration')}/"
    document = etree.fromstring(client.get(f"{root}$metadata").content)
    names = {
        kind.get("Name"): {one.get("Name") for one in kind.iterchildren("{*}Property")}
        for kind in document.iter("{*}EntityType")
    }
    for listed in document.iter("{*}EntitySet"):
        [row, *_] = get(client, root + listed.get("Name", ""))["value"]
        assert set(row) == names[listed.get("EntityType", "").removeprefix("khetane.")]


def test_values_have_the_types_of_their_columns(
    client: Client, coordinator: Account, phone: DeviceIdentity
) -> None:
    def said(rooms: str, at: str) -> bytes:
        meta = f"<meta><instanceID>uuid:{rooms}</instanceID></meta>"
        day = "<km>12.50</km><day>2026-02-03</day>"
        return f'<data id="typed" version="1"><rooms>{rooms}</rooms>{day}<at>{at}</at>{meta}</data>'.encode()

    receive(phone, Upload(said("3", "2026-02-03T10:00:00.000+01:00")))
    receive(phone, Upload(said("007", "")))
    first, second = get(client, f"/odata/{form(coordinator, 'typed')}/Submissions")["value"]
    assert (first["rooms"], first["km"], first["day"]) == (3, 12.5, "2026-02-03")
    assert datetime.fromisoformat(first["at"]) == datetime(2026, 2, 3, 9, tzinfo=UTC)
    assert (second["rooms"], second["at"]) == (None, None)
    assert json.loads(second["__other"]) == {"rooms": "007"}


def test_pages_join_to_the_whole(client: Client, coordinator: Account, phone: DeviceIdentity) -> None:
    numbered(phone, 5)
    url = f"/odata/{form(coordinator, 'plain')}/Submissions"
    seen, query = [], {"$top": "2", "$count": "true"}
    page = get(client, url, **query)
    assert page["@odata.count"] == 5
    while True:
        seen += [row["remark"] for row in page["value"]]
        if "@odata.nextLink" not in page:
            break
        assert len(page["value"]) == 2
        page = json.loads(client.get(page["@odata.nextLink"]).getvalue())
    assert seen == [f"remark {number}" for number in range(5)]
    assert [row["remark"] for row in get(client, url, **{"$skip": "3"})["value"]] == seen[3:]


def test_pages_of_a_repeat_may_end_within_a_submission(
    client: Client, coordinator: Account, phone: DeviceIdentity
) -> None:
    for number in range(3):
        receive(phone, Upload(registration("NIS-S1", members=3, address=f"Ulica {number}")))
    page = get(
        client,
        f"/odata/{form(coordinator, 'registration')}/Submissions.member",
        **{"$top": "2", "$count": "true"},
    )
    ids = []
    while True:
        ids += [row["__id"] for row in page["value"]]
        if "@odata.nextLink" not in page:
            break
        page = json.loads(client.get(page["@odata.nextLink"]).getvalue())
    assert page["@odata.count"] == len(ids) == len(set(ids)) == 9


def test_a_filter_and_a_selection(client: Client, coordinator: Account, phone: DeviceIdentity) -> None:
    numbered(phone, 4)
    url = f"/odata/{form(coordinator, 'plain')}/Submissions"
    query = {
        "$filter": "__system/submissionDate ge 2026-03-02 and day(__system/submissionDate) ne 3",
        "$select": "remark",
        "$count": "true",
    }
    page = get(client, url, **query)
    assert page["value"] == [{"remark": "remark 1"}, {"remark": "remark 3"}]
    assert page["@odata.count"] == 2


@pytest.mark.parametrize(
    ("option", "value", "status"),
    [
        ("$top", "-1", 400),
        ("$skip", "x", 400),
        ("$skiptoken", "nonsense", 400),
        ("$skiptoken", "W10=", 400),
        ("$filter", "remark eq 'x'", 400),
        ("$select", "nothing", 400),
        ("$orderby", "remark", 501),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    client: Client, coordinator: Account, phone: DeviceIdentity, option: str, value: str, status: int
) -> None:
    answer = client.get(f"/odata/{form(coordinator, 'plain')}/Submissions", {option: value})
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_a_token_opens_it_as_bearer_and_as_password(coordinator: Account, phone: DeviceIdentity) -> None:
    numbered(phone, 1)
    with acting_as(coordinator.pk):
        _, token = create_token(label="Excel")
    url = f"/odata/{form(coordinator, 'plain')}/Submissions"
    basic = base64.b64encode(f"{coordinator.email}:{token}".encode()).decode()
    for header in (f"Bearer {token}", f"Basic {basic}"):
        answer = Client(headers={"Authorization": header}).get(url)
        assert answer.status_code == 200
        assert len(json.loads(answer.getvalue())["value"]) == 1
    for header in ("Bearer x", "Basic !", "Basic eA==", "Other x"):
        refused = Client(headers={"Authorization": header}).get(url)
        assert refused.status_code == 401
        assert refused["WWW-Authenticate"].startswith("Basic")
    assert Client().get(url).status_code == 401


def test_the_export_is_logged_and_needs_its_permission(
    client: Client, coordinator: Account, home: Town, phone: DeviceIdentity
) -> None:
    url = f"/odata/{form(coordinator, 'plain')}/Submissions"
    answer = client.get(url)
    with acting_as(coordinator.pk):  # nothing was sent yet
        assert AuditEvent.objects.filter(action="exported", unit=home.unit.pk).count() == 1
    assert json.loads(answer.getvalue())["value"] == []
    member = Client()
    member.force_login(account("health_mediator", home.unit))
    assert member.get(url).status_code == 403


def test_another_unit_gets_an_empty_table(coordinator: Account, phone: DeviceIdentity) -> None:
    numbered(phone, 2)
    offered_to_all()
    client = Client()
    other = account("unit_coordinator", town("VRA").unit)
    client.force_login(other)
    page = get(client, f"/odata/{form(coordinator, 'plain')}/Submissions", **{"$count": "true"})
    assert (page["value"], page["@odata.count"]) == ([], 0)


def test_an_unknown_form_or_table_is_not_found(
    client: Client, coordinator: Account, phone: DeviceIdentity
) -> None:
    assert client.get(f"/odata/{UUID(int=7)}/Submissions").status_code == 404
    assert client.get(f"/odata/{form(coordinator, 'plain')}/Nothing").status_code == 404
