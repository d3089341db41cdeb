"""What is kept on entering ends with whatever changes it, and says no more than the tables do."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection

from khetane.access.models import Account, Override, Role, RoleGrant
from khetane.cases.models import Need
from khetane.core.sql import TOLD
from khetane.core.viewer import acting_as, acting_as_system
from khetane.people.models import Household
from tests import world
from tests.integration.desk.scene import home, work

pytestmark = pytest.mark.django_db


def asked(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_a_role_that_ends_within_the_transaction_ends_what_it_opened(
    here: world.Town, author: Account
) -> None:
    world.household(author, here, code="AAAA-0001")
    with acting_as(author.pk):
        assert Household.objects.count() == 1
        with acting_as_system():
            RoleGrant.objects.filter(account=author).update(ends=datetime.date(2021, 1, 1))
        assert Household.objects.count() == 0


def test_a_role_that_loses_a_mandate_within_the_transaction_reads_it_no_more(
    here: world.Town, author: Account
) -> None:
    work(home(here, author))
    with acting_as(author.pk):
        assert Need.objects.count() == 1
        with acting_as_system():
            Role.objects.filter(code="unit_coordinator").update(mandates=["health"])
        assert Need.objects.count() == 0


def test_an_override_made_within_the_transaction_opens_its_household(
    here: world.Town, author: Account
) -> None:
    opened = world.household(author, here, code="AAAA-0001")
    outsider = world.account("emergency_reader", world.town("THERE").unit)
    now, hour = datetime.datetime.now(datetime.UTC), datetime.timedelta(hours=1)
    with acting_as(outsider.pk):
        assert Household.objects.count() == 0
        over = {"account": outsider, "household": opened.pk, "reason": "Fire in the settlement."}
        Override.objects.create(**over, begins_at=now - hour, ends_at=now + hour)
        assert Household.objects.count() == 1


def test_what_is_kept_for_one_entry_tells_the_next_nothing(here: world.Town, author: Account) -> None:
    world.household(author, here, code="AAAA-0001")
    stranger = world.account("unit_coordinator", world.town("THERE").unit)
    with acting_as(author.pk):
        assert Household.objects.count() == 1
        with acting_as(stranger.pk):
            assert Household.objects.count() == 0
        assert Household.objects.count() == 1


@pytest.mark.parametrize("kept", [True, False])
def test_two_roles_open_what_each_of_them_does(kept: bool, here: world.Town, author: Account) -> None:
    there = world.town("THERE")
    other = world.account("unit_coordinator", there.unit)
    for town, who in ((here, author), (there, other)):
        of = home(town, who)
        work(of, mandate="health", text="Medical")
        work(of, mandate="education", text="School")
    both = world.account("health_mediator", here.unit)
    with acting_as_system():
        RoleGrant.objects.create(
            account=both, role_id="pedagogical_assistant", unit=there.unit, begins=world.LONG_AGO
        )
    with acting_as(both.pk):
        if not kept:
            asked("select set_config('khetane.entry', '', true)")
        seen = {(need.unit_id, need.mandate) for need in Need.objects.all()}
        mandates = asked("select count(*) from khetane_mandates()")
    assert seen == {(here.unit.pk, "health"), (there.unit.pk, "education")}
    assert mandates == 2


def test_a_viewer_set_without_entering_reads_by_her_own_roles(here: world.Town, author: Account) -> None:
    """What was told of the viewer before stands in settings still, and counts for nobody but her."""
    there = world.town("THERE")
    stranger = world.account("unit_coordinator", there.unit)
    world.household(author, here, code="AAAA-0001")
    world.household(stranger, there, code="AAAA-0002")
    with acting_as(author.pk):
        with connection.cursor() as cursor:
            cursor.execute("select set_config('khetane.viewer', %s, true)", [str(stranger.pk)])
            cursor.execute("select set_config('khetane.entry', '', true)")
        assert list(Household.objects.values_list("code", flat=True)) == ["AAAA-0002"]


@pytest.mark.parametrize("permission", [*TOLD, "self_identification.read", "grant.write"])
def test_what_entering_tells_is_what_the_functions_answer(permission: str, here: world.Town) -> None:
    there = world.town("THERE")
    viewer_of_both = world.account("health_mediator", here.unit)
    with acting_as_system():
        Role.objects.create(code="made", name="Made here", permissions=[permission], mandates=["health"])
        RoleGrant.objects.create(
            account=viewer_of_both, role_id="made", unit=there.unit, begins=world.LONG_AGO
        )
    with acting_as(viewer_of_both.pk) as viewer:
        for told in TOLD:
            units = units_of(f"select current_setting('khetane.in.{told}')::uuid[]")
            assert units == units_of(f"select khetane_units('{told}')") == viewer.units.get(told, set())
            assert (there.unit.pk in units) == (told == permission)
        mandates = asked("select nullif(current_setting('khetane.in.mandates'), '')::text[]")
        assert mandates == asked("select khetane_read_everywhere()")
        assert (mandates is None) == (permission != "content.read")
        assert asked("select access_kept_grants()") == asked("select access_grants()")
        asked("select set_config('khetane.entry', '', true)")
        assert units_of(f"select khetane_units('{permission}')") == viewer.units[permission]


def units_of(question: str) -> set[object]:
    units = asked(question)
    assert isinstance(units, list)
    return set(units)
