"""From a household's page: its plan is drawn up, agreed, worked on, reviewed, closed and reopened."""

from __future__ import annotations

import datetime
import uuid
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khetane.access.models import Account
from khetane.cases.models import CasePlan, PlanStep
from khetane.core.viewer import acting_as
from khetane.outreach.models import Task
from tests import world
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()
SOON = (TODAY + datetime.timedelta(days=30)).isoformat()


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


@pytest.fixture
def coordinator(author: Account) -> Client:
    return client_of(author)


@pytest.fixture
def mediator(here: world.Town) -> Account:
    return world.account("health_mediator", here.unit)


def drawn_up(client: Client, household: UUID) -> UUID:
    plan = uuid.uuid4()
    said = {"goals": "Ana goes to school every day", "review_on": SOON, "instance": plan}
    answer = client.post(reverse("cases:draw_up_plan", args=[household]), said)
    assert answer.status_code == 302, answer.content.decode()
    return plan


def added(client: Client, plan: UUID, **said: str) -> UUID:
    step = uuid.uuid4()
    values = {"what": "Book the vaccination", "mandate": "health", "until": SOON, "instance": step, **said}
    answer = client.post(reverse("cases:add_step", args=[plan]), values)
    assert answer.status_code == 302, answer.content.decode()
    return step


def take(client: Client, route: str, record: UUID, name: str, version: int, **said: object) -> int:
    about: dict[str, object] = {"base_version": version, "instance": uuid.uuid4(), **said}
    return client.post(reverse(route, args=[record, name]), about).status_code


def plan_of(author: Account, plan: UUID) -> CasePlan:
    with acting_as(author.pk):
        return CasePlan.objects.get(pk=plan)


def test_the_way_of_a_plan(ours: Home, coordinator: Client, author: Account) -> None:
    plan = drawn_up(coordinator, ours.id)
    shown = coordinator.get(reverse("people:household", args=[ours.id])).content.decode()
    assert reverse("cases:household_plan", args=[ours.id]) in shown
    assert coordinator.get(reverse("cases:household_plan", args=[ours.id])).headers["Location"] == reverse(
        "cases:plan", args=[plan]
    )
    assert take(coordinator, "cases:plan_step", plan, "agree", 1, agreed_on=TODAY, review_on=SOON) == 302
    assert take(coordinator, "cases:plan_step", plan, "review", 2, reviewed_on=TODAY, review_on=SOON) == 302
    closing = {"outcome": "partly", "result": "Two of three goals", "closed_on": TODAY}
    assert take(coordinator, "cases:plan_step", plan, "close", 3, **closing) == 302
    closed = plan_of(author, plan)
    assert (closed.state, closed.outcome, closed.closed_on) == ("closed", "partly", TODAY)
    assert take(coordinator, "cases:plan_step", plan, "reopen", 4, review_on=SOON) == 302
    again = plan_of(author, plan)
    assert (again.state, again.outcome, again.result, again.closed_on) == ("agreed", "", "", None)
    page = coordinator.get(reverse("cases:plan", args=[plan])).content.decode()
    assert "Ana goes to school every day" in page
    assert "Two of three goals" in page  # its history tells what was said when it was closed


def test_a_step_that_is_not_in_the_table_is_refused_with_the_reason(ours: Home, coordinator: Client) -> None:
    plan = drawn_up(coordinator, ours.id)
    said = {"base_version": 1, "instance": uuid.uuid4(), "reviewed_on": TODAY, "review_on": SOON}
    answer = coordinator.post(reverse("cases:plan_step", args=[plan, "review"]), said)
    assert answer.status_code == 422
    assert "it cannot become “reviewed”" in answer.content.decode()
    assert coordinator.get(reverse("cases:plan_step", args=[plan, "fly"])).status_code == 404


def test_a_plan_is_not_closed_without_its_outcome(ours: Home, coordinator: Client, author: Account) -> None:
    plan = drawn_up(coordinator, ours.id)
    assert take(coordinator, "cases:plan_step", plan, "close", 1, closed_on=TODAY) == 422
    assert plan_of(author, plan).state == "draft"


def test_steps_left_open_end_with_their_plan_sent_once_or_twice(
    ours: Home, coordinator: Client, author: Account, mediator: Account
) -> None:
    plan = drawn_up(coordinator, ours.id)
    added(coordinator, plan)
    household = reverse("people:household", args=[ours.id])
    assert "Book the vaccination" in client_of(mediator).get(household).content.decode()
    page = coordinator.get(reverse("cases:plan_step", args=[plan, "close"])).content.decode()
    assert "1 step is still open" in page
    steps = page.partition('name="steps" value="')[2].partition('"')[0]
    said = {"outcome": "moved", "result": "They moved", "closed_on": TODAY, "steps": steps}
    for version in ("9" * 5000, str(2**31), "0"):
        odd = {**said, "steps": f"{uuid.uuid4()}:{version}"}
        assert take(coordinator, "cases:plan_step", plan, "close", 1, **odd) == 422
    instance = uuid.uuid4()
    for _ in range(2):
        assert take(coordinator, "cases:plan_step", plan, "close", 1, **said, instance=instance) == 302
    with acting_as(author.pk):
        assert PlanStep.objects.get().state == "dropped"
        assert CasePlan.objects.get().agreed_on is None
    assert (
        "Book the vaccination"
        not in client_of(mediator).get(household).content.decode().partition("What happened")[0]
    )
    assert take(coordinator, "cases:plan_step", plan, "close", 1, **{**said, "steps": "x"}) == 422


