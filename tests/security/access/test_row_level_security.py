"""PostgreSQL itself refuses rows outside the viewer's grants, whatever the application asks."""

from __future__ import annotations

import datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from khetane.access.models import Override, RoleGrant
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Household, Person
from tests import world

pytestmark = pytest.mark.django_db


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        count: int = cursor.fetchone()[0]
    return count


@pytest.fixture
def there() -> world.Town:
    return world.town("THERE")


def test_without_a_viewer_there_are_no_rows(here: world.Town) -> None:
    author = world.account("unit_coordinator", here.unit)
    world.household(author, here, code="AAAA-0001")
    assert rows("people_household") == 0
    assert rows("people_person") == 0


def test_the_application_owns_nothing_and_cannot_step_around_the_policies() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper or rolbypassrls, (select count(*) from pg_class where relowner = r.oid) "
            "from pg_roles r where rolname = current_user"
        )
        assert cursor.fetchone() == (False, 0)


def test_a_member_sees_her_unit_and_nothing_of_another(here: world.Town, there: world.Town) -> None:
    ours, theirs = (world.account("unit_coordinator", town.unit) for town in (here, there))
    world.household(ours, here, code="AAAA-0001")
    world.household(theirs, there, code="AAAA-0002", persons=3)
    with acting_as(ours.pk):
        assert list(Household.objects.values_list("code", flat=True)) == ["AAAA-0001"]
        assert rows("people_person") == 1


def test_nobody_writes_into_another_unit(here: world.Town, there: world.Town) -> None:
    ours = world.account("unit_coordinator", here.unit)
    with (
        acting_as(ours.pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Household.objects.create(code="AAAA-0003", unit=there.unit, place=there.settlement)


@pytest.mark.parametrize(
    "role", ["administrator", "national_analyst", "data_protection_officer", "municipal_officer"]
)
def test_roles_above_the_unit_see_no_person(role: str, here: world.Town) -> None:
    world.household(world.account("unit_coordinator", here.unit), here, code="AAAA-0001")
    with acting_as(world.account(role, world.country()).pk):
        assert rows("people_household") == rows("people_person") == 0


def test_a_grant_for_a_place_reaches_the_units_below_it(here: world.Town, there: world.Town) -> None:
    world.household(world.account("unit_coordinator", here.unit), here, code="AAAA-0001")
    world.household(world.account("unit_coordinator", there.unit), there, code="AAAA-0002")
    with acting_as(world.account("health_mediator", world.country()).pk):
        assert rows("people_household") == 2


def test_grants_of_one_role_and_of_two_reach_together(here: world.Town, there: world.Town) -> None:
    for code, town in (("AAAA-0001", here), ("AAAA-0002", there)):
        world.household(world.account("unit_coordinator", town.unit), town, code=code)
    member = world.account("pedagogical_assistant", here.unit)
    with acting_as_system():
        for role in ("pedagogical_assistant", "health_mediator"):
            RoleGrant.objects.create(account=member, role_id=role, unit=there.unit, begins=world.LONG_AGO)
    with acting_as(member.pk) as viewer:
        assert rows("people_household") == 2
        assert viewer.units["identity.read"] == {here.unit.pk, there.unit.pk}
        assert viewer.mandates[there.unit.pk] == viewer.mandates[here.unit.pk] | {"health"}


def test_a_grant_that_has_ended_opens_nothing(here: world.Town) -> None:
    author = world.account("unit_coordinator", here.unit)
    world.household(author, here, code="AAAA-0001")
    with acting_as_system():
        RoleGrant.objects.filter(account=author).update(ends=datetime.date(2021, 1, 1))
    with acting_as(author.pk) as viewer:
        assert rows("people_household") == 0
        assert not viewer.can("identity.read")


def test_an_override_opens_one_household_until_it_ends(here: world.Town, there: world.Town) -> None:
    owner = world.account("unit_coordinator", here.unit)
    opened = world.household(owner, here, code="AAAA-0001", persons=2)
    world.household(owner, here, code="AAAA-0002")
    outsider = world.account("emergency_reader", there.unit)
    now = datetime.datetime.now(datetime.UTC)
    hour = datetime.timedelta(hours=1)
    with acting_as(outsider.pk):
        assert rows("people_household") == 0
        over = {"account": outsider, "household": opened.pk, "reason": "Fire in the settlement."}
        Override.objects.create(**over, begins_at=now - 2 * hour, ends_at=now - hour)
        assert Person.objects.count() == 0
        Override.objects.create(**over, begins_at=now - hour, ends_at=now + hour)
        assert list(Household.objects.values_list("code", flat=True)) == ["AAAA-0001"]
        assert Person.objects.count() == 2


def test_the_viewer_before_is_put_back(here: world.Town) -> None:
    author = world.account("unit_coordinator", here.unit)
    world.household(author, here, code="AAAA-0001")
    with acting_as(author.pk):
        with acting_as_system():
            assert rows("people_household") == 0
        assert rows("people_household") == 1
    assert rows("people_household") == 0


def test_no_policy_of_records_asks_a_function_that_is_parsed_with_every_question() -> None:
    """PostgreSQL puts functions in SQL into the question while it plans: docs/adr/0430 says what that took."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select p.tablename, f.proname from pg_policies p
            join pg_proc f on f.pronamespace = 'public'::regnamespace and p.qual ~ ('\\m' || f.proname || '\\(')
            where p.policyname = 'app_read' and p.tablename !~ '^access_'
              and f.prolang = (select oid from pg_language where lanname = 'sql') and not f.prosecdef
            """
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "select count(*) from pg_policies where policyname = 'app_read' and qual ~ 'khetane_narrowed\\('"
        )
        assert cursor.fetchone()[0] > 5
