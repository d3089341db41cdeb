"""From the list of possible matches to the merge, where everybody is led, and back again."""

from __future__ import annotations

import datetime
import uuid
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as
from khetane.people.actions import hand_over
from khetane.people.models import Consent, Document, Household, MatchCandidate, Merge, Person
from khetane.people.same.pairs import pair_of
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import client_of
from tests.people_recorded_twice import Unit, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(here: world.Town) -> Unit:
    return recorded(here)


def propose(unit: Unit, one: UUID, other: UUID | None, away: UUID | None = None) -> None:
    with acting_as(unit.coordinator.pk):
        MatchCandidate.objects.create(
            unit=unit.town.unit,
            person_id=one,
            other_id=other,
            pair=pair_of(one, other or away or uuid.uuid4()),
            probability=0.97,
        )


def compare(one: UUID, other: UUID) -> str:
    return reverse("people:compare_persons", args=[one, other])


ALL_AS_IT_STAYS = {"given_name": "kept", "birth_date": "kept", "phone": "kept"}


def merged(unit: Unit, **taken: str) -> Merge:
    kept, other = unit.persons[:2]
    said = {"merge": str(uuid.uuid4()), "decision": "same", **ALL_AS_IT_STAYS, **taken}
    answer = client_of(unit.coordinator).post(compare(kept, other), said)
    assert answer.status_code == 302, answer.content.decode()
    with acting_as(unit.coordinator.pk):
        return Merge.objects.get(undone_at=None)


def test_a_list_of_what_waits_says_that_nothing_does(unit: Unit) -> None:
    client, listed = client_of(unit.coordinator), reverse("people:same_persons")
    opened = client.get(listed).content.decode()
    assert "Nobody of your unit seems to be recorded twice" in opened
    assert "Nothing fits the filter" not in opened
    chosen = client.get(f"{listed}?state=not_same").content.decode()
    assert "Nothing fits the filter" in chosen
    assert "Nobody of your unit" in client.get(f"{listed}?state=all").content.decode()


def test_a_proposal_leads_to_the_merge_and_the_merge_to_its_undoing(unit: Unit) -> None:
    kept, other = unit.persons[:2]
    propose(unit, *sorted((kept, other)))
    client, before = client_of(unit.coordinator), unit.state()
    page = client.get(reverse("people:same_persons")).content.decode()
    assert "97" in page
    assert compare(*sorted((kept, other))) in page
    page = client.get(compare(kept, other)).content.decode()
    assert page.count("this one is right") >= 4

    done = merged(unit, given_name="kept", phone="other")
    with acting_as(unit.coordinator.pk):
        assert Person.objects.get(pk=kept).phone == "061"
        assert Person.objects.get(pk=kept).given_name == "Ana"
        assert MatchCandidate.objects.get().state == "same"
        event = AuditEvent.objects.get(action="merged")
        assert (set(event.subjects), event.fields) == ({kept, other}, ["phone"])
        kinds = dict(Document.objects.filter(person=kept).values_list("kind", "id"))
    assert set(kinds) == {"birth_registration", "citizenship"}
    assert client.get(reverse("people:person", args=[other])).headers["Location"] == reverse(
        "people:person", args=[kept]
    )
    assert (
        reverse("people:undo_merge", args=[done.pk])
        in client.get(reverse("people:person", args=[kept])).content.decode()
    )

    undo = reverse("people:undo_merge", args=[done.pk])
    assert client.get(undo).status_code == 200
    assert client.post(undo).headers["Location"] == reverse("people:person", args=[other])
    assert unit.state() == before
    assert client.post(undo).status_code == 404


