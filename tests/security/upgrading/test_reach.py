"""Who sees and changes a settlement's process and the households it concerns, by SQL as the application."""

from __future__ import annotations

import uuid

import pytest
from django.db.utils import ProgrammingError

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.history.bulk import ask
from khetane.history.models import EntityChange
from khetane.upgrading.models import ConcernedHousehold, Process
from tests import world
from tests.edits import agree_to_go, edit, send
from tests.integration.desk.scene import Home, home
from tests.integration.upgrading.scene import answer, begin, decision, record, taken
from tests.statements import touched

pytestmark = pytest.mark.django_db

OF_PROCESS = (
    "upgrading_process",
    "upgrading_processevent",
    "upgrading_safeguard",
    "upgrading_housingproposal",
)
TABLES = (*OF_PROCESS, "upgrading_concernedhousehold")


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


@pytest.fixture
def process(here: world.Town, author: Account, ours: Home) -> uuid.UUID:
    made = begin(author, here, "relocation")
    taken(decision(author, here, made))
    answer(author, here, made, "remedy")
    taken(record(author, here, "housing_proposal", made, title="Homes", site="elsewhere"))
    said = {"process": str(made), "household": str(ours.id)}
    taken(send(author, here, edit("concerned_household", uuid.uuid4(), said)))
    return made


def test_another_municipality_sees_and_changes_nothing(process: uuid.UUID) -> None:
    other = world.account("unit_coordinator", world.town("ELSEWHERE").unit)
    with acting_as(other.pk):
        for table in TABLES:
            assert touched(f"select 1 from {table}") == 0  # our own names
            assert touched(f"update {table} set version = 9") == 0
            assert touched(f"delete from {table}") == 0
        assert ask("select 1 from upgrading_concerned(array[%s]::uuid[])", [process]) == []


def test_the_municipality_reads_the_process_and_changes_nothing(here: world.Town, process: uuid.UUID) -> None:
    officer = world.account("municipal_officer", here.municipality)
    with acting_as(officer.pk):
        for table in OF_PROCESS:
            assert touched(f"select 1 from {table}") == 1
            assert touched(f"update {table} set version = 9") == 0
            assert touched(f"delete from {table}") == 0
        assert touched("select 1 from upgrading_concernedhousehold") == 0
        counts = dict(ask("select view, number from upgrading_concerned(array[%s]::uuid[])", [process]))
    assert counts == {"all": None, "not_asked": None}  # one household: nothing is told


def test_nobody_shows_a_process_to_another_municipality(
    here: world.Town, process: uuid.UUID, author: Account
) -> None:
    other = world.town("ELSEWHERE").municipality
    with acting_as(author.pk), pytest.raises(ProgrammingError, match="row-level security"):
        Process.objects.filter(pk=process).update(municipality=other)


def test_a_household_handed_over_is_seen_by_its_new_unit_alone(
    here: world.Town, process: uuid.UUID, ours: Home, author: Account
) -> None:
    there = world.town("ELSEWHERE")
    agree_to_go(author, here, ours.id, there.unit)
    with acting_as(author.pk):
        assert ConcernedHousehold.objects.get().process_id == process
        assert touched(f"select people_hand_over('{ours.id}', '{there.unit.pk}', khetane_today())") == 1
        assert not ConcernedHousehold.objects.exists()
    with acting_as(world.account("unit_coordinator", there.unit).pk):
        assert ConcernedHousehold.objects.get().household_id == ours.id
        assert not Process.objects.exists()


def test_a_lawyer_reads_the_process_and_its_history_and_of_the_households_none_but_clients(
    here: world.Town, process: uuid.UUID
) -> None:
    lawyer = world.account("legal_aid_lawyer", here.unit)
    with acting_as(lawyer.pk):
        assert Process.objects.get().pk == process
        assert EntityChange.objects.filter(dataset="settlement_process", record=process).exists()
        assert not ConcernedHousehold.objects.exists()
