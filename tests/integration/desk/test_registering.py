"""A household and its members recorded at the desk: under the notice, once, and never twice by mistake."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Consent, Household, Membership, Person
from khetane.people.search import search
from tests import world
from tests.integration.desk.scene import Home, client_of, home
from tests.integration.desk.test_editing import filled, post

pytestmark = pytest.mark.django_db
REGISTER = "people:register"


@pytest.fixture
def mediator(here: world.Town) -> Account:
    return world.account("health_mediator", here.unit)


def said(client: Client, here: world.Town, **more: str) -> dict[str, str]:
    """The form of the page filled in with a family of one."""
    return filled(client, reverse(REGISTER)) | {
        "agreed": "on",
        "notice_version": "1",
        "evidence": "signed",
        "since": "2026-03-05",
        "place": f"{here.unit.pk}.{here.settlement.pk}",
        "address": "By the well",
        "home_phone": "061 222",
        "given_name": "Zlata",
        "family_name": "Izmišljeni",
        "sex": "female",
        "birth_date": "1990-05-01",
        **more,
    }


def test_a_household_is_recorded_with_its_consent_and_its_head(here: world.Town, mediator: Account) -> None:
    client = client_of(mediator)
    there = post(client, reverse(REGISTER), said(client, here))
    with acting_as(mediator.pk):
        household, consent = Household.objects.get(), Consent.objects.get()
        head = Membership.objects.select_related("person").get()
        assert search("Злата").found[0].person_id == head.person_id
    assert there == reverse("people:household", args=[household.pk])
    assert (household.phone, household.address, household.place_id) == (
        "061 222",
        "By the well",
        here.settlement.pk,
    )
    assert (consent.purpose, consent.person_id, consent.given_on.isoformat()) == (
        "registration",
        None,
        "2026-03-05",
    )
    assert (head.role, head.begins.isoformat(), head.person.given_name) == ("head", "2026-03-05", "Zlata")


def test_nothing_is_said_of_anybody_before_somebody_says_it(here: world.Town, mediator: Account) -> None:
    form = filled(client_of(mediator), reverse(REGISTER))
    assert (form["sex"], form["birth_date"], form["birth_precision"]) == ("unknown", "", "")


def test_without_the_notice_nobody_is_recorded(here: world.Town, mediator: Account) -> None:
    client = client_of(mediator)
    values = said(client, here)
    del values["agreed"]
    post(client, reverse(REGISTER), values, 422)
    with acting_as(mediator.pk):
        assert not Household.objects.exists()


def test_where_another_unit_works_no_household_is_recorded_even_after_one_moved_there(
    here: world.Town, mediator: Account, author: Account
) -> None:
    there = world.town("THERE")
    moved = home(here, author, names=("Mira",))
    with acting_as(author.pk):
        Household.objects.filter(pk=moved.id).update(place=there.settlement)
    client = client_of(mediator)
    shown = client.get(reverse(REGISTER)).content.decode()
    assert "Settlement HERE" in shown
    assert "Settlement THERE" not in shown


def test_the_same_page_sent_twice_records_one_household(here: world.Town, mediator: Account) -> None:
    client = client_of(mediator)
    values = said(client, here)
    assert post(client, reverse(REGISTER), values) == post(
        client, reverse(REGISTER), values | {"somebody_else": "on"}
    )
    with acting_as(mediator.pk):
        assert (Household.objects.count(), Person.objects.count()) == (1, 1)


def test_who_may_be_on_record_is_shown_first(here: world.Town, mediator: Account, author: Account) -> None:
    known = home(here, author, names=("Zlata",))
    client = client_of(mediator)
    values = said(client, here, given_name="Злата", family_name="Измишљени", birth_date="1980-05-01")
    shown = post(client, reverse(REGISTER), values, 422)
    assert reverse("people:person", args=[known.members[0]]) in shown
    assert 'type="checkbox" name="somebody_else"' in shown
    with acting_as_system():
        assert AuditEvent.objects.filter(action="searched", subjects__contains=[known.members[0]]).exists()
    with acting_as(mediator.pk):
        assert Household.objects.count() == 1
    post(client, reverse(REGISTER), values | {"somebody_else": "on"})
    with acting_as(mediator.pk):
        assert Household.objects.count() == 2


def test_a_settlement_of_another_unit_is_not_taken(here: world.Town, mediator: Account) -> None:
    there = world.town("THERE")
    client = client_of(mediator)
    place = f"{there.unit.pk}.{there.settlement.pk}"
    post(client, reverse(REGISTER), said(client, here, place=place), 422)


def test_a_member_is_added(here: world.Town, author: Account, mediator: Account) -> None:
    ours = home(here, author)
    client = client_of(mediator)
    url = reverse("people:add_member", args=[ours.id])
    child = {"given_name": "Iskra", "family_name": "Izmišljeni", "birth_date": "2019-01-02", "sex": "female"}
    back = post(
        client, url, filled(client, url) | child | {"role": "grandchild", "member_from": "2026-03-09"}
    )
    assert back == reverse("people:household", args=[ours.id])
    with acting_as(mediator.pk):
        joined = Membership.objects.get(person__given_name="Iskra")
    assert (joined.household_id, joined.role, joined.begins.isoformat()) == (
        ours.id,
        "grandchild",
        "2026-03-09",
    )


def test_a_household_of_another_unit_takes_no_member(here: world.Town, author: Account) -> None:
    ours: Home = home(here, author)
    stranger = client_of(world.account("health_mediator", world.town("THERE").unit))
    assert stranger.get(reverse("people:add_member", args=[ours.id])).status_code == 404


def test_what_nobody_answered_is_no_answer(here: world.Town) -> None:
    coordinator = world.account("unit_coordinator", here.unit)
    client, ours = client_of(coordinator), home(here, coordinator)
    url = reverse("people:add_member", args=[ours.id])
    asked = filled(client, url)
    assert (asked["role"], asked["sex"]) == ("", "unknown")
    post(client, url, asked | {"given_name": "Zlata", "family_name": "Izmišljeni"}, status=422)
    assert filled(client, reverse("people:add_status", args=[ours.members[0]]))["kind"] == ""
