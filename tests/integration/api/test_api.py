from __future__ import annotations

import uuid

import pytest
from django.test import Client

from khetane.access.actions_devices import create_token
from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from khetane.history.models import Conflict
from khetane.people.models import Household
from tests import world
from tests.edits import send, update
from tests.integration.api.asking import get
from tests.integration.desk.scene import Home, client_of, home, work
from tests.world_devices import device, published, registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> world.Town:
    return world.town("NIS")


@pytest.fixture
def coordinator(town: world.Town) -> Account:
    return world.account("unit_coordinator", town.unit)


@pytest.fixture
def client(coordinator: Account) -> Client:
    return client_of(coordinator)


@pytest.fixture
def family(town: world.Town, coordinator: Account) -> Home:
    return home(town, coordinator)


LISTS = "households persons visits tasks needs referrals services procedures places units forms submissions conflicts"


@pytest.mark.parametrize("name", LISTS.split())
def test_each_list_leads_to_each_of_its_rows(
    client: Client, town: world.Town, coordinator: Account, family: Home, name: str
) -> None:
    work(family)
    published(coordinator)
    receive(device(coordinator, town), Upload(registration("NIS-S1")))
    contest(coordinator, family)
    rows = get(client, name)["items"]
    assert rows
    for row in rows[:2]:
        found = get(client, f"{name}/{row['id']}")
        assert found == found | row


def contest(author: Account, family: Home) -> uuid.UUID:
    """Two edits of the same field on the same version; the open conflict's id."""
    send(author, family.town, update("household", family.id, 1, {"phone": "1"}))
    send(author, family.town, update("household", family.id, 1, {"phone": "2"}))
    with acting_as(author.pk):
        return Conflict.objects.get().pk


def test_pages_join_to_the_whole(client: Client, town: world.Town, coordinator: Account) -> None:
    made = {str(home(town, coordinator, names=("Ana",)).id) for _ in range(5)}
    seen: list[str] = []
    after = None
    for _ in range(3):
        page = get(client, "households", limit=2, **({"after": after} if after else {}))
        seen += [row["id"] for row in page["items"]]
        after = page["next"]
    assert after is None
    assert len(seen) == 5
    assert set(seen) == made


def test_a_person_is_found_by_name(client: Client, family: Home) -> None:
    best = get(client, "persons/search", q="Ана Измишљени")[0]
    assert best["person_id"] == str(family.members[0])
    assert best["place_id"] == str(family.town.settlement.pk)


def test_a_decision_makes_a_value_stand_once(client: Client, coordinator: Account, family: Home) -> None:
    conflict = contest(coordinator, family)
    sides = get(client, f"conflicts/{conflict}")["sides"]
    assert [(side["standing"], side["values"]) for side in sides] == [
        (True, {"phone": "1"}),
        (False, {"phone": "2"}),
    ]
    url = f"/api/conflicts/{conflict}/decision"
    answer = client.post(url, {"take": sides[1]["id"]}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "taken"
    with acting_as(coordinator.pk):
        assert Household.objects.get(pk=family.id).phone == "2"
    again = client.post(url, {"take": None}, content_type="application/json")
    assert again.status_code == 409
    assert again["Content-Type"] == "application/problem+json"


def test_a_member_may_not_decide(town: world.Town, coordinator: Account, family: Home) -> None:
    conflict = contest(coordinator, family)
    member = client_of(world.account("health_mediator", town.unit))
    answer = member.post(f"/api/conflicts/{conflict}/decision", {}, content_type="application/json")
    assert answer.status_code == 403
    with acting_as(coordinator.pk):
        assert Conflict.objects.get().state == "open"


def test_a_token_stands_for_its_account(coordinator: Account, town: world.Town) -> None:
    with acting_as(coordinator.pk):
        _, token = create_token()
    me = Client(headers={"Authorization": f"Bearer {token}"}).get("/api/me").json()
    assert me["email"] == coordinator.email
    assert me["units"]["registry.write"] == [str(town.unit.pk)]
    refused = Client(headers={"Authorization": "Bearer no"}).get("/api/me")
    assert (refused.status_code, refused["Content-Type"]) == (401, "application/problem+json")
    assert Client().get("/api/me").status_code == 401


def test_another_unit_gets_nothing(family: Home) -> None:
    other = client_of(world.account("unit_coordinator", world.town("VRA").unit))
    assert get(other, "households")["items"] == []
    assert get(other, f"households/{family.id}", 404)["code"] == "not_here"
    assert get(other, "persons/search", q="Ana Izmišljeni") == []


def test_another_mandates_needs_are_not_there(town: world.Town, coordinator: Account, family: Home) -> None:
    work(family)
    mediator = client_of(world.account("health_mediator", town.unit))
    assert get(mediator, "needs")["items"] == []


def test_what_was_shown_is_on_record(client: Client, coordinator: Account, family: Home) -> None:
    get(client, "persons")
    with acting_as(coordinator.pk):
        event = AuditEvent.objects.filter(action="read", kind="person").latest("id")
    assert set(event.subjects) == set(family.members)


def test_wrong_values_are_named(client: Client) -> None:
    told = get(client, "households", 422, limit=0)
    assert told["errors"][0]["at"][-1] == "limit"
    assert get(client, "households/x", 422)["code"] == "wrong_values"


def test_the_document_needs_no_sign_in() -> None:
    document = Client().get("/api/openapi.json").json()
    assert len(document["paths"]) > 25
