"""Whoever moves a unit or a place does not widen by it whom a role reaches: a second person confirms that."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from khetane.access import confirming
from khetane.access.models import Account, AuditEvent, RoleGrant
from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as, acting_as_system
from khetane.organisations.actions import UnitFacts, change_unit
from khetane.people.models import Household
from khetane.places.models import Place
from khetane.places.tree import actions as tree
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> world.Town:
    return peopled("HERE", "K7M4-9PX2")


@pytest.fixture
def there() -> world.Town:
    return peopled("THERE", "2FXC-77Y5")


@pytest.fixture
def administrator() -> Account:
    return world.account("administrator", world.country())


@pytest.fixture
def officer() -> Account:
    return world.account("data_protection_officer", world.country())


@pytest.fixture
def reader(here: world.Town) -> Account:
    """Who holds the coordinator's role for a place, given and in force properly."""
    return world.account("unit_coordinator", here.municipality)


def peopled(code: str, household: str) -> world.Town:
    town = world.town(code)
    world.household(world.account("unit_coordinator", town.unit), town, code=household)
    return town


def region(code: str, *, below: Place | None = None) -> Place:
    """A district of the country, for places to be moved to."""
    parent = below or world.country()
    with acting_as_system():
        return Place.objects.create(
            kind="district",
            code=code,
            name=code,
            sort_key=code,
            parent=parent,
            path=f"{parent.path}.{code.lower()}",
        )


def codes(account: Account) -> set[str]:
    with acting_as(account.pk):
        return set(Household.objects.values_list("code", flat=True))


def grant_of(account: Account) -> RoleGrant:
    with acting_as_system():
        return RoleGrant.objects.get(account=account)


def move_unit(account: Account, town: world.Town, to: Place) -> None:
    with acting_as(account.pk):
        change_unit(unit_id=town.unit.pk, municipality=to, facts=UnitFacts(name="Moved"))


def by_sql(account: Account, *statements: tuple[str, list[Any]]) -> None:
    with acting_as(account.pk), connection.cursor() as cursor, transaction.atomic():
        for statement, values in statements:
            cursor.execute(statement, values)


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_a_unit_moved_on_the_screen_waits_and_the_officer_sees_why(
    here: world.Town, there: world.Town, administrator: Account, officer: Account, reader: Account
) -> None:
    client = browser(administrator)
    form = reverse("organisations:edit-unit", args=[there.unit.pk])
    assert "before a second person has confirmed" in client.get(form).content.decode()
    given = {"name": "Unit THERE", "municipality": str(here.municipality.pk)}
    answer = client.post(form, given, follow=True).content.decode()
    assert "1 role would reach more persons" in answer
    assert codes(reader) == {"K7M4-9PX2"}

    client = browser(officer)
    for page in ("home", "access:confirming"):
        shown = client.get(reverse(page)).content.decode()
        assert "would newly reach" in shown
        assert "Unit THERE" in shown
        assert administrator.email in shown
    confirm = reverse("access:confirm_grant", args=[grant_of(reader).pk])
    asked = client.get(confirm).content.decode()
    assert "Unit THERE (THERE-U) too?" in asked
    assert administrator.email in asked
    client.post(confirm)
    assert codes(reader) == {"K7M4-9PX2", "2FXC-77Y5"}
    assert grant_of(reader).confirmed_by_id == officer.pk
    with acting_as(officer.pk):
        assert grant_of(reader).pk in AuditEvent.objects.get(action="confirmed").subjects
    assert "would newly reach" not in client.get(reverse("access:confirming")).content.decode()


def test_refused_the_role_stays_and_never_reaches_the_unit(
    here: world.Town, there: world.Town, administrator: Account, officer: Account, reader: Account
) -> None:
    move_unit(administrator, there, here.municipality)
    browser(officer).post(reverse("access:refuse_grant", args=[grant_of(reader).pk]))
    assert codes(reader) == {"K7M4-9PX2"}
    assert grant_of(reader).ends is None
    with acting_as(officer.pk):
        assert not confirming.to_confirm().exists()
    move_unit(administrator, there, there.municipality)
    move_unit(administrator, there, here.municipality)
    with acting_as(officer.pk):
        assert confirming.to_confirm().get().pk == grant_of(reader).pk
    assert codes(reader) == {"K7M4-9PX2"}


def test_moved_away_again_nothing_waits(
    here: world.Town, there: world.Town, administrator: Account, officer: Account, reader: Account
) -> None:
    move_unit(administrator, there, here.municipality)
    move_unit(administrator, there, there.municipality)
    with acting_as(officer.pk):
        assert not confirming.to_confirm().exists()
    assert grant_of(reader).widened_since is None


def test_what_a_role_reached_before_stays_in_force(
    here: world.Town, there: world.Town, administrator: Account, officer: Account
) -> None:
    national = world.account("unit_coordinator", world.country())
    own = world.account("unit_coordinator", there.unit)
    move_unit(administrator, there, here.municipality)
    assert codes(national) == {"K7M4-9PX2", "2FXC-77Y5"}
    assert codes(own) == {"2FXC-77Y5"}
    with acting_as(officer.pk) as viewer:
        assert there.unit.pk in viewer.units["grant.confirm"]
        assert not confirming.to_confirm().exists()


