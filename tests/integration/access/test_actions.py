"""Accounts, grants, devices and tokens are made within one's reach, and each act is on record."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from khetane.access import actions, actions_devices, confirming
from khetane.access.models import Account, AuditEvent, Invitation, RoleGrant
from khetane.access.tokens import account_of, device_of, token_hash
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from tests import world

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password 7"


@pytest.fixture
def administrator() -> Account:
    return world.account("administrator", world.country())


def test_an_account_holds_its_role_and_signs_in(here: world.Town) -> None:
    with acting_as_system():
        account, password = actions.create_account(
            email=" New@Example.org ", role="unit_coordinator", scope=here.unit
        )
    assert account.email == "new@example.org"
    assert Account.objects.get(pk=account.pk).check_password(password)
    with acting_as(account.pk) as viewer:
        assert viewer.can("identity.read", here.unit.pk)


@pytest.mark.parametrize(
    ("email", "role", "reason"),
    [("nobody", "unit_coordinator", "not an e-mail"), ("a@example.org", "queen", "There is no role queen")],
)
def test_what_is_wrong_is_said(email: str, role: str, reason: str, here: world.Town) -> None:
    with acting_as_system(), pytest.raises(Invalid, match=reason):
        actions.create_account(email=email, role=role, scope=here.unit)


def test_an_address_is_taken_once(here: world.Town, administrator: Account) -> None:
    with acting_as_system(), pytest.raises(Invalid, match="already an account"):
        actions.create_account(email=administrator.email.upper(), role="cso_staff", scope=here.unit)


def test_an_invitation_sets_the_password_once(here: world.Town, administrator: Account) -> None:
    with acting_as(administrator.pk):
        invited = actions.invite(email="b@example.org", role="social_worker", scope=here.unit)
    assert not Account.objects.get(pk=invited.account.pk).has_usable_password()
    assert actions.invited_account(invited.token) == invited.account
    actions.accept(token=invited.token, password=PASSWORD)
    assert Account.objects.get(pk=invited.account.pk).check_password(PASSWORD)
    assert actions.invited_account(invited.token) is None
    with pytest.raises(Invalid, match="used already"):
        actions.accept(token=invited.token, password="another long password 8")


def test_a_weak_password_does_not_use_the_invitation_up(here: world.Town, administrator: Account) -> None:
    with acting_as(administrator.pk):
        invited = actions.invite(email="b@example.org", role="social_worker", scope=here.unit)
    with pytest.raises(ValidationError):
        actions.accept(token=invited.token, password="short")
    actions.accept(token=invited.token, password=PASSWORD)


def test_a_later_invitation_withdraws_the_earlier(here: world.Town, administrator: Account) -> None:
    with acting_as(administrator.pk):
        first = actions.invite(email="b@example.org", role="social_worker", scope=here.unit)
        second = actions.invite_again(account=first.account)
    assert actions.invited_account(first.token) is None
    assert actions.invited_account(second.token) is not None


def test_an_expired_invitation_is_refused(here: world.Town, administrator: Account) -> None:
    with acting_as(administrator.pk):
        invited = actions.invite(email="b@example.org", role="social_worker", scope=here.unit)
        past = timezone.now() - dt.timedelta(days=8)
        old, token = Invitation(account=invited.account, made_by=administrator), "old"
        old.token_hash = token_hash("invitation", token)
        old.expires_at = past
        with pytest.raises(DatabaseError), transaction.atomic():  # made now, it cannot have expired
            old.save(force_insert=True)


def test_a_role_ends_at_once(here: world.Town, administrator: Account) -> None:
    account = world.account("cso_staff", here.unit)
    with acting_as(administrator.pk):
        grant = actions.grant(account=account, role="unit_coordinator", scope=here.unit)
        with acting_as(world.account("data_protection_officer", here.municipality).pk):
            confirming.confirm(grant_id=grant.pk)
        with acting_as(account.pk) as viewer:
            assert viewer.can("identity.read")
        actions.end_grant(grant_id=grant.pk)
    with acting_as(account.pk) as viewer:
        assert not viewer.can("identity.read")


def test_nobody_gives_a_role_to_oneself(here: world.Town, administrator: Account) -> None:
    with acting_as(administrator.pk):
        with pytest.raises(NotAllowed):
            actions.grant(account=administrator, role="unit_coordinator", scope=here.unit)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            RoleGrant(
                account=administrator, role_id="unit_coordinator", unit=here.unit, begins=world.LONG_AGO
            ).save(force_insert=True)


def test_an_administrator_of_one_town_reaches_no_further(here: world.Town) -> None:
    there = world.town("THERE")
    local = world.account("administrator", here.municipality)
    other = world.account("administrator", world.country())
    with acting_as(local.pk):
        actions.grant(account=other, role="cso_staff", scope=here.unit)
        for scope in (there.unit, there.municipality, world.country()):
            with pytest.raises(NotAllowed):
                actions.grant(account=other, role="cso_staff", scope=scope)
            where = {"unit": scope} if scope == there.unit else {"place": scope}
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                RoleGrant(account=other, role_id="cso_staff", begins=world.LONG_AGO, **where).save(
                    force_insert=True
                )
        for act in (actions.invite_again, lambda account: actions.set_active(account=account, active=False)):
            with pytest.raises(NotAllowed):
                act(account=other)


def test_a_closed_account_loses_everything_at_once(here: world.Town, administrator: Account) -> None:
    account = world.account("unit_coordinator", here.unit)
    with acting_as(account.pk):
        _, token = actions_devices.create_token()
    with acting_as(administrator.pk):
        actions.set_active(account=account, active=False)
    assert account_of(token) is None
    with acting_as(account.pk) as viewer:
        assert not viewer.held


def test_a_device_is_for_who_may_send_in_the_unit(here: world.Town) -> None:
    coordinator = world.account("unit_coordinator", here.unit)
    with acting_as(coordinator.pk):
        device, token = actions_devices.create_device(account=coordinator, unit=here.unit, label="Phone 1")
        with pytest.raises(Invalid, match="may send records"):
            actions_devices.offer_device(account=world.account("cso_staff", here.unit), unit=here.unit)
        actions_devices.stolen(device_id=device.pk)
    found = device_of(token)
    assert found is not None
    assert not found.may_send


def test_a_device_of_another_unit_cannot_be_made(here: world.Town) -> None:
    coordinator = world.account("unit_coordinator", here.unit)
    with acting_as(coordinator.pk), pytest.raises(NotAllowed):
        actions_devices.create_device(account=coordinator, unit=world.town("THERE").unit)


def test_a_revoked_token_opens_nothing(here: world.Town) -> None:
    account = world.account("unit_coordinator", here.unit)
    with acting_as(account.pk):
        made, token = actions_devices.create_token(label="Excel")
        assert account_of(token) == account.pk
        actions_devices.revoke_token(token_id=made.pk)
    assert account_of(token) is None


def test_each_act_is_on_record(here: world.Town, administrator: Account) -> None:
    with acting_as(administrator.pk):
        invited = actions.invite(email="b@example.org", role="social_worker", scope=here.unit)
        actions.set_active(account=invited.account, active=False)
        seen = list(AuditEvent.objects.filter(account=administrator.pk).values_list("action", "kind"))
    assert sorted(seen) == [
        ("closed", "account"),
        ("created", "account"),
        ("granted", "grant"),
        ("invited", "account"),
    ]
