"""What was said of a household handed over is read by the unit that has it, and by the former one no more."""

from __future__ import annotations

import datetime
import uuid
from uuid import UUID

import pytest

from khetane.access.actions_devices import create_device
from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.forms.models import Attachment, Submission
from khetane.people.actions import hand_over
from khetane.people.models import Household
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import client_of
from tests.openrosa_client import Phone
from tests.world_devices import published, registration

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()
HOME, PERSON = UUID(int=7), UUID(int=8)
OTHER_HOME, OTHER = UUID(int=17), UUID(int=18)


@pytest.fixture
def there() -> world.Town:
    return world.town("THERE")


@pytest.fixture
def giver(here: world.Town) -> Account:
    return world.account("unit_coordinator", here.unit)


@pytest.fixture
def receiver(there: world.Town) -> Account:
    return world.account("unit_coordinator", there.unit)


def give(giver: Account, here: world.Town, there: world.Town, home: UUID) -> None:
    said = {
        "household": str(home), "purpose": "sharing", "recipients": there.unit.code, "notice_version": "1",
        "given_by": "self", "given_on": "2026-03-01", "evidence": "signed",
    }  # fmt: skip
    assert send(giver, here, edit("consent", uuid.uuid4(), said)).state == "applied"
    with acting_as(giver.pk):
        hand_over(household_id=home, to_unit=there.unit, on=TODAY)


def read_by(who: Account) -> set[UUID]:
    with acting_as(who.pk):
        return set(Submission.objects.values_list("pk", flat=True))


def registered(giver: Account, here: world.Town, home: UUID = HOME, person: UUID = PERSON) -> UUID:
    """The submission that made a household with a person."""
    before = read_by(giver)
    values = {"household": str(home), "given_name": "Ana"}
    send(giver, here, edit("household", home, {"place": "HERE-S1"}), edit("person", person, values))
    (made,) = read_by(giver) - before
    return made


def test_what_tells_of_the_household_alone_goes_with_it(
    here: world.Town, there: world.Town, giver: Account, receiver: Account
) -> None:
    made = registered(giver, here)
    stays = registered(giver, here, OTHER_HOME, OTHER)
    give(giver, here, there, HOME)
    assert made not in read_by(giver)
    assert stays in read_by(giver)
    assert made in read_by(receiver)
    assert stays not in read_by(receiver)
    assert client_of(giver).get(f"/submissions/{made}/").status_code == 404
    assert client_of(receiver).get(f"/submissions/{made}/").status_code == 200


def test_what_also_tells_of_another_household_stays_whole(
    here: world.Town, there: world.Town, giver: Account, receiver: Account
) -> None:
    registered(giver, here)
    registered(giver, here, OTHER_HOME, OTHER)
    before = read_by(giver)
    send(giver, here, update("person", PERSON, 1, {"phone": "1"}), update("person", OTHER, 1, {"phone": "2"}))
    (of_both,) = read_by(giver) - before
    give(giver, here, there, HOME)
    assert of_both in read_by(giver)
    assert of_both not in read_by(receiver)


def test_what_tells_of_somebody_who_lives_elsewhere_by_now_stays(
    here: world.Town, there: world.Town, giver: Account, receiver: Account
) -> None:
    made = registered(giver, here)
    registered(giver, here, OTHER_HOME, OTHER)
    moved = send(
        giver, here, update("person", PERSON, 1, {"household": str(OTHER_HOME), "member_from": "2026-04-01"})
    )
    assert moved.state == "applied"
    give(giver, here, there, HOME)
    assert made in read_by(giver)
    assert made not in read_by(receiver)


def test_a_tablet_of_the_former_unit_that_sends_again_is_told_that_it_is_here(
    here: world.Town, there: world.Town, giver: Account, receiver: Account
) -> None:
    """And its later file belongs to whom the record belongs."""
    published(giver)
    with acting_as(giver.pk):
        tablet = Phone(create_device(account=giver, unit=here.unit)[1])
    with acting_as(receiver.pk):
        stranger = Phone(create_device(account=receiver, unit=there.unit)[1])
    record = registration("HERE-S1")
    assert tablet.send(record).status_code == 201
    with acting_as(giver.pk):
        home = Household.objects.get().pk
    (made,) = read_by(giver)
    give(giver, here, there, home)
    assert tablet.send(record).status_code == 202
    assert tablet.send(record, photo=b"later").status_code == 201
    assert stranger.send(record).status_code == 202
    with acting_as(giver.pk):
        assert not Submission.objects.filter(pk=made).exists()
        assert not Attachment.objects.exists()
    with acting_as(receiver.pk):
        assert Attachment.objects.get().unit_id == there.unit.pk
