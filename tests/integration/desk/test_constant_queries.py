"""Pages that grow with what is known ask the database no more often for much than for little."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khetane.access.models import Account
from khetane.core import audit
from khetane.core.viewer import acting_as
from khetane.history.models import Conflict
from khetane.outreach.models import Visit
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home, client_of, home, papers, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    made = home(here, author)
    work(made)
    papers(made)
    return made


def grows(client: Client, url: str, more: Callable[[], object]) -> tuple[int, int]:
    """How many questions the page asks before and after `more`; what is read once a process is read first."""
    asked = []
    for step in (lambda: None, lambda: None, more):
        step()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        asked.append(len(captured))
    return asked[1], asked[2]


def test_a_person_page_with_a_long_history(ours: Home) -> None:
    person = ours.members[0]

    def changed() -> None:
        for version in range(1, 8):
            send(ours.author, ours.town, update("person", person, version, {"phone": f"06{version}"}))

    few, many = grows(client_of(ours.author), reverse("people:person", args=[person]), changed)
    assert few == many


def test_today_with_much_to_do(ours: Home) -> None:
    few, many = grows(client_of(ours.author), reverse("home"), lambda: work(ours, copies=12))
    assert few == many


def test_a_visit_with_many_notes(ours: Home) -> None:
    with acting_as(ours.author.pk):
        visit = Visit.objects.get()

    def noted() -> None:
        work(ours, copies=8)
        with acting_as(ours.author.pk):
            for kept in ("needs", "services", "tasks", "notes"):
                getattr(Visit.objects.exclude(pk=visit.pk).latest("created_at"), kept).update(visit=visit)

    few, many = grows(client_of(ours.author), reverse("outreach:visit", args=[visit.pk]), noted)
    assert few == many


@pytest.mark.parametrize("typing", [False, True])
def test_a_search_that_finds_many(typing: bool, ours: Home) -> None:
    client = client_of(ours.author)
    if typing:
        client.defaults["HTTP_HX_REQUEST"] = "true"
    url = f"{reverse('people:search')}?q=izmisljeni"
    few, many = grows(client, url, lambda: [home(ours.town, ours.author) for _ in range(6)])
    assert many == few + typing  # while one types, only whom one has not just been shown is put on record


def test_many_conflicts(ours: Home) -> None:
    def contested() -> None:
        for _ in range(6):
            made = uuid.uuid4()
            send(ours.author, ours.town, edit("household", made, {"place": "HERE-S1", "phone": "061"}))
            send(ours.author, ours.town, update("household", made, 1, {"phone": "062"}))
            send(ours.author, ours.town, update("household", made, 1, {"phone": "063"}))

    contested()
    few, many = grows(client_of(ours.author), reverse("history:conflicts"), contested)
    assert few == many
    with acting_as(ours.author.pk):
        assert Conflict.objects.count() == 12


def test_the_lists_of_a_lawyer_of_many_units(here: world.Town) -> None:
    """Several units are asked for together, however many they are."""
    lawyer = world.account("legal_aid_lawyer", world.country())

    def town(code: str) -> None:
        made = world.town(code)
        work(home(made, world.account("unit_coordinator", made.unit)), mandate="legal")

    for code in ("THERE", "YONDER"):
        town(code)
    client = client_of(lawyer)
    for number, route in enumerate(("people:households", "outreach:tasks", "cases:needs")):
        few, many = grows(client, reverse(route), partial(town, f"FAR{number}"))
        assert few == many


@pytest.mark.parametrize("route", ["access:accounts", "access:audit", "access:devices"])
def test_what_the_coordinator_oversees(route: str, ours: Home) -> None:
    def more() -> None:
        for _ in range(6):
            member = world.account("health_mediator", ours.town.unit)
            with acting_as(member.pk):
                audit.record("wrote", "household", [ours.id], unit_id=ours.town.unit.pk)

    few, many = grows(client_of(ours.author), reverse(route), more)
    assert few == many
