"""What a device looks up of tasks and plans: as its owner may see it, and words only where names may stand."""

from __future__ import annotations

import datetime
import uuid

import pytest

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.integrations.openrosa.lists import Wanted, entity_list
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home, home

pytestmark = pytest.mark.django_db
PLAN, STEP, TASK, OLD = (uuid.UUID(int=n) for n in range(21, 25))
DUE = "2026-03-09"


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    made = home(here, author)
    of = {"household": str(made.id)}
    plan = edit("case_plan", PLAN, {**of, "goals": "A roof", "state": "agreed", "review_on": DUE})
    step = edit("plan_step", STEP, {"plan": str(PLAN), "what": "Ask the clinic", "mandate": "health"})
    assert send(author, here, plan, step).state == "applied"
    for task, title in ((TASK, "Her test"), (OLD, "Long done")):
        said = edit("task", task, {**of, "title": title, "due": DUE, "mandate": "health"})
        assert send(author, here, said, mandate="health").state == "applied"
    return made


def listed(account: Account, of: Home, dataset: str, *, names: bool = False) -> str:
    with acting_as(account.pk):
        found = entity_list(dataset, Wanted(of.town.unit.pk, names=names))
    assert found is not None
    return found.csv().decode()


def test_a_device_holds_its_mandate_s_tasks_and_says_what_they_are_where_names_may_stand(
    ours: Home, here: world.Town, author: Account
) -> None:
    mediator = world.account("health_mediator", here.unit)
    bare = listed(mediator, ours, "task")
    assert f",{ours.id},open,{DUE}" in bare
    assert "Her test" not in bare
    assert "Her test" in listed(mediator, ours, "task", names=True)
    assert str(TASK) not in listed(author, ours, "task", names=True)


def test_tasks_closed_long_ago_are_left_out(ours: Home, here: world.Town) -> None:
    mediator = world.account("health_mediator", here.unit)
    long_ago = (datetime.date.today() - datetime.timedelta(days=200)).isoformat()
    done = update("task", OLD, 1, {"state": "done", "closed_on": long_ago})
    assert send(mediator, here, done, mandate="health").state == "applied"
    assert str(OLD) not in listed(mediator, ours, "task")
    assert str(TASK) in listed(mediator, ours, "task")


def test_plans_are_on_the_coordinator_s_device_and_steps_on_that_of_who_takes_them(
    ours: Home, here: world.Town, author: Account
) -> None:
    mediator = world.account("health_mediator", here.unit)
    assert f",{ours.id},agreed" in listed(author, ours, "case_plan")
    assert str(PLAN) not in listed(mediator, ours, "case_plan")
    for account in (author, mediator):
        assert f",{PLAN},open" in listed(account, ours, "plan_step")
        assert "Ask the clinic" not in listed(account, ours, "plan_step")
    assert "Ask the clinic" in listed(mediator, ours, "plan_step", names=True)
    adviser = world.account("employment_adviser", here.unit)
    assert str(STEP) not in listed(adviser, ours, "plan_step", names=True)
