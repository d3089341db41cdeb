"""Project staff see whom their scheme enrolled in their unit, and nobody else; by SQL and by HTTP."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.people.models import Household, Person
from khetane.programmes.enrolled import enrolled
from khetane.programmes.models import Enrolment, SchemeStaff
from tests import world
from tests.edits import agree_to_go
from tests.integration.desk.scene import Home, client_of, home
from tests.integration.programmes.scene import enrol, reach
from tests.statements import touched

pytestmark = pytest.mark.django_db

TABLES = ("programmes_enrolment", "programmes_milestone", "programmes_session", "programmes_presence")


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    return world.account("unit_coordinator", here.unit)


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


@pytest.fixture
def housed(ours: Home, coordinator: Account, here: world.Town) -> uuid.UUID:
    enrolment = enrol(coordinator, ours, "housing_upgrade")
    reach(coordinator, here, enrolment, "assessment")
    return enrolment


def staff(coordinator: Account, here: world.Town, *schemes: str, ends: dt.date | None = None) -> Account:
    """Somebody of a project who works in these schemes of the unit."""
    made = world.account("project_staff", here.unit)
    with acting_as(coordinator.pk):
        SchemeStaff.objects.bulk_create(
            SchemeStaff(account=made.pk, unit=here.unit, scheme=scheme, begins=world.LONG_AGO, ends=ends)
            for scheme in schemes
        )
    return made


def test_she_sees_her_scheme_and_no_household(
    ours: Home, housed: uuid.UUID, coordinator: Account, here: world.Town
) -> None:
    enrol(world.account("pedagogical_assistant", here.unit), ours, "scholarship")
    hers = staff(coordinator, here, "housing_upgrade")
    with acting_as(hers.pk):
        assert [one.pk for one in Enrolment.objects.all()] == [housed]
        assert enrolled([housed])[housed].given_name == "Ana"
        assert Household.objects.count() == Person.objects.count() == 0
        for table in TABLES:
            assert touched(f"update {table} set scheme = 'tutoring'") == 0
            assert touched(f"delete from {table}") == 0


def test_pages_of_her_scheme_open_and_others_do_not(
    ours: Home, housed: uuid.UUID, coordinator: Account, here: world.Town
) -> None:
    other = enrol(world.account("pedagogical_assistant", here.unit), ours, "scholarship")
    client = client_of(staff(coordinator, here, "housing_upgrade"))
    page = client.get(reverse("programmes:enrolment", args=[housed]))
    assert page.status_code == 200
    assert "Ana" in page.content.decode()
    assert client.get(reverse("programmes:enrolment", args=[other])).status_code == 404
    assert client.get(reverse("programmes:step", args=[housed, "assess"])).status_code == 403
    assert client.get(reverse("people:household", args=[ours.id])).status_code in (403, 404)


@pytest.mark.parametrize("role", ["project_staff", "health_mediator", "municipal_officer", "administrator"])
def test_whoever_works_in_no_scheme_sees_nothing(role: str, housed: uuid.UUID, here: world.Town) -> None:
    with acting_as(world.account(role, here.unit).pk):
        assert enrolled([housed]) == {}
        for table in TABLES:
            assert touched(f"select 1 from {table}") == 0
            assert touched(f"update {table} set scheme = 'tutoring'") == 0


def test_work_that_ended_opens_nothing(housed: uuid.UUID, coordinator: Account, here: world.Town) -> None:
    former = staff(coordinator, here, "housing_upgrade", ends=dt.date(2021, 1, 1))
    with acting_as(former.pk):
        assert Enrolment.objects.count() == 0
        assert enrolled([housed]) == {}


def test_in_another_unit_the_same_scheme_opens_nothing(housed: uuid.UUID, here: world.Town) -> None:
    there = world.town("ELSE")
    leader = world.account("unit_coordinator", there.unit)
    other = staff(leader, there, "housing_upgrade")
    with acting_as(other.pk):
        assert Enrolment.objects.count() == 0
    with acting_as(leader.pk), pytest.raises(Exception, match="row-level security"):
        SchemeStaff.objects.bulk_create(
            [SchemeStaff(account=other.pk, unit=here.unit, scheme="housing_upgrade", begins=world.LONG_AGO)]
        )


def test_enrolments_go_with_the_household_to_another_unit(
    ours: Home, housed: uuid.UUID, coordinator: Account, here: world.Town
) -> None:
    hers = staff(coordinator, here, "housing_upgrade")
    there = world.town("ELSE")
    agree_to_go(coordinator, here, ours.id, there.unit)
    with acting_as(coordinator.pk):
        assert touched(f"select people_hand_over('{ours.id}', '{there.unit.pk}', khetane_today())") == 1
        assert Enrolment.objects.count() == 0
    with acting_as(world.account("unit_coordinator", there.unit).pk):
        assert touched("select 1 from programmes_milestone") == 1
        assert Enrolment.objects.get().pk == housed
    with acting_as(hers.pk):
        assert Enrolment.objects.count() == 0