def test_a_plan_is_reviewed_again_and_again(ours: Home, coordinator: Client, author: Account) -> None:
    plan = drawn_up(coordinator, ours.id)
    assert take(coordinator, "cases:plan_step", plan, "agree", 1, agreed_on=TODAY, review_on=SOON) == 302
    for version, later in ((2, 40), (3, 80)):
        day = TODAY + datetime.timedelta(days=later)
        said = {"reviewed_on": TODAY, "review_on": day}
        assert take(coordinator, "cases:plan_step", plan, "review", version, **said) == 302
    standing = plan_of(author, plan)
    assert (standing.state, standing.review_on) == ("reviewed", TODAY + datetime.timedelta(days=80))


def test_one_plan_of_a_household_is_open(ours: Home, coordinator: Client) -> None:
    drawn_up(coordinator, ours.id)
    said = {"goals": "Another", "review_on": SOON, "instance": uuid.uuid4()}
    answer = coordinator.post(reverse("cases:draw_up_plan", args=[ours.id]), said)
    assert answer.status_code == 422
    assert "has a plan that is not closed" in answer.content.decode()


def test_a_step_makes_a_task_that_its_mandate_does_and_the_coordinator_hears_of_it(
    ours: Home, coordinator: Client, author: Account, mediator: Account
) -> None:
    plan = drawn_up(coordinator, ours.id)
    added(coordinator, plan, makes_task="on")
    with acting_as(mediator.pk):
        task = Task.objects.get()
        assert (task.title, task.mandate, task.household_id) == ("Book the vaccination", "health", ours.id)
    hers = client_of(mediator)
    assert "Step of the family's plan" in hers.get(reverse("outreach:task", args=[task.pk])).content.decode()
    said = {"outcome": "Her test was positive", "closed_on": TODAY}
    assert take(hers, "outreach:task_step", task.pk, "finish", 1, **said) == 302
    page = coordinator.get(reverse("cases:plan", args=[plan])).content.decode()
    assert "reported as done on" in page
    assert "positive" not in page
    with acting_as(mediator.pk):
        done = Task.objects.get()
        assert (done.state, done.closed_on, done.outcome) == ("done", TODAY, "Her test was positive")


def test_sent_twice_a_step_and_its_task_are_made_once(
    ours: Home, coordinator: Client, author: Account, mediator: Account
) -> None:
    plan = drawn_up(coordinator, ours.id)
    step = str(uuid.uuid4())
    for _ in range(2):
        added(coordinator, plan, instance=step, makes_task="on")
    with acting_as(author.pk):
        assert PlanStep.objects.count() == 1
    with acting_as(mediator.pk):
        assert Task.objects.count() == 1


def test_two_officers_who_change_a_plan_meet_in_a_conflict(
    ours: Home, coordinator: Client, author: Account
) -> None:
    plan = drawn_up(coordinator, ours.id)
    address = reverse("cases:edit_plan", args=[plan])
    for goals in ("A stove before winter", "A roof before winter"):
        said = {"goals": goals, "review_on": SOON, "base_version": 1, "instance": uuid.uuid4()}
        answer = coordinator.post(address, said)
        assert answer.status_code == 302
    assert "/conflicts/" in answer.headers["Location"]
    assert plan_of(author, plan).goals == "A stove before winter"


def test_a_plan_with_many_steps_asks_the_database_no_more_often(ours: Home, coordinator: Client) -> None:
    plan, asked = drawn_up(coordinator, ours.id), []
    for number in (1, 0, 6):
        for _ in range(number):
            added(coordinator, plan, makes_task="on")
        with CaptureQueriesContext(connection) as captured:
            assert coordinator.get(reverse("cases:plan", args=[plan])).status_code == 200
        asked.append(len(captured))
    assert asked[1] == asked[2]


def test_the_paper_for_the_family(ours: Home, coordinator: Client) -> None:
    plan = drawn_up(coordinator, ours.id)
    added(coordinator, plan)
    page = coordinator.get(reverse("cases:print_plan", args=[plan])).content.decode()
    assert "Ana goes to school every day" in page
    assert "Book the vaccination" in page
    assert "Health mediator" in page
