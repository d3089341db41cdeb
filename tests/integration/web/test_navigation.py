"""Every page of the menu asks the database as often for much as for little: no list is forgotten here."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from khetane.access import actions
from khetane.access.actions_devices import create_device
from khetane.access.models import Account, RoleGrant
from khetane.access.templatetags.access import FIRST_FEW
from khetane.cases.models import GroupDelivery, GroupParticipant
from khetane.core.viewer import acting_as, acting_as_system
from khetane.forms import names
from khetane.organisations.models import DirectoryEntry
from khetane.people.models import Household, MatchCandidate
from khetane.subjects.requests import take_down
from khetane.web.navigation import GROUPS
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home, client_of, home, papers, work
from tests.integration.importing.table import ROWS, workbook
from tests.integration.programmes.scene import enrol

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON, LATE = TODAY + datetime.timedelta(days=5), TODAY - datetime.timedelta(days=20)
BESIDE = re.compile(r"django_session|SAVEPOINT")  # a session is written anew now and then, whatever the page
ENTRIES = [entry.route for group in GROUPS for entry in group.entries]


def much(number: int) -> None:
    """Another unit in which there is some of everything, led by a coordinator; roles that wait, a signed unit."""
    town = world.town(f"TOWN{number}")
    leader, reader = (world.account(role, town.unit) for role in ("unit_coordinator", "emergency_reader"))
    officer = world.account("data_protection_officer", town.municipality)
    some(town, leader, number)
    with acting_as(reader.pk):
        actions.open_override(code="AA11-1", reason="A child is in danger and nobody answers.")
    with acting_as(officer.pk):
        names.sign(town.unit.pk, "No network, and many of one name.")
    waits = world.account("municipal_officer", town.municipality)
    with acting_as_system():
        RoleGrant.objects.create(
            account=waits,
            role_id="social_worker",
            unit=town.unit,
            begins=LATE,
            unconfirmed_since=timezone.now(),
        )


def some(town: world.Town, leader: Account, number: int) -> None:
    """Two households of the unit with some of every kind of record."""
    homes = [home(town, leader), home(town, leader)]
    for mandate in ("coordination", "legal"):
        work(homes[0], mandate=mandate, copies=2)
    papers(homes[0])
    casework(homes[0], number)
    administration(homes[0], number)
    of_place = {"place": str(town.settlement.pk), "kind": "upgrading", "due": LATE.isoformat()}
    assert send(leader, town, edit("settlement_process", uuid.uuid4(), of_place)).state == "applied"
    with acting_as(leader.pk):
        MatchCandidate.objects.create(
            unit=town.unit,
            person_id=homes[0].members[0],
            other_id=homes[1].members[0],
            pair=uuid.uuid4().hex,
            probability=0.9,
        )


def casework(of: Home, number: int) -> None:
    """A plan with a late step, an urgent need, a procedure with a hearing, a scheme, a group, a conflict."""
    household, person = str(of.id), str(of.members[0])
    plan, procedure = uuid.uuid4(), uuid.uuid4()
    urgent = {"household": household, "area": "health", "urgency": "urgent", "found_on": LATE.isoformat()}
    for several in (
        [
            edit("case_plan", plan, {"household": household, "goals": "Goal", "state": "agreed", "review_on": LATE.isoformat()}),
            edit("plan_step", uuid.uuid4(), {"plan": str(plan), "what": "Do", "until": LATE.isoformat()}),
        ],
        [edit("need", uuid.uuid4(), urgent)],
        [edit("visit", uuid.uuid4(), {"place": of.town.settlement.code, "date": SOON.isoformat(), "state": "planned"})],
        [update("household", of.id, 1, {"phone": f"0611{number}"})],
    ):  # fmt: skip
        assert send(of.author, of.town, *several).state == "applied"
    begun = {"person": person, "type": "BIRTH-L", "initiated_on": LATE.isoformat()}
    for one in (
        edit("procedure", procedure, begun),
        edit("hearing", uuid.uuid4(), {"procedure": str(procedure), "date": SOON.isoformat()}),
    ):
        assert send(of.author, of.town, one, mandate="coordination").state == "applied"
    assert send(of.author, of.town, update("household", of.id, 1, {"phone": f"0622{number}"})).conflicts
    enrol(of.author, of, "housing_upgrade")
    with acting_as(of.author.pk):
        group = GroupDelivery.objects.create(
            unit=of.town.unit, mandate="coordination", type="job_club", date=TODAY, attended=9
        )
        GroupParticipant.objects.bulk_create(
            [
                GroupParticipant(
                    group=group,
                    person_id=one,
                    household_id=of.id,
                    unit=of.town.unit,
                    mandate="coordination",
                )
                for one in of.members
            ]
        )


def administration(of: Home, number: int) -> None:
    """A table that is imported, a device, a request of a person, a service of the directory."""
    table = workbook(*ROWS, (number, "", "", "Zora", "Izmaštana", "", "", "", "", ""))
    upload = {"file": SimpleUploadedFile("t.xlsx", table)}
    assert client_of(of.author).post(reverse("importing:imports"), upload).status_code == 302
    with acting_as(of.author.pk):
        create_device(account=of.author, unit=of.town.unit)
        household = Household.objects.get(pk=of.id)
        take_down(kind="copy", household=household, person_id=of.members[0], requested_on=LATE)
        DirectoryEntry.objects.create(
            place=of.town.municipality,
            provider=f"Office {number}",
            kind="municipality",
            area="documents",
            what="Extracts",
        )


@pytest.fixture
def viewers(here: world.Town, author: Account) -> dict[str, Client]:
    """Who opens the pages: some of one unit, some of all there are."""
    everywhere = (
        "legal_aid_lawyer",
        "unit_coordinator",
        "national_analyst",
        "data_protection_officer",
        "grievance_officer",
        "administrator",
    )
    return {
        "the coordinator": client_of(author),
        "a mediator": client_of(world.account("health_mediator", here.unit)),
        **{f"{role} of all": client_of(world.account(role, world.country())) for role in everywhere},
    }


def asked(viewers: dict[str, Client]) -> Iterator[tuple[tuple[str, str], int]]:
    """(viewer, route) of every page that is shown, and how many questions it asks."""
    for name, client in viewers.items():
        for route in ENTRIES:
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(reverse(route), follow=True)
            if answer.status_code == 200:
                yield (
                    (name, route),
                    sum(BESIDE.search(one["sql"]) is None for one in captured.captured_queries),
                )


def test_every_page_of_the_menu_asks_no_more_for_much(
    viewers: dict[str, Client], here: world.Town, author: Account
) -> None:
    for number in range(FIRST_FEW + 1):  # beyond them one question says how many more there are
        much(number)
    some(here, author, FIRST_FEW + 1)
    dict(asked(viewers))  # what is read once a process
    few = dict(asked(viewers))
    for number in range(FIRST_FEW + 2, FIRST_FEW + 5):
        much(number)
        some(here, author, number)
    many = dict(asked(viewers))
    assert {page: (few[page], number) for page, number in many.items() if number != few[page]} == {}
    assert {route for _, route in few} == set(ENTRIES), "nobody opened these"
