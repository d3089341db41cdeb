"""Whoever gives roles cannot make herself a reader of persons: a second person confirms each such role."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access import actions, confirming
from khetane.access.actions_devices import create_token
from khetane.access.models import Account, AuditEvent, Role, RoleGrant
from khetane.access.permissions import CONFIRMED
from khetane.access.tokens import account_of
from khetane.core import keyset
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Household
from tests import world

pytestmark = pytest.mark.django_db
PASSWORD = "several words in a row 9"


@pytest.fixture
def here() -> world.Town:
    town = world.town("HERE")
    world.household(world.account("unit_coordinator", town.unit), town, code="K7M4-9PX2")
    return town


@pytest.fixture
def administrator() -> Account:
    return world.account("administrator", world.country())


@pytest.fixture
def officer() -> Account:
    return world.account("data_protection_officer", world.country())


def invited(administrator: Account, here: world.Town, role: str = "unit_coordinator") -> tuple[Account, str]:
    with acting_as(administrator.pk):
        made = actions.invite(email=f"{role}.new@example.org", role=role, scope=here.unit)
    return made.account, made.token


def grant_of(account: Account) -> RoleGrant:
    with acting_as_system():
        return RoleGrant.objects.select_related("role").get(account=account)


def households_of(account: Account) -> int:
    with acting_as(account.pk):
        return Household.objects.count()


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_an_administrator_s_invented_account_sees_nobody(here: world.Town, administrator: Account) -> None:
    _, token = invited(administrator, here)
    account = actions.accept(token=token, password=PASSWORD)
    assert households_of(account) == 0
    with acting_as(account.pk) as viewer:
        assert not viewer.can("identity.read")
        assert not viewer.can("grant.confirm")
    assert browser(account).get(reverse("people:households")).status_code == 403
    assert "Your role waits for confirmation" in browser(account).get(reverse("home")).content.decode()


@pytest.mark.parametrize("where", ["unit", "place"])
def test_an_account_she_made_up_does_not_confirm(
    here: world.Town, administrator: Account, where: str
) -> None:
    reader, _ = invited(administrator, here)
    with acting_as(administrator.pk):
        scope = here.unit if where == "unit" else here.municipality
        made = actions.invite(email="dpo@example.org", role="data_protection_officer", scope=scope)
    actions.accept(token=made.token, password=PASSWORD)
    with acting_as(made.account.pk):
        assert not confirming.to_confirm().exists()
        with pytest.raises(NotAllowed):
            confirming.confirm(grant_id=grant_of(reader).pk)


def test_the_officer_sees_it_at_once_and_confirms_it(
    here: world.Town, administrator: Account, officer: Account
) -> None:
    account, token = invited(administrator, here)
    actions.accept(token=token, password=PASSWORD)
    grant = grant_of(account)
    client = browser(officer)
    assert account.email in client.get(reverse("home")).content.decode()
    assert (
        reverse("access:confirm_grant", args=[grant.pk])
        in client.get(reverse("access:confirming")).content.decode()
    )
    assert households_of(account) == 0
    assert client.post(reverse("access:confirm_grant", args=[grant.pk])).status_code == 302
    assert households_of(account) == 1
    assert account.email not in client.get(reverse("home")).content.decode()
    assert grant_of(account).confirmed_by_id == officer.pk
    with acting_as(officer.pk):
        assert grant.pk in AuditEvent.objects.get(action="confirmed").subjects


def test_a_coordinator_confirms_for_her_own_unit_only(here: world.Town, administrator: Account) -> None:
    account, _ = invited(administrator, here, role="social_worker")
    elsewhere = world.account("unit_coordinator", world.town("THERE").unit)
    own = world.account("unit_coordinator", here.unit)
    with acting_as(elsewhere.pk), pytest.raises(Invalid):
        confirming.confirm(grant_id=grant_of(account).pk)
    with acting_as(own.pk):
        assert confirming.confirm(grant_id=grant_of(account).pk).account_id == account.pk
    assert households_of(account) == 1


def test_a_role_refused_was_never_in_force(
    here: world.Town, administrator: Account, officer: Account
) -> None:
    account, _ = invited(administrator, here)
    answer = browser(officer).post(reverse("access:refuse_grant", args=[grant_of(account).pk]))
    assert answer.status_code == 302
    assert grant_of(account).ends == timezone.localdate()
    with acting_as(officer.pk), pytest.raises(Invalid):
        confirming.confirm(grant_id=grant_of(account).pk)
    assert households_of(account) == 0


def test_who_gave_it_does_not_confirm_it_even_with_the_right(here: world.Town) -> None:
    both = world.account("administrator", world.country())
    with acting_as_system():
        RoleGrant.objects.create(
            account=both, role_id="data_protection_officer", place=world.country(), begins=world.LONG_AGO
        )
    account, _ = invited(both, here)
    with acting_as(both.pk):
        assert not confirming.to_confirm().exists()
        with pytest.raises(Invalid):
            confirming.confirm(grant_id=grant_of(account).pk)
    granted_by_another = world.account("administrator", world.country())
    with acting_as(granted_by_another.pk):
        again = actions.grant(account=account, role="health_mediator", scope=here.unit)
    with acting_as(both.pk), pytest.raises(Invalid):  # who made her link
        confirming.confirm(grant_id=again.pk)


def test_a_password_set_by_an_administrator_s_link_waits_anew(
    here: world.Town, administrator: Account, officer: Account
) -> None:
    reader = world.account("unit_coordinator", here.unit)
    assert households_of(reader) == 1
    with acting_as(administrator.pk):
        link = actions.invite_again(account=reader)
    assert households_of(reader) == 1
    actions.accept(token=link.token, password=PASSWORD)
    assert households_of(reader) == 0
    with acting_as(officer.pk):
        confirming.confirm(grant_id=grant_of(reader).pk)
    assert households_of(reader) == 1


def test_a_password_set_by_link_ends_what_programs_sign_in_with(
    here: world.Town, administrator: Account, officer: Account
) -> None:
    reader = world.account("unit_coordinator", here.unit)
    with acting_as(reader.pk):
        token = create_token(label="made by whoever knew the former password")[1]
    with acting_as(administrator.pk):
        link = actions.invite_again(account=reader)
    assert account_of(token) == reader.pk
    actions.accept(token=link.token, password=PASSWORD)
    assert account_of(token) is None
    with acting_as(officer.pk):
        confirming.confirm(grant_id=grant_of(reader).pk)
    assert account_of(token) is None


def test_what_the_server_s_own_command_gives_is_in_force_at_once(here: world.Town) -> None:
    with acting_as_system():
        account, _ = actions.create_account(email="cli@example.org", role="unit_coordinator", scope=here.unit)
    assert households_of(account) == 1


def test_a_role_that_sees_nobody_needs_no_second_person(here: world.Town, administrator: Account) -> None:
    account, _ = invited(administrator, here, role="municipal_officer")
    with acting_as(account.pk) as viewer:
        assert viewer.can("settlement.read")


def test_the_database_takes_no_short_cut(here: world.Town, administrator: Account, officer: Account) -> None:
    account, _ = invited(administrator, here)
    grant = grant_of(account)
    tries: list[tuple[str, list[UUID | str]]] = [
        ("update access_rolegrant set unconfirmed_since = null where id = %s", [grant.pk]),
        ("update access_rolegrant set confirmed_at = now() where id = %s", [grant.pk]),
        (
            "insert into access_rolegrant (id, account_id, role_id, unit_id, begins, granted_by_id, granted_at) "
            "values (gen_random_uuid(), %s, 'unit_coordinator', %s, khetane_today(), %s, now())",
            [account.pk, here.unit.pk, administrator.pk],
        ),
        (
            "insert into access_rolegrant (id, account_id, role_id, unit_id, begins, granted_at, unconfirmed_since) "
            "values (gen_random_uuid(), %s, 'unit_coordinator', %s, khetane_today(), now(), now())",
            [account.pk, here.unit.pk],
        ),
    ]
    for statement, values in tries:
        with (
            acting_as(administrator.pk),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):
            cursor.execute(statement, values)
    with acting_as(administrator.pk), connection.cursor() as cursor:
        cursor.execute("select access_confirm_grant(%s)", [grant.pk])
        assert cursor.fetchone() == (False,)
        assert Role.objects.filter(code="municipal_officer").update(permissions=["identity.read"]) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Role.objects.create(code="mine", name="Mine", permissions=["identity.read"])


@pytest.mark.parametrize("days", [None, 365, 1, -1])
def test_a_role_that_has_ended_is_opened_by_nobody_again(
    here: world.Town, administrator: Account, officer: Account, days: int | None
) -> None:
    later = None if days is None else timezone.localdate() + dt.timedelta(days=days)
    account, _ = invited(administrator, here)
    with acting_as(officer.pk):
        confirming.confirm(grant_id=grant_of(account).pk)
    with acting_as(administrator.pk):
        actions.end_grant(grant_id=grant_of(account).pk)
    for act in (acting_as(administrator.pk), acting_as_system()):
        with (
            act,
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="never later") as refused,
            transaction.atomic(),
        ):
            cursor.execute("update access_rolegrant set ends = %s where account_id = %s", [later, account.pk])
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
    assert households_of(account) == 0


def test_until_when_a_role_was_held_is_not_written_over(
    here: world.Town, administrator: Account, officer: Account
) -> None:
    with acting_as_system():
        account = world.account("social_worker", here.unit)
        RoleGrant.objects.filter(account=account).update(ends=dt.date(2024, 3, 31))
    page = browser(administrator).post(
        reverse("access:end_grant", args=[grant_of(account).pk]), follow=True, HTTP_ACCEPT_LANGUAGE="en"
    )
    assert "has ended already" in page.content.decode()
    assert grant_of(account).ends == dt.date(2024, 3, 31)


def test_an_end_may_come_nearer(here: world.Town, administrator: Account, officer: Account) -> None:
    with acting_as(administrator.pk):
        account = actions.invite(
            email="new@example.org",
            role="social_worker",
            scope=here.unit,
            ends=timezone.localdate() + dt.timedelta(days=90),
        ).account
        actions.end_grant(grant_id=grant_of(account).pk)
    assert grant_of(account).ends == timezone.localdate()


def test_the_database_and_the_program_name_the_same_permissions() -> None:
    with connection.cursor() as cursor:
        for role in Role.objects.all():
            cursor.execute("select access_sees_persons(%s::varchar[])", [role.permissions])
            assert cursor.fetchone() == (role.sees_persons,), role.code
        for permission in CONFIRMED:
            cursor.execute("select access_sees_persons(%s::varchar[])", [[permission]])
            assert cursor.fetchone() == (True,), permission


def test_the_list_is_complete_where_roles_wait_and_continues_by_pages(
    here: world.Town, administrator: Account, officer: Account
) -> None:
    waiting = [grant_of(invited_as(administrator, here, f"waits{number}")) for number in range(3)]
    given = [grant_of(world.account("unit_coordinator", here.unit)) for _ in range(keyset.PAGE + 3)]
    client = browser(officer)
    first = client.get(reverse("access:confirming"))
    assert [one.pk for one in first.context["grants"]] == [one.pk for one in waiting]  # the oldest first
    lately = client.get(reverse("access:given_lately"))
    assert len(lately.context["grants"]) == keyset.PAGE
    next_page = client.get(reverse("access:given_lately") + lately.context["next_url"])
    shown = [one.pk for answer in (lately, next_page) for one in answer.context["grants"]]
    assert len(shown) == len(set(shown))
    assert {one.pk for one in given} <= set(shown)
    assert not {one.pk for one in waiting} & set(shown)


def invited_as(administrator: Account, here: world.Town, name: str) -> Account:
    with acting_as(administrator.pk):
        return actions.invite(email=f"{name}@example.org", role="unit_coordinator", scope=here.unit).account
