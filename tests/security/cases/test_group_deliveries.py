"""Who took part in a group is seen by the unit's mandate alone, and goes where the household goes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from khetane.access.models import Account
from khetane.cases.models import GroupDelivery, GroupParticipant
from khetane.core.viewer import acting_as
from tests import world
from tests.edits import agree_to_go
from tests.integration.desk.scene import Home, client_of, home
from tests.statements import touched

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    of = home(here, author)
    health = world.account("health_mediator", here.unit)
    with acting_as(health.pk):
        base = {"unit": here.unit, "mandate": "health"}
        group = GroupDelivery(
            type="health_workshop", date=dt.date(2026, 3, 1), attended=3, topic="Private", **base
        )
        GroupDelivery.objects.bulk_create([group])
        GroupParticipant.objects.bulk_create(
            [GroupParticipant(group=group, person_id=of.members[0], household_id=of.id, **base)]
        )
        assert (GroupDelivery.objects.count(), GroupParticipant.objects.count()) == (1, 1)
    return of


@pytest.mark.parametrize("role", ["unit_coordinator", "social_worker", "project_staff"])
def test_another_mandate_sees_and_changes_nothing(role: str, ours: Home, here: world.Town) -> None:
    with acting_as(world.account(role, here.unit).pk):
        for table in ("cases_groupdelivery", "cases_groupparticipant"):
            assert touched(f"select 1 from {table}") == 0
            assert touched(f"update {table} set mandate = 'coordination'") == 0
            assert touched(f"delete from {table}") == 0


def test_another_unit_sees_and_writes_nothing(ours: Home, here: world.Town) -> None:
    other = world.account("health_mediator", world.town("ELSE").unit)
    with acting_as(other.pk):
        assert touched("select 1 from cases_groupparticipant") == 0
        with pytest.raises(Exception, match="row-level security"):
            GroupDelivery.objects.bulk_create(
                [
                    GroupDelivery(
                        unit=here.unit,
                        mandate="health",
                        type="job_club",
                        date=dt.date(2026, 3, 1),
                        attended=1,
                    )
                ]
            )


def test_pages_of_another_mandate_are_not_there(ours: Home, here: world.Town) -> None:
    social = client_of(world.account("social_worker", here.unit))
    with acting_as(world.account("health_mediator", here.unit).pk):
        group = GroupDelivery.objects.get()
    health = client_of(world.account("health_mediator", here.unit))
    for page in ("cases:group", "cases:participants"):
        url = reverse(page, args=[group.pk])
        assert (social.get(url).status_code, health.get(url).status_code) == (404, 200)


def test_who_took_part_follows_the_household_to_another_unit(ours: Home, here: world.Town) -> None:
    there = world.town("ELSE")
    agree_to_go(ours.author, here, ours.id, there.unit)
    with acting_as(ours.author.pk), connection.cursor() as cursor:
        cursor.execute("select people_hand_over(%s, %s, khetane_today())", [ours.id, there.unit.pk])
    with acting_as(world.account("health_mediator", there.unit).pk):
        assert [one.person_id for one in GroupParticipant.objects.all()] == [ours.members[0]]
    with acting_as(world.account("health_mediator", here.unit).pk):
        assert GroupParticipant.objects.count() == 0
        assert GroupDelivery.objects.get().attended == 3
