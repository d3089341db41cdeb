"""Handing a household over on the screen: under its consent, and then it is gone."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.urls import reverse

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Household
from tests import world
from tests.edits import edit, send
from tests.integration.desk.scene import Home, client_of, home
from tests.integration.desk.test_editing import filled, post

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today().isoformat()


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


def agree(of: Home, unit: str) -> None:
    said = {
        "household": str(of.id), "purpose": "sharing", "recipients": unit, "notice_version": "1",
        "given_by": "self", "given_on": "2026-03-01", "evidence": "signed",
    }  # fmt: skip
    applied = send(of.author, of.town, edit("consent", uuid.uuid4(), said))
    assert applied.state == "applied"


def test_without_consent_there_is_no_unit_to_choose(ours: Home) -> None:
    world.town("THERE")
    page = client_of(ours.author).get(reverse("people:hand_over", args=[ours.id])).content.decode()
    assert "has agreed to no other unit" in page
    assert reverse("people:give_consent", args=[ours.id]) + "?purpose=sharing" in page


def test_a_household_goes_over_with_its_records_and_both_units_see_it_in_the_audit(ours: Home) -> None:
    there, third = world.town("THERE"), world.town("THIRD")
    agree(ours, there.unit.code)
    client = client_of(ours.author)
    url = reverse("people:hand_over", args=[ours.id])
    assert str(third.unit.pk) not in client.get(url).content.decode()
    assert post(client, url, filled(client, url) | {"unit": str(there.unit.pk), "on": TODAY})
    assert client.get(reverse("people:household", args=[ours.id])).status_code == 404
    theirs = world.account("unit_coordinator", there.unit)
    assert client_of(theirs).get(reverse("people:household", args=[ours.id])).status_code == 200
    with acting_as(theirs.pk):
        assert Household.objects.get(pk=ours.id).unit_id == there.unit.pk
    with acting_as_system():
        units = set(AuditEvent.objects.filter(action="handed_over").values_list("unit", flat=True))
    assert units == {ours.town.unit.pk, there.unit.pk}


def test_a_unit_that_was_not_agreed_to_cannot_be_sent(ours: Home) -> None:
    there, third = world.town("THERE"), world.town("THIRD")
    agree(ours, there.unit.code)
    client = client_of(ours.author)
    url = reverse("people:hand_over", args=[ours.id])
    post(client, url, {"unit": str(third.unit.pk), "on": TODAY}, status=422)
    early = post(client, url, {"unit": str(there.unit.pk), "on": "2026-02-01"}, status=422)
    assert "has not agreed to sharing its record" in early


def test_a_member_without_the_permission_is_refused(ours: Home, here: world.Town) -> None:
    mediator = client_of(world.account("health_mediator", here.unit))
    url = reverse("people:hand_over", args=[ours.id])
    assert mediator.get(url).status_code == 403
    assert url not in mediator.get(reverse("people:household", args=[ours.id])).content.decode()
