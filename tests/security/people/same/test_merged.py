"""By SQL: who may not merge changes nothing, and whoever was merged is there for nobody."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection, transaction

from khetane.core.viewer import acting_as
from khetane.desk.same import merging
from khetane.people.models import Person
from tests import world
from tests.people_recorded_twice import Unit, merge_id, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(here: world.Town) -> Unit:
    return recorded(here)


def rows(statement: str, *parameters: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def asked(statement: str, *parameters: UUID) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0]


def merged(unit: Unit) -> None:
    with acting_as(unit.coordinator.pk):
        kept, other = (Person.objects.get(pk=unit.persons[number]) for number in (0, 1))
        merging.merge(merge_id=merge_id(), kept=kept, merged=other, taken=[("phone",)])


@pytest.mark.parametrize(
    "role", ["health_mediator", "legal_aid_lawyer", "municipal_officer", "administrator"]
)
def test_who_may_not_merge_merges_and_parts_nothing(unit: Unit, role: str) -> None:
    merged(unit)
    before = unit.state()
    with acting_as(world.account(role, unit.town.unit).pk):
        call = "select people_merge_persons(gen_random_uuid(), %s, %s, '{}', '{}', '{}')"
        assert asked(call, unit.persons[0], unit.persons[2]) is False
        assert rows("select people_part_persons(id) from people_merge where people_part_persons(id)") == 0
    assert unit.state() == before


def test_another_units_coordinator_sees_and_does_nothing(unit: Unit) -> None:
    merged(unit)
    before = unit.state()
    with acting_as(world.account("unit_coordinator", world.town("ELSE").unit).pk):
        assert rows("select 1 from people_merge") == 0
        assert rows("select 1 from people_matchcandidate") == 0
        call = "select people_merge_persons(gen_random_uuid(), %s, %s, '{}', '{}', '{}')"
        assert asked(call, unit.persons[0], unit.persons[2]) is False
    assert unit.state() == before


def test_nobody_writes_merges_but_the_two_functions(unit: Unit) -> None:
    merged(unit)
    with acting_as(unit.coordinator.pk):
        for statement in ("delete from people_merge", "update people_merge set undone_at = now()"):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                rows(statement)


def test_whoever_was_merged_is_there_for_nobody(unit: Unit) -> None:
    merged(unit)
    for reader in (unit.coordinator, unit.health, world.account("unit_coordinator", unit.town.municipality)):
        with acting_as(reader.pk):
            assert rows("select 1 from people_person where id = %s", unit.persons[1]) == 0
            assert rows("update people_person set phone = 'x' where id = %s", unit.persons[1]) == 0
            assert rows("select 1 from people_personkey where person_id = %s", unit.persons[1]) == 0
            assert rows("select 1 from people_membership where person_id = %s", unit.persons[1]) == 0


def test_casework_of_other_mandates_moves_and_stays_theirs(unit: Unit) -> None:
    with acting_as(unit.coordinator.pk):
        assert rows("select 1 from cases_need") == 0
    merged(unit)
    with acting_as(unit.coordinator.pk):
        assert rows("select 1 from cases_need") == 0
    with acting_as(unit.health.pk):
        assert rows("select 1 from cases_need where person_id = %s", unit.persons[0]) == 2
        assert rows("select 1 from cases_need where person_id = %s", unit.persons[1]) == 0


def test_the_helping_functions_are_nobodys(unit: Unit) -> None:
    with acting_as(unit.coordinator.pk):
        for call in (
            "select people_person_columns()",
            "select people_move_row('people_person', 'id', '{}', gen_random_uuid(), gen_random_uuid(), null)",
        ):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                rows(call)
