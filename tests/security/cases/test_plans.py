"""A plan is the coordinator's; a step is told to who takes it. Nobody else sees or changes either, by SQL or HTTP."""

from __future__ import annotations

import datetime
import uuid
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from khetane.access.models import Account
from khetane.cases.models import CasePlan, PlanStep
from khetane.cases.steps_tasks import tasks_of
from khetane.core.viewer import acting_as
from khetane.history.models import EntityChange
from khetane.outreach.models import Task
from khetane.people.models import Household
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db
PLAN, STEP, TASK = UUID(int=11), UUID(int=12), UUID(int=13)
TODAY = datetime.date.today().isoformat()


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    """A household with a plan, and a step that the health mediator takes."""
    made = home(here, author)
    plan = edit("case_plan", PLAN, {"household": str(made.id), "goals": "Leave the clinic's debts behind"})
    step = edit(
        "plan_step",
        STEP,
        {"plan": str(PLAN), "what": "Ask the clinic", "mandate": "health", "task": str(TASK)},
    )
    assert send(author, here, plan, step, mandate="coordination").state == "applied"
    task = edit("task", TASK, {"household": str(made.id), "title": "Ask", "mandate": "health", "due": TODAY})
    assert send(author, here, task, mandate="health").state == "applied"
    return made


def rows(account: Account) -> tuple[int, int]:
    with acting_as(account.pk):
        return CasePlan.objects.count(), PlanStep.objects.count()


def touched(account: Account, statement: str) -> int:
    """How many rows a statement changes; none too where the database refuses what the rows would become."""
    with acting_as(account.pk), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement)
                return int(cursor.rowcount)
        except ProgrammingError:
            return 0


MEMBERS = ["pedagogical_assistant", "social_worker", "employment_adviser", "legal_aid_lawyer"]
OTHERS = [
    "municipal_officer",
    "administrator",
    "data_protection_officer",
    "emergency_reader",
    "project_staff",
]


def test_the_coordinator_sees_both_and_who_takes_a_step_the_step(
    ours: Home, here: world.Town, author: Account
) -> None:
    assert rows(author) == (1, 1)
    assert rows(world.account("health_mediator", here.unit)) == (0, 1)


@pytest.mark.parametrize("role", [*MEMBERS, *OTHERS])
def test_nobody_else_in_the_unit_sees_them(role: str, ours: Home, here: world.Town) -> None:
    account = world.account(role, here.unit)
    assert rows(account) == (0, 0)
    client = client_of(account)
    assert client.get(reverse("cases:plan", args=[PLAN])).status_code in (403, 404)


@pytest.mark.parametrize("role", ["unit_coordinator", "health_mediator"])
def test_another_unit_sees_and_changes_nothing(role: str, ours: Home) -> None:
    elsewhere = world.account(role, world.town("THERE").unit)
    assert rows(elsewhere) == (0, 0)
    with acting_as(elsewhere.pk):
        assert tasks_of(PLAN) == {}
    for table in ("cases_caseplan", "cases_planstep"):
        assert touched(elsewhere, f"update {table} set version = 9") == 0
        assert touched(elsewhere, f"delete from {table}") == 0


@pytest.mark.parametrize("role", ["health_mediator", *MEMBERS])
def test_another_mandate_changes_nothing(role: str, ours: Home, here: world.Town, author: Account) -> None:
    member = world.account(role, here.unit)
    for table in ("cases_caseplan", "cases_planstep"):
        assert touched(member, f"update {table} set version = 9") == 0
        assert touched(member, f"delete from {table}") == 0
        assert touched(member, f"insert into {table} select * from {table}") == 0
    refused = 404 if role == "legal_aid_lawyer" else 403  # to her the household is not there
    assert client_of(member).get(reverse("cases:draw_up_plan", args=[ours.id])).status_code == refused
    own = edit("case_plan", uuid.uuid4(), {"household": str(ours.id), "goals": "Mine"})
    assert send(member, here, own).state == "needs_correction"
    late = update("plan_step", STEP, 1, {"state": "done"})
    assert send(member, here, late).state == "needs_correction"
    assert rows(author) == (1, 1)


def test_the_history_of_a_plan_is_the_coordinator_s(ours: Home, here: world.Town, author: Account) -> None:
    def known(account: Account) -> int:
        with acting_as(account.pk):
            return EntityChange.objects.filter(record__in=[PLAN, STEP]).count()

    assert known(author) == 2
    assert known(world.account("health_mediator", here.unit)) == 0


def test_of_a_step_s_task_the_coordinator_hears_state_and_days_only(
    ours: Home, here: world.Town, author: Account
) -> None:
    with acting_as(author.pk):
        assert not Task.objects.exists()
        assert {step: told.state for step, told in tasks_of(PLAN).items()} == {STEP: "open"}
    for role in ("health_mediator", *MEMBERS):
        with acting_as(world.account(role, here.unit).pk):
            assert tasks_of(PLAN) == {}


def test_a_step_cannot_be_pointed_at_a_task_of_another_household(
    ours: Home, here: world.Town, author: Account
) -> None:
    other = home(here, author, names=("Cveta",))
    task = uuid.uuid4()
    said = {"household": str(other.id), "title": "Theirs", "mandate": "legal"}
    assert send(author, here, edit("task", task, said), mandate="legal").state == "applied"
    assert send(author, here, update("plan_step", STEP, 1, {"task": str(task)})).state == "applied"
    with acting_as(author.pk):
        assert tasks_of(PLAN) == {}


def test_handed_over_the_household_takes_its_plan_along(
    ours: Home, here: world.Town, author: Account
) -> None:
    there = world.town("THERE")
    agreed = {
        "household": str(ours.id), "purpose": "sharing", "recipients": there.unit.code, "notice_version": "1",
        "given_by": "self", "given_on": TODAY, "evidence": "signed",
    }  # fmt: skip
    assert send(author, here, edit("consent", uuid.uuid4(), agreed)).state == "applied"
    form = {"unit": str(there.unit.pk), "on": TODAY}
    assert client_of(author).post(reverse("people:hand_over", args=[ours.id]), form).status_code == 302
    receiver = world.account("unit_coordinator", there.unit)
    assert rows(author) == (0, 0)
    assert rows(receiver) == (1, 1)
    with acting_as(receiver.pk):
        assert Household.objects.get(pk=ours.id).unit_id == there.unit.pk
        assert PlanStep.objects.get().unit_id == there.unit.pk
