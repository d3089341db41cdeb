"""A household goes over to another unit with all that is recorded of it, under a consent."""

from __future__ import annotations

import datetime
import uuid
from uuid import UUID

import pytest

from khetane.access.models import Account, AuditEvent
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as
from khetane.history.models import EntityChange
from khetane.people.actions import agreed, hand_over
from khetane.people.models import Consent, Household, Membership, Person, PersonKey, Responsibility
from tests import world
from tests.edits import edit, send, update

pytestmark = pytest.mark.django_db
HOME, PERSON, CHILD = UUID(int=7), UUID(int=8), UUID(int=9)
DAY = datetime.date(2026, 4, 1)


@pytest.fixture
def there() -> world.Town:
    return world.town("THERE")


@pytest.fixture
def giver(here: world.Town) -> Account:
    author = world.account("unit_coordinator", here.unit)
    send(author, here, edit("household", HOME, {"place": "HERE-S1", "phone": "061"}),
         edit("person", PERSON, {"household": str(HOME), "given_name": "Ana", "phone": "1"}))  # fmt: skip
    return author


def agree(giver: Account, here: world.Town, recipient: str) -> None:
    said = {"household": str(HOME), "purpose": "sharing", "recipients": recipient, "notice_version": "1",
            "given_by": "self", "given_on": "2026-03-01", "evidence": "signed"}  # fmt: skip
    assert send(giver, here, edit("consent", uuid.uuid4(), said)).state == "applied"


def test_everything_goes_over_and_can_be_edited_there(
    here: world.Town, there: world.Town, giver: Account
) -> None:
    agree(giver, here, "THERE-U")
    receiver = world.account("unit_coordinator", there.unit)
    with acting_as(giver.pk):
        hand_over(household_id=HOME, to_unit=there.unit, on=DAY)
        assert not Household.objects.exists()
        assert not Person.objects.exists()
        assert not EntityChange.objects.filter(household=HOME).exists()
        assert AuditEvent.objects.filter(action="handed_over", unit=here.unit.pk).exists()
    with acting_as(receiver.pk):
        assert Household.objects.get().unit_id == there.unit.pk
        assert all(model.objects.exists() for model in (Person, Membership, PersonKey, Consent))
        assert Responsibility.objects.get(unit=there.unit).begins == DAY
    assert send(receiver, there, update("person", PERSON, 1, {"phone": "2"})).state == "applied"
    assert send(receiver, there, update("person", PERSON, 1, {"language": "romani"})).state == "applied"
    assert send(receiver, there, update("person", PERSON, 1, {"phone": "3"})).state == "conflict"
    lost = send(giver, here, update("household", HOME, 1, {"phone": "062"}))
    assert lost.state == "needs_correction"


@pytest.mark.parametrize("recipient", ["", "health", "ELSEWHERE-U"])
def test_without_a_consent_that_names_the_unit_it_stays(
    here: world.Town, there: world.Town, giver: Account, recipient: str
) -> None:
    agree(giver, here, recipient)
    with acting_as(giver.pk):
        with pytest.raises(Invalid, match="has not agreed to sharing"):
            hand_over(household_id=HOME, to_unit=there.unit, on=DAY)
        assert Household.objects.get().unit_id == here.unit.pk


@pytest.mark.parametrize(
    ("born", "given_by", "goes"),
    [
        ("2012-05-01", "self", False),
        ("2012-05-01", "guardian", True),
        ("2000-05-01", "self", True),
        ("", "self", False),
    ],
)
def test_what_a_member_says_goes_only_where_it_can_stand_for_the_household(
    here: world.Town, there: world.Town, giver: Account, born: str, given_by: str, goes: bool
) -> None:
    child = {
        "household": str(HOME),
        "given_name": "Iva",
        "birth_date": born,
        "role": "child",
        "member_from": "2026-01-01",
    }
    said = {"household": str(HOME), "person": str(CHILD), "purpose": "sharing", "recipients": "THERE-U", "given_by": given_by,
            "notice_version": "1", "given_on": "2026-03-01", "evidence": "signed"}  # fmt: skip
    assert (
        send(giver, here, edit("person", CHILD, child), edit("consent", uuid.uuid4(), said)).state
        == "applied"
    )
    with acting_as(giver.pk):
        assert agreed(HOME, "THERE-U", DAY) is goes


def test_who_left_the_household_does_not_speak_for_it(
    here: world.Town, there: world.Town, giver: Account
) -> None:
    gone = {
        "household": str(HOME),
        "given_name": "Iva",
        "birth_date": "1980-05-01",
        "member_from": "2026-01-01",
        "member_to": "2026-03-15",
    }
    said = {"household": str(HOME), "person": str(CHILD), "purpose": "sharing", "recipients": "THERE-U", "given_by": "self",
            "notice_version": "1", "given_on": "2026-03-01", "evidence": "signed"}  # fmt: skip
    assert (
        send(giver, here, edit("person", CHILD, gone), edit("consent", uuid.uuid4(), said)).state == "applied"
    )
    with acting_as(giver.pk):
        assert not agreed(HOME, "THERE-U", DAY)


def test_who_may_not_decide_for_the_unit_hands_nothing_over(
    here: world.Town, there: world.Town, giver: Account
) -> None:
    agree(giver, here, "THERE-U")
    member, stranger = (
        world.account("health_mediator", here.unit),
        world.account("unit_coordinator", there.unit),
    )
    with acting_as(member.pk), pytest.raises(NotAllowed):
        hand_over(household_id=HOME, to_unit=there.unit, on=DAY)
    with acting_as(stranger.pk), pytest.raises(Invalid, match="not one of your unit"):
        hand_over(household_id=HOME, to_unit=there.unit, on=DAY)
    with acting_as(giver.pk):
        assert Household.objects.exists()
