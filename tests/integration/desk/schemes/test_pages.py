"""Schemes on the screens: apply, be taken in, meet, reach, come to an end."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.programmes.models import Enrolment, Milestone, Presence, SchemeStaff, Session
from tests import world
from tests.integration.desk.scene import Home, client_of, home
from tests.integration.desk.test_constant_queries import grows
from tests.integration.desk.test_editing import filled, post
from tests.integration.programmes.scene import enrol
from tests.integration.programmes.scene import step as stepped

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    return world.account("unit_coordinator", here.unit)


@pytest.fixture
def teacher(here: world.Town) -> Account:
    return world.account("pedagogical_assistant", here.unit)


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


def page(client: Client, enrolment: object) -> str:
    return client.get(reverse("programmes:enrolment", args=[enrolment])).content.decode()


def test_a_household_applies_and_the_rules_say_why(ours: Home, coordinator: Account) -> None:
    client = client_of(coordinator)
    offered = client.get(reverse("programmes:choose_scheme", args=[ours.id])).content.decode()
    assert "Housing upgrade" in offered
    assert "Scholarship" not in offered  # another mandate's
    url = reverse("programmes:enrol", args=[ours.id, "housing_upgrade"])
    there = post(client, url, filled(client, url) | {"may_build": "yes", "to_be_relocated": "yes"})
    shown = client.get(there).content.decode()
    assert "does not meet every criterion" in shown.lower()
    assert "not met" in shown
    assert "The home stays where it is" in shown
    with acting_as(coordinator.pk):
        kept = Enrolment.objects.get()
    assert (kept.stage, kept.eligible, kept.answers) == (
        "applied",
        "no",
        ["may_build=yes", "to_be_relocated=yes"],
    )


def test_a_step_waits_for_its_milestone_and_is_then_a_button(ours: Home, coordinator: Account) -> None:
    client = client_of(coordinator)
    enrolment = enrol(coordinator, ours, "housing_upgrade")
    step = reverse("programmes:step", args=[enrolment, "assess"])
    assert step not in page(client, enrolment)
    assert "assessment" in post(client, step, filled(client, step), 422)
    url = reverse("programmes:milestone", args=[enrolment, "assessment"])
    post(client, url, filled(client, url) | {"state": "reached"})
    assert step in page(client, enrolment)
    post(client, step, filled(client, step))
    with acting_as(coordinator.pk):
        assert Enrolment.objects.get().stage == "assessed"
        assert Milestone.objects.get().reached_on == timezone.localdate()


def test_who_was_there_is_ticked_and_the_others_were_absent(
    ours: Home, teacher: Account, here: world.Town
) -> None:
    client = client_of(teacher)
    one, other = (enrol(teacher, ours, "after_school", member=number) for number in (0, 1))
    for enrolment in (one, other):
        assert stepped(teacher, here, enrolment, 1, "attending", reason="An exception.").state == "applied"
    url = reverse("programmes:new_session", args=["after_school"])
    post(client, url, filled(client, url) | {"present": [str(one)], "with_parent": [str(one)], "hours": "2"})
    with acting_as(teacher.pk):
        told = {row.enrolment_id: (row.present, row.with_parent) for row in Presence.objects.all()}
        session = Session.objects.get()
    assert told == {one: (True, True), other: (False, False)}
    shown = client.get(reverse("programmes:session", args=[session.pk])).content.decode()
    assert "was there" in shown
    assert "absent" in shown


def test_staff_of_a_scheme_is_named_and_ended(ours: Home, coordinator: Account, here: world.Town) -> None:
    hers = world.account("project_staff", here.unit, email="project@example.org")
    enrolment = enrol(coordinator, ours, "housing_upgrade")
    client, project = client_of(coordinator), client_of(hers)
    address = reverse("programmes:enrolment", args=[enrolment])
    assert project.get(address).status_code == 404
    url = reverse("programmes:staff", args=["housing_upgrade"])
    post(client, url, {"account": str(hers.pk), "unit": str(here.unit.pk)})
    assert project.get(address).status_code == 200
    with acting_as(coordinator.pk):
        working = SchemeStaff.objects.get()
    post(client, reverse("programmes:end_staff", args=[working.pk]), {})
    assert project.get(address).status_code == 404
    with acting_as_system():
        assert AuditEvent.objects.filter(kind="scheme_staff", action="wrote").count() == 2


def test_staff_whose_role_stands_on_a_place_are_named_and_added(
    coordinator: Account, here: world.Town
) -> None:
    hers = world.account("project_staff", world.country(), email="project@example.org")
    world.account("project_staff", world.town("YONDER").unit, email="yonder@example.org")
    client, url = client_of(coordinator), reverse("programmes:staff", args=["housing_upgrade"])
    page = client.get(url).content.decode()
    assert "project@example.org" in page
    assert "yonder@example.org" not in page
    post(client, url, {"account": str(hers.pk), "unit": str(here.unit.pk)})
    assert '<span class="k-line-main">project@example.org</span>' in client.get(url).content.decode()
    with acting_as(coordinator.pk):
        assert SchemeStaff.objects.get().account == hers.pk


def test_nobody_is_chosen_for_a_scheme_beforehand(coordinator: Account, here: world.Town) -> None:
    for name in ("one", "other"):
        world.account("project_staff", here.unit, email=f"{name}@example.org")
    client, url = client_of(coordinator), reverse("programmes:staff", args=["housing_upgrade"])
    page = client.get(url).content.decode()
    first = dict(re.findall(r'<select name="(\w+)"[^>]*>\s*<option value="([^"]*)"', page))
    assert first == {"account": "", "unit": str(here.unit.pk)}  # of units there is one only
    assert client.post(url, first).status_code == 422
    with acting_as(coordinator.pk):
        assert not SchemeStaff.objects.exists()


def test_who_enrols_nobody_is_not_sent_to_households_that_she_cannot_open(
    coordinator: Account, here: world.Town
) -> None:
    hers = world.account("project_staff", here.unit)
    pages = [reverse("programmes:schemes"), reverse("programmes:scheme", args=["housing_upgrade"])]
    for account, told, untold in (
        (coordinator, "pen the household or the person", "The mobile unit enrols people"),
        (hers, "The mobile unit enrols people", "household or"),
    ):
        for url in pages:
            page = client_of(account).get(url).content.decode().partition("<main")[2]
            assert told in page or "pen a household or a person" in page
            assert untold not in page


def test_nobody_is_added_to_a_unit_that_her_role_does_not_reach(here: world.Town) -> None:
    there = world.town("YONDER")
    leader = world.account("unit_coordinator", world.country())
    hers = world.account("project_staff", there.unit)
    client, url = client_of(leader), reverse("programmes:staff", args=["housing_upgrade"])
    answer = client.post(url, {"account": str(hers.pk), "unit": str(here.unit.pk)})
    assert answer.status_code == 422
    with acting_as(leader.pk):
        assert not SchemeStaff.objects.exists()


def test_who_leads_no_unit_learns_nothing_of_staff(here: world.Town) -> None:
    world.account("project_staff", world.country())
    for role in ("health_mediator", "project_staff", "administrator"):
        with acting_as(world.account(role, world.country()).pk), connection.cursor() as cursor:
            cursor.execute("select count(*) from programmes_staff_in_reach()")
            assert cursor.fetchone() == (0,), role


@pytest.mark.parametrize("name", ["schemes", "scheme"])
def test_lists_ask_no_more_for_much(
    name: str, here: world.Town, author: Account, coordinator: Account
) -> None:
    url = reverse(f"programmes:{name}", args=["housing_upgrade"] if name == "scheme" else [])

    def more() -> None:
        for _ in range(6):
            enrol(coordinator, home(here, author), "housing_upgrade")

    more()
    few, many = grows(client_of(coordinator), url, more)
    assert few == many
