"""A closed record has its day, an open one none: the way in sees to it, and the database holds it."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from khetane.access.models import Account
from khetane.cases.models import CasePlan, Need, PlanStep
from khetane.core.viewer import acting_as
from khetane.history.models import EntityChange
from khetane.outreach.models import Task
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home, home

pytestmark = pytest.mark.django_db
NEED, TASK, PLAN, STEP = (UUID(int=n) for n in range(31, 35))
SAID_AT = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    made = home(here, author)
    of = {"household": str(made.id)}
    edits = [
        edit("need", NEED, {**of, "area": "housing"}),
        edit("task", TASK, {**of, "title": "Call"}),
        edit("case_plan", PLAN, {**of, "goals": "A roof", "state": "agreed"}),
        edit("plan_step", STEP, {"plan": str(PLAN), "what": "Ask"}),
    ]
    assert send(author, here, *edits).state == "applied"
    return made


CLOSED = [
    ("need", Need, NEED, {"state": "met"}, "open"),
    ("task", Task, TASK, {"state": "done"}, "open"),
    ("case_plan", CasePlan, PLAN, {"state": "closed", "outcome": "achieved"}, "agreed"),
    ("plan_step", PlanStep, STEP, {"state": "done"}, "open"),
]


@pytest.mark.parametrize(("dataset", "model", "record", "said", "again"), CLOSED)
def test_a_record_closed_without_a_day_has_the_day_on_which_it_was_said(
    dataset: str,
    model: type[Need],
    record: UUID,
    said: dict[str, str],
    again: str,
    ours: Home,
    author: Account,
) -> None:
    assert send(author, ours.town, update(dataset, record, 1, said), said_at=SAID_AT).state == "applied"
    with acting_as(author.pk):
        assert model.objects.get(pk=record).closed_on == date(2026, 3, 10)
    reopened = {"state": again, **({"review_on": "2027-01-01"} if dataset == "case_plan" else {})}
    assert send(author, ours.town, update(dataset, record, 2, reopened)).state == "applied"
    with acting_as(author.pk):
        standing = model.objects.get(pk=record)
        assert (standing.state, standing.closed_on) == (again, None)
        change = EntityChange.objects.get(record=record, version=3)
        assert "closed_on" in change.fields  # history tells when it had been closed


@pytest.mark.parametrize(
    ("dataset", "said"), [("need", {"state": "dropped"}), ("task", {"state": "cancelled"})]
)
def test_what_is_given_up_says_why(dataset: str, said: dict[str, str], ours: Home, author: Account) -> None:
    record = NEED if dataset == "need" else TASK
    refused = send(author, ours.town, update(dataset, record, 1, said))
    assert refused.state == "needs_correction"
    assert "outcome" in refused.reasons[0].message
    told = update(dataset, record, 1, {**said, "outcome": "They moved"})
    assert send(author, ours.town, told).state == "applied"


def test_two_who_close_the_same_need_differently_meet_in_a_conflict(ours: Home, author: Account) -> None:
    assert send(author, ours.town, update("need", NEED, 1, {"state": "met"})).state == "applied"
    other = update("need", NEED, 1, {"state": "dropped", "outcome": "They moved"})
    assert send(author, ours.town, other).state == "conflict"
    with acting_as(author.pk):
        assert Need.objects.get().state == "met"


@pytest.mark.parametrize(
    ("table", "constraint"),
    [
        ("cases_need", "need_closed_with_its_day"),
        ("outreach_task", "task_closed_with_its_day"),
        ("cases_caseplan", "plan_closed_with_its_day"),
        ("cases_planstep", "step_closed_with_its_day"),
    ],
)
def test_the_database_holds_state_and_day_together(
    table: str, constraint: str, ours: Home, author: Account
) -> None:
    with (
        acting_as(author.pk),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
    ):
        cursor.execute(f"update {table} set closed_on = '2026-01-01'")
    cause = refused.value.__cause__
    assert isinstance(cause, psycopg.errors.CheckViolation)
    assert cause.diag.constraint_name == constraint


def test_the_database_holds_one_open_plan_of_a_household(ours: Home, author: Account) -> None:
    second = edit("case_plan", uuid.uuid4(), {"household": str(ours.id), "goals": "Another"})
    refused = send(author, ours.town, second)
    assert refused.state == "needs_correction"
    assert "has a plan that is not closed" in refused.reasons[0].message
