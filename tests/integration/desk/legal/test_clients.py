"""The pages of a lawyer: her clients, a new one, and nothing of whom she does not act for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import AuditEvent
from khetane.cases.models import PowerOfAttorney
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Consent, Household, MatchCandidate, Person
from khetane.people.same.looking import likely_same
from khetane.people.same.pairs import pair_of
from tests import world
from tests.edits import update
from tests.integration.desk.scene import client_of
from tests.integration.desk.test_editing import filled
from tests.security.access.clients import TODAY, Office, applied, office

pytestmark = pytest.mark.django_db
NEW = {
    "given_name": "Ana", "family_name": "Izmišljeni", "sex": "female", "birth_date": "1980-05-01",
    "birth_precision": "day", "notice_version": "1", "evidence": "signed", "kind": "general",
    "certified": "no",
}  # fmt: skip


@pytest.fixture
def ours(here: world.Town) -> Office:
    return office(here)


@pytest.fixture
def client(ours: Office) -> Client:
    return client_of(ours.lawyer)


def pages_of(of: Office) -> list[str]:
    return [
        reverse("people:household", args=[of.home.id]),
        reverse("people:person", args=[of.home.members[0]]),
        reverse("people:card", args=[of.home.id]),
        reverse("people:edit_person", args=[of.home.members[0]]),
        reverse("cases:start_procedure", args=[of.home.members[0]]),
        reverse("people:give_consent", args=[of.home.id]),
        reverse("people:edit_household", args=[of.home.id]),
    ]  # fmt: skip


def found_in(client: Client, text: str) -> list[bool]:
    """Whether a text stands in the lists and in the search."""
    addresses = [
        reverse("people:households"),
        reverse("people:search") + "?q=Izmišljeni",
        reverse("cases:procedures"),
        "/",
    ]
    return [text in client.get(address).content.decode() for address in addresses]


def test_of_whom_she_does_not_act_for_there_is_no_page(ours: Office, client: Client) -> None:
    assert [client.get(address).status_code for address in pages_of(ours)] == [404] * 7
    assert not any(found_in(client, ours.home.code))
    assert client.get(f"/api/persons/{ours.home.members[0]}").status_code == 404
    assert client.get(f"/api/households/{ours.home.id}").status_code == 404
    assert client.get("/api/persons").json()["items"] == []


def test_her_client_has_pages_until_the_power_is_taken_back(ours: Office, client: Client) -> None:
    power = ours.taken_on()
    ours.proceed()
    assert [client.get(address).status_code for address in pages_of(ours)] == [200] * 7
    assert found_in(client, ours.home.code)[:3] == [True] * 3
    applied(ours.lawyer, ours.town, update("power_of_attorney", power, 1, {"revoked_on": TODAY.isoformat()}))
    assert [client.get(address).status_code for address in pages_of(ours)] == [404] * 7
    assert not any(found_in(client, ours.home.code))


def test_a_new_client_is_registered_with_consent_and_power(ours: Office, client: Client) -> None:
    url = reverse("cases:new_client")
    form = filled(client, url) | NEW | {"place": str(ours.town.settlement.pk)}
    for _ in range(2):
        after = client.post(url, form, follow=True)
        assert after.status_code == 200
        assert "Izmišljeni" in after.content.decode()
    with acting_as(ours.lawyer.pk):
        person = Person.objects.get()
        power = PowerOfAttorney.objects.get()
        assert (power.person_id, power.lawyer) == (person.pk, ours.lawyer.pk)
        assert Consent.objects.get().purpose == "registration"
        assert Household.objects.count() == 1
    assert client.get(reverse("cases:start_procedure", args=[person.pk])).status_code == 200


def test_whether_she_was_in_the_register_is_told_to_the_coordinator_alone(
    ours: Office, client: Client
) -> None:
    """The same names and birth as a member of a household of the unit."""
    url = reverse("cases:new_client")
    after = client.post(url, filled(client, url) | NEW | {"place": str(ours.town.settlement.pk)}, follow=True)
    shown = after.content.decode()
    with acting_as(ours.lawyer.pk):
        person = Person.objects.get()
        assert likely_same(person) == []
    assert str(ours.home.members[0]) not in shown
    assert ours.home.code not in shown
    with acting_as(ours.coordinator.pk):
        assert [one.person_id for one in likely_same(Person.objects.get(pk=person.pk))] == [
            ours.home.members[0]
        ]
        MatchCandidate.objects.create(
            unit=ours.town.unit, person=person, other_id=ours.home.members[0], pair=pair_of(person.pk, ours.home.members[0]),
            probability=0.9, found_at=TODAY.isoformat() + "T00:00Z",
        )  # fmt: skip
    with acting_as(ours.lawyer.pk):
        assert not MatchCandidate.objects.exists()
    assert client.get(reverse("people:same_persons")).status_code == 403


def test_a_household_recorded_by_her_is_a_client(client: Client) -> None:
    assert client.get(reverse("people:register")).headers["Location"] == reverse("cases:new_client")


def test_nobody_else_takes_clients_on(ours: Office) -> None:
    for account in (ours.coordinator, world.account("health_mediator", ours.town.unit)):
        assert client_of(account).get(reverse("cases:new_client")).status_code == 403
        assert "New client" not in client_of(account).get(reverse("cases:procedures")).content.decode()


def test_what_she_reads_is_on_record(ours: Office, client: Client) -> None:
    ours.taken_on()
    client.get(reverse("people:person", args=[ours.home.members[0]]))
    with acting_as_system():
        events = AuditEvent.objects.filter(account=ours.lawyer.pk, action="read", kind="person")
        assert ours.home.members[0] in events.latest("id").subjects
