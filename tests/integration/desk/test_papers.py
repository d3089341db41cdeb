"""Documents, status, self-identification and consent on the screens of a person."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.history.models import Conflict, EntityChange
from khetane.people.models import Consent, Document, Person, PersonStatus, SelfIdentification
from tests import world
from tests.edits import send, update
from tests.integration.desk.scene import Home, client_of, home, papers
from tests.integration.desk.test_editing import filled, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


@pytest.fixture
def client(author: Account) -> Client:
    return client_of(author)


def document_page(of: Home, kind: str = "id_card") -> str:
    return reverse("people:edit_document", args=[of.members[0], kind])


def test_a_document_is_recorded_and_changed_with_history(client: Client, ours: Home) -> None:
    url = document_page(ours)
    post(
        client, url, filled(client, url) | {"state": "has", "number": "00 123-a", "valid_until": "2030-05-01"}
    )
    shown = client.get(url).content.decode()
    assert 'value="00123A"' in shown
    post(client, url, filled(client, url) | {"state": "lost", "number": "", "valid_until": ""})
    with acting_as(ours.author.pk):
        known = Document.objects.get()
        assert (known.state, known.number_sealed, known.version) == ("lost", None, 2)
        changes = EntityChange.objects.filter(record=known.pk).order_by("version")
        assert [set(change.fields) for change in changes][-1] == {"state", "number", "valid_until"}
    person = client.get(reverse("people:person", args=[ours.members[0]])).content.decode()
    assert "lost" in person


def test_a_document_that_ran_out_says_so(client: Client, ours: Home) -> None:
    url, page = document_page(ours), reverse("people:person", args=[ours.members[0]])
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ends = [timezone.localdate(), yesterday]
    shown = []
    for end in ends:
        post(client, url, filled(client, url) | {"state": "has", "valid_until": end.isoformat()})
        shown.append(client.get(page).content.decode())
    assert ["expired" in one for one in shown] == [False, True]


def test_the_number_is_not_in_the_audit_and_who_opened_the_document_is(client: Client, ours: Home) -> None:
    url = document_page(ours)
    post(client, url, filled(client, url) | {"state": "has", "number": "SECRET77"})
    client.get(url)
    with acting_as_system():
        events = list(AuditEvent.objects.filter(account=ours.author.pk, kind="document"))
    assert {"read", "wrote"} <= {event.action for event in events}
    assert "SECRET77" not in " ".join(str((event.subjects, event.fields)) for event in events)


def test_a_document_changed_by_two_people_waits_for_a_decision(client: Client, ours: Home) -> None:
    papers(ours)
    url = document_page(ours, "citizenship")
    values = filled(client, url)
    with acting_as(ours.author.pk):
        known = Document.objects.get()
    send(ours.author, ours.town, update("document", known.pk, 1, {"state": "has"}))
    there = post(client, url, values | {"state": "lost"})
    with acting_as(ours.author.pk):
        assert there == reverse("history:conflict", args=[Conflict.objects.get().pk])
        assert Document.objects.get().state == "has"


def test_an_unknown_kind_of_document_is_not_there(client: Client, ours: Home) -> None:
    assert client.get(document_page(ours, "passport")).status_code == 404


def test_a_status_is_added_and_ended(client: Client, ours: Home) -> None:
    url = reverse("people:add_status", args=[ours.members[0]])
    post(client, url, filled(client, url) | {"kind": "returnee", "since": "2024-02-01"})
    with acting_as(ours.author.pk):
        known = PersonStatus.objects.get()
    url = reverse("people:edit_status", args=[known.pk])
    refused = post(client, url, filled(client, url) | {"until": "2023-01-01"}, status=422)
    assert "before it begins on 2024-02-01" in refused
    post(client, url, filled(client, url) | {"until": "2025-02-01"})
    with acting_as(ours.author.pk):
        assert str(PersonStatus.objects.get().until) == "2025-02-01"


def self_identification(of: Home) -> str:
    return reverse("people:edit_self_identification", args=[of.members[0]])


def test_what_a_person_says_of_herself_is_recorded_from_the_list_of_the_economy(
    client: Client, ours: Home
) -> None:
    url = self_identification(ours)
    page = client.get(url).content.decode()
    assert 'value="ashkali"' in page
    assert 'value="abdal"' not in page  # a group of another economy's list
    values = filled(client, url)
    assert "Choose what the person said" in post(client, url, values | {"answer": "asked"}, status=422)
    said = {"answer": "declined", "groups": ["roma"]}
    assert "Take them away" in post(client, url, values | said, status=422)
    post(client, url, values | {"answer": "asked", "groups": ["roma", "serb"]})
    with acting_as(ours.author.pk):
        known = SelfIdentification.objects.get()
    assert (known.answer, known.groups) == ("asked", ["roma", "serb"])
    post(client, url, filled(client, url) | {"answer": "declined", "groups": []})
    with acting_as(ours.author.pk):
        known = SelfIdentification.objects.get()
    assert (known.answer, known.groups) == ("declined", [])


def test_a_child_s_answer_is_refused_with_what_to_do(client: Client, ours: Home) -> None:
    url = self_identification(ours)
    assert "from the age of 16" not in client.get(url).content.decode()
    with acting_as(ours.author.pk):
        born = timezone.localdate() - datetime.timedelta(days=365 * 8)
        Person.objects.filter(pk=ours.members[0]).update(birth_date=born, birth_precision="day")
    assert "from the age of 16" in client.get(url).content.decode()
    values = filled(client, url)
    refused = post(client, url, values | {"answer": "asked", "groups": ["roma"]}, status=422)
    assert "ask the person from the age of 16" in refused
    assert "under 16 on" in post(client, url, values | {"answer": "declined"}, status=422)
    with acting_as(ours.author.pk):
        assert not SelfIdentification.objects.exists()
    post(client, url, values | {"answer": "not_asked"})


def test_self_identification_needs_its_own_permission(ours: Home, here: world.Town) -> None:
    papers(ours)
    mediator = client_of(world.account("health_mediator", here.unit))
    assert mediator.get(self_identification(ours)).status_code == 403
    person = mediator.get(reverse("people:person", args=[ours.members[0]])).content.decode()
    assert self_identification(ours) not in person


def test_another_units_member_sees_none_of_these_pages(ours: Home) -> None:
    papers(ours)
    with acting_as(ours.author.pk):
        status = PersonStatus.objects.get()
    stranger = client_of(world.account("unit_coordinator", world.town("THERE").unit))
    for url in (
        document_page(ours),
        self_identification(ours),
        reverse("people:add_status", args=[ours.members[0]]),
        reverse("people:edit_status", args=[status.pk]),
        reverse("people:hand_over", args=[ours.id]),
    ):
        assert stranger.get(url).status_code == 404
        assert stranger.post(url, {"state": "lost"}).status_code == 404


def test_a_consent_names_mandates_institutions_and_a_unit(client: Client, ours: Home) -> None:
    there = world.town("THERE")
    url = reverse("people:give_consent", args=[ours.id]) + "?purpose=sharing"
    said = {"recipients": ["health", "registry_office"], "unit": there.unit.code, "notice_version": "2"}
    form = filled(client, url)
    assert form["purpose"] == "sharing"
    post(client, url, form | said | {"given_by": "self", "evidence": "signed", "given_on": "2026-03-02"})
    with acting_as(ours.author.pk):
        assert set(Consent.objects.get().recipients) == {"health", "registry_office", there.unit.code}
