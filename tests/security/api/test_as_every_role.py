"""Referrals and participants by the API, as every role: each does what its screens let it do, and no more."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from khetane.access.models import Account, Role, RoleGrant
from khetane.cases.models import GroupDelivery, GroupParticipant, Referral
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Consent
from tests import world
from tests.edits import edit, send
from tests.integration.desk.scene import Home, client_of, home
from tests.security.access.said import ROLES

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SENDER, RECIPIENTS = "health", ("education", "legal")
GROUP = uuid.UUID(int=51)


@pytest.fixture(params=sorted(ROLES))
def role(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def family(here: world.Town, author: Account) -> Home:
    return home(here, author)


def mandates(role: str) -> set[str]:
    return set(ROLES[role]["mandates"])


def may(role: str, permission: str) -> bool:
    return permission in ROLES[role]["permissions"]


def referred(family: Home, to: str) -> uuid.UUID:
    """The household agreed to be sent on to a mandate, and was."""
    told, referral = {"unit": family.town.unit, "household_id": family.id}, uuid.uuid4()
    with acting_as(world.account("health_mediator", family.town.unit).pk):
        Consent.objects.create(
            purpose="referral", recipients=[to], notice_version="1", given_by="self", given_on=TODAY,
            evidence="signed", **told,
        )  # fmt: skip
        sent = Referral(
            pk=referral, mandate=SENDER, to_mandate=to, sent_on=TODAY, expires_on=TODAY + dt.timedelta(days=9), **told
        )  # fmt: skip
        Referral.objects.bulk_create([sent])
    return referral


@pytest.mark.parametrize("to", RECIPIENTS)
@pytest.mark.parametrize(("state", "side"), [("accepted", "recipient"), ("revoked", "sender")])
def test_each_side_takes_its_own_steps_of_a_referral(
    family: Home, role: str, to: str, state: str, side: str
) -> None:
    referral = referred(family, to)
    client = client_of(world.account(role, family.town.unit))
    answer = client.post(
        f"/api/referrals/{referral}/step",
        {"base_version": 1, "state": state},
        content_type="application/json",
    )
    own = mandates(role) & {SENDER, to}
    if not may(role, "registry.write"):
        expected = 403
    elif not own:
        expected = 404
    else:
        expected = 200 if own == {to if side == "recipient" else SENDER} else 409
    assert answer.status_code == expected, answer.content


def test_participants_are_listed_and_changed_by_the_groups_mandate_alone(family: Home, role: str) -> None:
    told = {"unit": family.town.unit, "mandate": "education"}
    came, another = family.members
    with acting_as(world.account("pedagogical_assistant", family.town.unit).pk):
        group = GroupDelivery(pk=GROUP, type="parents_workshop", date=TODAY, attended=3, **told)
        GroupDelivery.objects.bulk_create([group])
        listed = GroupParticipant(group=group, person_id=came, household_id=family.id, **told)
        GroupParticipant.objects.bulk_create([listed])
    client = client_of(world.account(role, family.town.unit))
    at = f"/api/groups/{GROUP}/participants"
    there = 200 if "education" in mandates(role) else 404
    reads, writes = (
        there if may(role, permission) else 403 for permission in ("content.read", "registry.write")
    )
    assert client.get(at).status_code == reads
    added = client.post(at, {"persons": [str(another)]}, content_type="application/json")
    assert added.status_code == writes, added.content
    assert client.delete(f"{at}/{came}").status_code == writes


def test_another_units_member_of_the_mandate_finds_nothing(family: Home) -> None:
    referral = referred(family, "education")
    client = client_of(world.account("pedagogical_assistant", world.town("THERE").unit))
    said = {"base_version": 1, "state": "accepted"}
    answer = client.post(f"/api/referrals/{referral}/step", said, content_type="application/json")
    assert answer.status_code == 404
    assert client.get(f"/api/groups/{GROUP}/participants").status_code == 404


def test_who_reads_here_and_writes_elsewhere_changes_no_participants(
    family: Home, author: Account, here: world.Town
) -> None:
    said = {
        "type": "rights_workshop",
        "date": TODAY.isoformat(),
        "attended": "2",
        "participants": str(family.members[0]),
    }
    assert send(author, here, edit("group_delivery", GROUP, said)).state == "applied"
    with acting_as_system():
        Role.objects.create(
            code="reader",
            name="Reader",
            permissions=["identity.read", "content.read"],
            mandates=["coordination"],
        )
    reader = world.account("reader", here.unit)
    elsewhere = world.town("THERE").unit
    with acting_as_system():
        RoleGrant.objects.create(account=reader, role_id="unit_coordinator", unit=elsewhere, begins=TODAY)
    client, at = client_of(reader), f"/api/groups/{GROUP}/participants"
    assert client.get(at).status_code == 200
    for person in family.members:  # whether or not it would change anything
        assert client.post(at, {"persons": [str(person)]}, content_type="application/json").status_code == 403
        assert client.delete(f"{at}/{person}").status_code == 403
