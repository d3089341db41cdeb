"""What belongs to a procedure is seen and changed by its mandate in its unit; it follows a hand-over and an erasure."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from khetane.access.models import Account, Role
from khetane.cases.models import Cost, Hearing, PowerOfAttorney, Procedure, ProcedureEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.subjects.claim import OWNED
from khetane.subjects.texts import TEXTS
from tests import world
from tests.edits import edit, send
from tests.integration.desk.scene import Home, home
from tests.statements import touched

pytestmark = pytest.mark.django_db
MODELS = (ProcedureEvent, Hearing, Cost, PowerOfAttorney)
EACH = [1, 1, 1, 2]  # of the two powers one makes the household the lawyer's client
TABLES = tuple(model._meta.db_table for model in MODELS)


@pytest.fixture
def lawyer(here: world.Town) -> Account:
    return world.account("legal_aid_lawyer", here.unit)


@pytest.fixture
def ours(here: world.Town, lawyer: Account) -> Home:
    made = home(here, lawyer)
    procedure, person = uuid.uuid4(), str(made.members[0])
    about = {"procedure": str(procedure), "date": "2026-02-01"}
    said = [
        edit("procedure", procedure, {"person": person, "type": "BIRTH-L", "initiated_on": "2026-01-15"}),
        edit("procedure_event", uuid.uuid4(), about | {"event": "evidence", "note": "NOTE"}),
        edit("hearing", uuid.uuid4(), about | {"note": "NOTE"}),
        edit("procedure_cost", uuid.uuid4(), about | {"kind": "fee", "amount": "1", "currency": "RSD"}),
        edit(
            "power_of_attorney", uuid.uuid4(), {"person": person, "attorney": "A", "given_on": "2026-01-10"}
        ),
    ]
    assert send(lawyer, here, *said).state == "applied"
    return made


def counts(account: Account) -> list[int]:
    with acting_as(account.pk), connection.cursor() as cursor:
        found = []
        for table in TABLES:
            cursor.execute(f"select count(*) from {table}")
            found.append(cursor.fetchone()[0])
        return found


def others(here: world.Town) -> Sequence[Account]:
    there = world.town("THERE")
    return (
        world.account("unit_coordinator", here.unit),
        world.account("health_mediator", here.unit),
        world.account("legal_aid_lawyer", there.unit),
        world.account("data_protection_officer", here.unit),
    )


def test_another_mandate_and_another_unit_see_and_change_nothing(ours: Home, here: world.Town) -> None:
    assert counts(ours.author) == EACH
    for account in others(here):
        assert counts(account) == [0, 0, 0, 0]
        with acting_as(account.pk):
            for table in TABLES:
                assert touched(f"update {table} set version = 9") == 0
                assert touched(f"delete from {table}") == 0
    assert counts(ours.author) == EACH


def test_nobody_writes_into_a_mandate_that_she_does_not_read(ours: Home, here: world.Town) -> None:
    with acting_as(ours.author.pk):
        procedure = Procedure.objects.get()
    mediator = world.account("health_mediator", here.unit)
    for unit, mandate in ((here.unit, "legal"), (world.town("YONDER").unit, "health")):
        with acting_as(mediator.pk), pytest.raises(DatabaseError) as refused, transaction.atomic():
            Hearing.objects.bulk_create(
                [
                    Hearing(
                        unit=unit,
                        household_id=ours.id,
                        procedure_id=procedure.pk,
                        mandate=mandate,
                        date="2026-03-01",
                    )
                ]
            )
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_they_go_along_when_the_household_is_handed_over(ours: Home, here: world.Town) -> None:
    there = world.town("THERE")
    coordinator = world.account("unit_coordinator", here.unit)
    said = {
        "household": str(ours.id), "purpose": "sharing", "recipients": there.unit.code, "notice_version": "1",
        "given_by": "self", "given_on": "2026-03-02", "evidence": "signed",
    }  # fmt: skip
    assert send(coordinator, here, edit("consent", uuid.uuid4(), said)).state == "applied"
    with acting_as(coordinator.pk), connection.cursor() as cursor:
        cursor.execute("select people_hand_over(%s, %s, khetane_today())", [ours.id, there.unit.pk])
        assert cursor.fetchone()[0]
    assert counts(ours.author) == [0, 0, 0, 0]
    with acting_as_system():  # a lawyer there sees them once she acts for the household
        Role.objects.create(code="whole", name="Legal aid", permissions=["content.read"], mandates=["legal"])
    assert counts(world.account("whole", there.unit)) == EACH


def test_an_erasure_reaches_them_before_their_procedure() -> None:
    assert all(OWNED.index(table) < OWNED.index("cases_procedure") for table in TABLES)
    covered = {table for table, _column, _household in TEXTS}
    assert set(TABLES) <= covered


def test_the_eraser_may_remove_them(ours: Home) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute("select has_table_privilege('khetane_eraser', %s, 'select, delete')", [table])
            assert cursor.fetchone() == (True,)


def test_the_owner_of_a_record_is_not_chosen_by_who_sends_it(ours: Home, here: world.Town) -> None:
    """Household, person and mandate of a step follow from its procedure, whatever else is said."""
    with acting_as(ours.author.pk):
        procedure = Procedure.objects.get()
    said = {
        "procedure": str(procedure.pk), "date": "2026-02-05", "event": "witnesses",
        "household": str(uuid.uuid4()), "mandate": "health",
    }  # fmt: skip
    applied = send(ours.author, here, edit("procedure_event", UUID(int=7), said), mandate="health")
    with acting_as(ours.author.pk):
        row = ProcedureEvent.objects.filter(pk=UUID(int=7)).first()
    assert applied.state != "applied" or (row and (row.mandate, row.household_id) == ("legal", ours.id))
