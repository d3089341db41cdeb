"""Plans, groups, enrolments and procedures by the API: read, and taken from state to state as on the screen."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khetane.access.models import Account, AuditEvent
from khetane.cases.models import Need, Procedure
from khetane.cases.plans import CasePlan, PlanStep
from khetane.core.viewer import acting_as
from khetane.forms.models import Submission
from khetane.outreach.models import Task
from khetane.programmes.models import Enrolment
from tests import world
from tests.edits import edit, send
from tests.integration.api.asking import get, sent
from tests.integration.api.scene import GROUP, PLAN, STEP, planned, with_everything
from tests.integration.desk.scene import Home, client_of, home, work
from tests.integration.programmes.scene import enrol

pytestmark = pytest.mark.django_db
LISTS = ("plans", "plan-steps", "groups", "enrolments", "milestones", "procedures")


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    return world.account("unit_coordinator", here.unit)


@pytest.fixture
def family(here: world.Town, coordinator: Account) -> Home:
    return with_everything(here, coordinator)


@pytest.fixture
def client(coordinator: Account) -> Client:
    return client_of(coordinator)


def post(client: Client, path: str, said: dict[str, Any], status: int = 200) -> Any:
    return sent(client, f"{path}/step", said, status=status)


@pytest.mark.parametrize("name", LISTS)
def test_each_list_leads_to_each_of_its_rows_and_is_on_record(
    client: Client, coordinator: Account, family: Home, name: str
) -> None:
    rows = get(client, name)["items"]
    assert rows
    for row in rows:
        assert get(client, f"{name}/{row['id']}") == row
    with acting_as(coordinator.pk):
        shown = {one for event in AuditEvent.objects.filter(action="read") for one in event.subjects}
    assert {uuid.UUID(row["id"]) for row in rows} <= shown


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_often_for_many_as_for_one(
    client: Client, coordinator: Account, family: Home, name: str
) -> None:
    asked = []
    for _ in range(3):  # the first asks for what a process learns once
        with CaptureQueriesContext(connection) as captured:
            few = get(client, name)["items"]
        asked.append(len(captured))
    for _ in range(3):
        other = home(family.town, coordinator)
        work(other)
        planned(coordinator, other, uuid.uuid4(), uuid.uuid4())
        enrolment = enrol(coordinator, other, "housing_upgrade")
        said = {"type": "rights_workshop", "date": "2026-03-04", "attended": "9"}
        reached = {"enrolment": str(enrolment), "kind": "agreement", "state": "planned"}
        for one in (edit("group_delivery", uuid.uuid4(), said), edit("milestone", uuid.uuid4(), reached)):
            assert send(coordinator, family.town, one).state == "applied"
    with CaptureQueriesContext(connection) as captured:
        many = get(client, name)["items"]
    assert len(many) > len(few)
    assert len(captured) == asked[-1]


def test_lists_are_chosen_from_by_their_fields(client: Client, family: Home) -> None:
    assert [one["id"] for one in get(client, "plan-steps", plan=PLAN)["items"]] == [str(STEP)]
    assert get(client, "plan-steps", plan=GROUP)["items"] == []
    assert get(client, "plans", household=family.id, state="closed")["items"] == []
    assert len(get(client, "enrolments", scheme="housing_upgrade")["items"]) == 1
    assert get(client, "enrolments", scheme="mentoring")["items"] == []


def test_a_plan_goes_from_draft_to_closed_and_drops_its_open_steps(
    client: Client, coordinator: Account, family: Home
) -> None:
    agreed = post(client, f"plans/{PLAN}", {"base_version": 1, "state": "agreed", "review_on": "2027-01-01"})
    assert (agreed["record"]["state"], agreed["record"]["version"], agreed["conflict"]) == ("agreed", 2, None)
    said = {"base_version": 2, "state": "closed", "outcome": "achieved", "instance_id": "closing"}
    closed = post(client, f"plans/{PLAN}", said)["record"]
    assert (closed["state"], closed["outcome"], closed["version"]) == ("closed", "achieved", 3)
    assert get(client, f"plan-steps/{STEP}")["state"] == "dropped"
    assert post(client, f"plans/{PLAN}", said)["record"]["version"] == 3  # sent again, it changes nothing
    with acting_as(coordinator.pk):
        assert CasePlan.objects.get().version == 3


@pytest.mark.parametrize(
    ("said", "code", "reason"),
    [
        ({"state": "reviewed", "review_on": "2027-01-01"}, "no_such_step", "agreed, closed"),
        ({"state": "agreed"}, "step_asks", "review_on"),
        ({"state": "closed"}, "step_asks", "outcome"),
        ({"state": "agreed", "review_on": "2027-01-01", "base_version": 7}, "version_not_here", "version 1"),
    ],
)
def test_what_the_table_of_states_does_not_allow_is_refused_with_the_reason_and_nothing_is_kept(
    client: Client, coordinator: Account, family: Home, said: dict[str, Any], code: str, reason: str
) -> None:
    with acting_as(coordinator.pk):
        before = Submission.objects.count()
    told = post(client, f"plans/{PLAN}", {"base_version": 1, **said}, status=409)
    assert (told["code"], reason in told["detail"]) == (code, True), told
    with acting_as(coordinator.pk):
        assert CasePlan.objects.get().state == "draft"
        assert PlanStep.objects.get().state == "open"
        assert Submission.objects.count() == before


def test_every_kind_takes_its_steps_and_refuses_others(
    client: Client, coordinator: Account, family: Home
) -> None:
    with acting_as(coordinator.pk):
        need, task, procedure = Need.objects.get(), Task.objects.get(), Procedure.objects.get()
        enrolment = Enrolment.objects.get()
    assert (
        post(client, f"needs/{need.pk}", {"base_version": 1, "state": "working"})["record"]["state"]
        == "working"
    )
    told = post(client, f"needs/{need.pk}", {"base_version": 2, "state": "dropped"}, status=409)
    assert told["code"] == "step_asks"
    done = post(client, f"tasks/{task.pk}", {"base_version": 1, "state": "done"})["record"]
    assert (done["state"], done["closed_on"] is not None) == ("done", True)
    assert (
        post(client, f"tasks/{task.pk}", {"base_version": 2, "state": "cancelled"}, 409)["code"]
        == "no_such_step"
    )
    finished = post(client, f"plan-steps/{STEP}", {"base_version": 1, "state": "done", "result": "She is in"})
    assert finished["record"]["result"] == "She is in"
    assert (
        post(client, f"plan-steps/{STEP}", {"base_version": 2, "state": "dropped"}, 409)["code"]
        == "no_such_step"
    )
    granted = {"base_version": procedure.version, "outcome": "granted", "solved_on": "2026-03-09"}
    assert post(client, f"procedures/{procedure.pk}", granted)["record"]["outcome"] == "granted"
    refused = {"base_version": procedure.version + 1, "outcome": "refused"}
    assert post(client, f"procedures/{procedure.pk}", refused, status=409)["code"] == "no_such_step"
    at = f"enrolments/{enrolment.pk}"
    assert post(client, at, {"base_version": 1, "stage": "handed_over"}, 409)["code"] == "no_such_step"
    assert "reason" in post(client, at, {"base_version": 1, "stage": "refused"}, 409)["detail"]
    said = {"base_version": 1, "stage": "refused", "reason": "They move away"}
    assert post(client, at, said)["record"]["stage"] == "refused"


def test_two_who_step_apart_meet_in_a_conflict(client: Client, coordinator: Account, family: Home) -> None:
    with acting_as(coordinator.pk):
        task = Task.objects.get()
    post(client, f"tasks/{task.pk}", {"base_version": 1, "state": "done"})
    other = post(
        client, f"tasks/{task.pk}", {"base_version": 1, "state": "cancelled", "outcome": "They left"}
    )
    assert (other["record"]["state"], other["conflict"] is not None) == ("done", True)
    assert get(client, f"conflicts/{other['conflict']}")["record"] == str(task.pk)


def test_nobody_steps_what_she_may_not_write_or_see(here: world.Town, family: Home) -> None:
    stranger = client_of(world.account("unit_coordinator", world.town("THERE").unit))
    mediator = client_of(world.account("health_mediator", here.unit))
    officer = client_of(world.account("data_protection_officer", here.municipality))
    said = {"base_version": 1, "state": "agreed", "review_on": "2027-01-01"}
    for someone in (stranger, mediator):
        post(someone, f"plans/{PLAN}", said, status=404)
    post(officer, f"plans/{PLAN}", said, status=403)
    post(Client(), f"plans/{PLAN}", said, status=401)
    for name in LISTS:
        assert get(stranger, name)["items"] == []
