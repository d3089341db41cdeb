"""A round names households: another unit neither sees nor changes it, and of other mandates it tells only that there is work."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.outreach.models import PlannedHousehold
from khetane.people.models import Household
from khetane.visiting.proposing import cases_of
from khetane.visiting.rules import Case
from tests import world
from tests.edits import agree_to_go, edit, send
from tests.integration.desk.scene import client_of

pytestmark = pytest.mark.django_db
HOME, VISIT = UUID(int=71), UUID(int=72)
SEEN = "select count(*) from outreach_plannedhousehold"
ADDED = (
    "insert into outreach_plannedhousehold (visit_id, household_id, unit_id, position) values (%s, %s, %s, 9)"
)


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    author = world.account("unit_coordinator", here.unit)
    visit = {"place": here.settlement.code, "date": "2026-12-01", "state": "planned", "planned": str(HOME)}
    made = send(
        author, here, edit("household", HOME, {"place": here.settlement.code}), edit("visit", VISIT, visit)
    )
    assert made.state == "applied", [reason.message for reason in made.reasons]
    return author


@pytest.fixture
def stranger() -> Account:
    return world.account("unit_coordinator", world.town("THERE").unit)


def asked(account: Account, statement: str, *parameters: Any) -> tuple[int, list[tuple[object, ...]]]:
    with acting_as(account.pk), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount, cursor.fetchall() if cursor.description else []


def test_another_unit_sees_and_changes_nothing_of_a_round(coordinator: Account, stranger: Account) -> None:
    assert asked(coordinator, SEEN)[1] == [(1,)]
    assert asked(stranger, SEEN)[1] == [(0,)]
    for statement in (
        "update outreach_plannedhousehold set position = 5",
        "delete from outreach_plannedhousehold",
    ):
        assert asked(stranger, statement)[0] == 0
    assert asked(coordinator, SEEN)[1] == [(1,)]


def test_nobody_adds_to_the_round_of_another_unit(
    coordinator: Account, stranger: Account, here: world.Town
) -> None:
    row = [str(VISIT), str(HOME), str(here.unit.pk)]
    with pytest.raises(ProgrammingError) as refused, transaction.atomic():
        asked(stranger, ADDED, *row)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize("route", ["round", "change", "record", "cancel"])
def test_pages_of_a_visit_are_not_there_for_another_unit(
    route: str, coordinator: Account, stranger: Account
) -> None:
    address = reverse(f"visiting:{route}", args=[VISIT])
    assert client_of(coordinator).get(address).status_code == 200
    assert client_of(stranger).get(address).status_code == 404


def test_who_sees_no_persons_opens_none_of_them(here: world.Town, coordinator: Account) -> None:
    client = client_of(world.account("municipal_officer", here.municipality))
    for route in ("calendar", "coverage", "plan", "record_unplanned"):
        assert client.get(reverse(f"visiting:{route}")).status_code == 403


def proposed(account: Account, town: world.Town) -> dict[UUID, Case]:
    with acting_as(account.pk):
        return cases_of(town.unit.pk, town.settlement.pk, timezone.localdate())


def need(author: Account, town: world.Town, area: str, form: str) -> None:
    said = {"household": str(HOME), "area": area, "urgency": "urgent", "description": "Secret"}
    made = send(author, town, edit("need", uuid.uuid4(), said), mandate=form)
    assert made.state == "applied", [reason.message for reason in made.reasons]


def test_of_other_mandates_it_is_told_that_there_is_work_and_nothing_of_a_need_for_safety(
    coordinator: Account, stranger: Account, here: world.Town
) -> None:
    worker = world.account("social_worker", here.unit)
    mediator = world.account("health_mediator", here.unit)
    need(worker, here, "safety", "social_protection")
    assert proposed(coordinator, here) == {HOME: Case(HOME)}
    need(mediator, here, "health", "health")
    due = timezone.localdate() - dt.timedelta(days=1)
    task = {"household": str(HOME), "title": "Secret", "due": due.isoformat()}
    assert send(mediator, here, edit("task", uuid.uuid4(), task), mandate="health").state == "applied"
    assert proposed(coordinator, here) == {HOME: Case(HOME, None, 1, due, True)}
    assert proposed(stranger, here) == {}


def test_a_round_hides_a_household_that_was_handed_over(
    coordinator: Account, stranger: Account, here: world.Town
) -> None:
    with acting_as(coordinator.pk):
        assert PlannedHousehold.objects.filter(visit=VISIT).count() == 1
    there = world.town("YONDER").unit
    agree_to_go(coordinator, here, HOME, there)
    with acting_as(coordinator.pk), connection.cursor() as cursor:
        cursor.execute("select people_hand_over(%s, %s, khetane_today())", [HOME, there.pk])
        assert cursor.fetchall() == [(True,)]
        assert not Household.objects.filter(pk=HOME).exists()
    answer = client_of(coordinator).get(reverse("visiting:round", args=[VISIT])).content.decode()
    assert "No household is on the round" in answer