def test_a_municipality_moved_on_the_screen_waits(
    here: world.Town, there: world.Town, administrator: Account, officer: Account
) -> None:
    district = region("DIST")
    reader = world.account("unit_coordinator", district)
    client = browser(administrator)
    page = reverse("places:move", args=[there.municipality.pk])
    assert "before a second person has confirmed" in client.get(page).content.decode()
    answer = client.post(page, {"parent": str(district.pk)}, follow=True).content.decode()
    assert "1 role would reach more persons" in answer
    assert codes(reader) == set()
    with acting_as(officer.pk):
        confirming.confirm(grant_id=grant_of(reader).pk)
    assert codes(reader) == {"2FXC-77Y5"}


def test_places_above_moved_with_the_role_s_own_place_among_them(
    here: world.Town, there: world.Town, administrator: Account
) -> None:
    inner, outer = region("INNER"), region("OUTER")
    with acting_as(administrator.pk):
        tree.move(place_id=there.municipality.pk, parent_id=inner.pk)
    stays = world.account("unit_coordinator", inner)
    grows = world.account("unit_coordinator", outer)
    with acting_as(administrator.pk):
        tree.move(place_id=inner.pk, parent_id=outer.pk)
    assert codes(stays) == {"2FXC-77Y5"}
    assert codes(grows) == set()
    assert grant_of(grows).widening == [there.unit.pk]


def test_the_database_s_own_doors_are_the_same(
    here: world.Town, there: world.Town, administrator: Account, reader: Account
) -> None:
    by_sql(
        administrator,
        (
            "update organisations_unit set municipality_id = %s where id = %s",
            [here.municipality.pk, there.unit.pk],
        ),
    )
    assert codes(reader) == {"K7M4-9PX2"}
    assert grant_of(reader).widening == [there.unit.pk]


def test_a_path_written_by_sql_waits_whichever_end_moves(
    here: world.Town, there: world.Town, administrator: Account, reader: Account
) -> None:
    below = f"{here.municipality.path}.there"
    by_sql(
        administrator,
        ("update places_place set path = %s::ltree where id = %s", [below, there.municipality.pk]),
    )
    assert codes(reader) == {"K7M4-9PX2"}
    district = region("DIST")
    holder = world.account("unit_coordinator", district)
    path = "update places_place set path = %s::ltree where id = %s"
    by_sql(
        administrator, (path, ["see.rs.here.there.x", there.municipality.pk]), (path, [below, district.pk])
    )
    assert codes(holder) == set()
    assert grant_of(holder).widening == [there.unit.pk]


def test_an_id_is_given_to_no_other_unit_or_place(
    here: world.Town, there: world.Town, administrator: Account, reader: Account
) -> None:
    other = UUID(int=7)
    tries: list[tuple[str, list[Any]]] = [
        ("update organisations_unit set id = %s where id = %s", [other, there.unit.pk]),
        ("update places_place set id = %s where id = %s", [other, there.municipality.pk]),
        ("delete from organisations_unit where id = %s", [there.unit.pk]),
        ("delete from places_place where id = %s", [there.municipality.pk]),
        ("update access_rolegrant set widening = '{}' where true", []),
        ("update access_rolegrant set left_out = '{}' where true", []),
    ]
    for statement, values in tries:
        with pytest.raises(DatabaseError), transaction.atomic():
            by_sql(administrator, (statement, values))


def test_neither_who_moved_it_nor_who_would_reach_it_confirms(
    here: world.Town, there: world.Town, officer: Account
) -> None:
    both = world.account("administrator", world.country())
    with acting_as_system():
        RoleGrant.objects.create(
            account=both, role_id="data_protection_officer", place=world.country(), begins=world.LONG_AGO
        )
    first = world.account("unit_coordinator", here.municipality)
    second = world.account("unit_coordinator", here.municipality)
    move_unit(both, there, here.municipality)
    for viewer, grant in ((both, first), (first, first), (second, first), (first, second)):
        with acting_as(viewer.pk), pytest.raises(Invalid):
            confirming.confirm(grant_id=grant_of(grant).pk)
    with acting_as(officer.pk):
        confirming.confirm(grant_id=grant_of(first).pk)
    with acting_as(first.pk):
        confirming.confirm(grant_id=grant_of(second).pk)


def test_a_role_that_ended_never_begins_again_where_more_was_moved_to(
    here: world.Town, there: world.Town, administrator: Account, reader: Account
) -> None:
    with acting_as(administrator.pk):
        RoleGrant.objects.filter(account=reader).update(ends=datetime.date(2021, 1, 1))
    move_unit(administrator, there, here.municipality)
    with acting_as(administrator.pk), pytest.raises(DatabaseError, match="never later"), transaction.atomic():
        RoleGrant.objects.filter(account=reader).update(ends=None)
    assert codes(reader) == set()


def test_a_role_that_sees_nobody_waits_for_nobody(
    here: world.Town, there: world.Town, administrator: Account
) -> None:
    clerk = world.account("municipal_officer", here.municipality)
    move_unit(administrator, there, here.municipality)
    assert grant_of(clerk).widening == []
    with acting_as(clerk.pk) as viewer:
        assert viewer.units["settlement.read"] == {here.unit.pk, there.unit.pk}