def test_nothing_is_chosen_before_somebody_chose_it_and_nothing_chosen_is_lost(unit: Unit) -> None:
    kept, other = unit.persons[:2]
    client, before = client_of(unit.coordinator), unit.state()
    assert " checked" not in client.get(compare(kept, other)).content.decode()
    said = {"merge": str(uuid.uuid4()), "decision": "same", "phone": "other"}
    answer = client.post(compare(kept, other), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The records differ here: Given and family name, Birth. Choose for each which one is right" in page
    assert page.count(" checked") == 1
    assert 'name="phone" value="other" checked' in page
    assert said["merge"] in page
    assert unit.state() == before


def test_the_name_of_a_parent_is_compared_and_decided_by_itself(unit: Unit) -> None:
    kept, other = unit.persons[:2]
    with acting_as(unit.coordinator.pk):
        version = Person.objects.get(pk=other).version
    assert (
        send(unit.coordinator, unit.town, update("person", other, version, {"parent_name": "Fatima"})).state
        == "applied"
    )
    client, before = client_of(unit.coordinator), unit.state()
    page = client.get(compare(kept, other)).content.decode()
    assert page.count('name="parent_name"') == 2
    merged(unit, parent_name="other")
    with acting_as(unit.coordinator.pk):
        person = Person.objects.get(pk=kept)
        assert (person.given_name, person.parent_name) == ("Ana", "Fatima")
        done = Merge.objects.get(undone_at=None)
    assert client.post(reverse("people:undo_merge", args=[done.pk])).status_code == 302
    assert unit.state() == before


@pytest.mark.parametrize(
    ("language", "said"),
    [("sr", "За свако изаберите шта је тачно"), ("mk", "За секое изберете што е точно")],
)
def test_what_was_not_chosen_is_told_in_the_language_of_the_page(
    unit: Unit, language: str, said: str
) -> None:
    data = {"merge": str(uuid.uuid4()), "decision": "same"}
    answer = client_of(unit.coordinator).post(
        compare(*unit.persons[:2]), data, headers={"accept-language": language}
    )
    assert said in answer.content.decode()


def test_a_value_that_was_changed_since_stays_when_the_merge_is_undone(unit: Unit) -> None:
    kept = unit.persons[0]
    done = merged(unit, phone="other", given_name="other")
    with acting_as(unit.coordinator.pk):
        version = Person.objects.get(pk=kept).version
    assert (
        send(unit.coordinator, unit.town, update("person", kept, version, {"phone": "069"})).state
        == "applied"
    )
    assert client_of(unit.coordinator).post(reverse("people:undo_merge", args=[done.pk])).status_code == 302
    with acting_as(unit.coordinator.pk):
        person = Person.objects.get(pk=kept)
        assert (person.phone, person.given_name) == ("069", "Ana")


def test_two_persons_are_remembered(unit: Unit) -> None:
    one, other = unit.persons[:2]
    client = client_of(unit.coordinator)
    said = {"merge": str(uuid.uuid4()), "decision": "not_same"}
    assert client.post(compare(one, other), said).status_code == 302
    with acting_as(unit.coordinator.pk):
        assert MatchCandidate.objects.get().state == "not_same"
        assert not Merge.objects.exists()
    assert "two persons" in client.get(compare(other, one)).content.decode()


def test_sent_twice_it_is_merged_once(unit: Unit) -> None:
    kept, other = unit.persons[:2]
    said = {"merge": str(uuid.uuid4()), "decision": "same", **ALL_AS_IT_STAYS}
    client = client_of(unit.coordinator)
    assert client.post(compare(kept, other), said).status_code == 302
    assert client.post(compare(kept, other), said).status_code == 404
    with acting_as(unit.coordinator.pk):
        assert Merge.objects.count() == 1


def test_a_later_merge_of_the_same_person_is_undone_first(unit: Unit) -> None:
    done = merged(unit)
    client = client_of(unit.coordinator)
    said = {"merge": str(uuid.uuid4()), "decision": "same", **ALL_AS_IT_STAYS}
    assert client.post(compare(unit.persons[0], unit.persons[3]), said).status_code == 302
    answer = client.post(reverse("people:undo_merge", args=[done.pk]))
    assert answer.status_code == 422
    assert "Undo the later merge first" in answer.content.decode()


def test_what_a_device_says_of_the_merged_person_is_said_of_the_kept_one(unit: Unit) -> None:
    kept, other = unit.persons[:2]
    merged(unit)
    late, said = uuid.uuid4(), {"person": str(other), "title": "Late", "mandate": "coordination"}
    assert send(unit.coordinator, unit.town, edit("task", late, said)).state == "applied"
    paper = {"person": str(other), "kind": "health_card", "state": "lost"}
    assert send(unit.coordinator, unit.town, edit("document", uuid.uuid4(), paper)).state == "applied"
    with acting_as(unit.coordinator.pk):
        assert Person.objects.get(pk=kept).tasks.filter(pk=late).exists()
        assert Document.objects.get(kind="health_card").person_id == kept
    of_herself = send(unit.coordinator, unit.town, update("person", other, 1, {"phone": "1"}))
    assert of_herself.state == "needs_correction"
    assert str(kept) in of_herself.reasons[0].message


def test_the_merged_record_goes_where_the_kept_person_goes(unit: Unit) -> None:
    kept, other = unit.persons[:2]
    done = merged(unit)
    with acting_as(unit.coordinator.pk):
        person = Person.objects.get(pk=kept)
        home = Household.objects.exclude(pk__in=[person.household_id, done.household_id]).get()
    moved = update("person", kept, person.version, {"household": str(home.pk), "member_from": "2026-02-01"})
    assert send(unit.coordinator, unit.town, moved).state == "applied"
    assert client_of(unit.coordinator).post(reverse("people:undo_merge", args=[done.pk])).status_code == 302
    with acting_as(unit.coordinator.pk):
        assert Person.objects.get(pk=kept).household_id == home.pk
        assert Person.objects.get(pk=other).household_id == done.household_id
        assert set(Document.objects.filter(person=other).values_list("household", flat=True)) == {
            done.household_id
        }


@pytest.mark.parametrize("role", ["health_mediator", "legal_aid_lawyer"])
def test_who_may_not_merge_is_shown_neither_list_nor_page(unit: Unit, role: str) -> None:
    client = client_of(world.account(role, unit.town.unit))
    one, other = unit.persons[:2]
    for url in (reverse("people:same_persons"), compare(one, other)):
        assert client.get(url).status_code == 403
    assert "May be recorded twice" not in client.get(reverse("people:person", args=[one])).content.decode()


def test_another_unit_is_told_nothing(unit: Unit) -> None:
    done = merged(unit)
    stranger: Account = world.account("unit_coordinator", world.town("ELSE").unit)
    client = client_of(stranger)
    for url in (
        compare(*unit.persons[1:3]),
        reverse("people:undo_merge", args=[done.pk]),
        reverse("people:person", args=[unit.persons[1]]),
    ):
        assert client.get(url).status_code == 404


def test_of_a_record_in_another_unit_only_that_there_is_one(unit: Unit) -> None:
    town = world.town("AWAY")
    theirs = world.account("unit_coordinator", town.unit)
    home = world.household(theirs, town, code="FFFF-0001")
    with acting_as(theirs.pk):
        away = home.persons.get()
    propose(unit, unit.persons[0], None, away.pk)
    propose(Unit(town, theirs, theirs, ()), away.pk, None, unit.persons[0])
    client = client_of(unit.coordinator)
    pages = reverse("people:same_persons"), reverse("people:person", args=[unit.persons[0]])
    told = "a record of another unit", "in another unit too"

    def shown() -> list[bool]:
        return [words in client.get(page).content.decode() for page, words in zip(pages, told, strict=True)]

    assert shown() == [False, False]  # nobody there agreed that this unit is told
    with acting_as(theirs.pk):
        Consent.objects.create(
            unit=town.unit, household=home, purpose="sharing", recipients=[unit.town.unit.code], notice_version="1",
            given_by="self", given_on=timezone.localdate(), evidence="signed",
        )  # fmt: skip
    assert shown() == [True, True]


def test_a_namesake_who_has_just_come_in_is_told_on_her_page(unit: Unit, here: world.Town) -> None:
    with acting_as(unit.coordinator.pk):
        home = Household.objects.first()
    assert home is not None
    late = uuid.uuid4()
    said = {
        "household": str(home.pk),
        "given_name": "Ана",
        "family_name": "Бериша",
        "birth_date": "1980-03-01",
    }
    assert send(unit.coordinator, here, edit("person", late, said)).state == "applied"
    page = client_of(unit.coordinator).get(reverse("people:person", args=[late])).content.decode()
    assert compare(late, unit.persons[0]) in page


def test_the_list_asks_no_more_for_many(unit: Unit) -> None:
    client, asked = client_of(unit.coordinator), []
    pairs = [(0, 1), (0, 2), (1, 3), (2, 3)]
    for some in (pairs[:1], pairs[1:]):
        for one, other in some:
            propose(unit, unit.persons[one], unit.persons[other])
        client.get(reverse("people:same_persons"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("people:same_persons")).status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_a_merge_goes_over_with_the_household_and_is_not_undone_there(unit: Unit) -> None:
    there = world.town("THERE")
    receiver = world.account("unit_coordinator", there.unit)
    done = merged(unit)
    kept, other = unit.persons[:2]
    with acting_as(unit.coordinator.pk):
        home = Person.objects.get(pk=kept).household_id
    assert home is not None
    agreed = {"household": str(home), "purpose": "sharing", "recipients": "THERE-U", "notice_version": "1",
              "given_by": "self", "given_on": "2026-03-01", "evidence": "signed"}  # fmt: skip
    assert send(unit.coordinator, unit.town, edit("consent", uuid.uuid4(), agreed)).state == "applied"
    with acting_as(unit.coordinator.pk):
        hand_over(household_id=home, to_unit=there.unit, on=datetime.date(2026, 4, 1))
        assert not Merge.objects.exists()
    client = client_of(receiver)
    assert client.get(reverse("people:person", args=[other])).headers["Location"] == reverse(
        "people:person", args=[kept]
    )
    refused = client.post(reverse("people:undo_merge", args=[done.pk]))
    assert refused.status_code == 422
    with acting_as(receiver.pk):
        assert {document.unit_id for document in Document.objects.all()} == {there.unit.pk}
