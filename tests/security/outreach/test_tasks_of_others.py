"""What a task says is read by its mandate; of others the unit sees the mandate and the day, nothing else."""

from __future__ import annotations

import datetime
import uuid
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access import actions
from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.history.models import EntityChange
from khetane.outreach import others
from khetane.outreach.models import Task
from khetane.people.models import Household
from tests import world
from tests.edits import edit, send, update
from tests.statements import touched

pytestmark = pytest.mark.django_db
HOME, PERSON = UUID(int=7), UUID(int=8)
TODAY = datetime.date.today()
TITLE = "Call about the syphilis test"


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    author = world.account("unit_coordinator", here.unit)
    member = edit(
        "person", PERSON, {"household": str(HOME), "given_name": "Ana", "family_name": "Izmišljena"}
    )
    assert send(author, here, edit("household", HOME, {"place": "HERE-S1"}), member).state == "applied"
    return author


@pytest.fixture
def mediator(here: world.Town) -> Account:
    return world.account("health_mediator", here.unit)


@pytest.fixture
def task(here: world.Town, coordinator: Account, mediator: Account) -> UUID:
    """Written with the mediator's own form, which the form's author addressed to the coordination by mistake."""
    return written(mediator, here, form="health", mandate="coordination")


def written(
    author: Account, town: world.Town, *, form: str = "", mandate: str = "", title: str = TITLE
) -> UUID:
    made = uuid.uuid4()
    said = {
        "household": str(HOME),
        "person": str(PERSON),
        "title": title,
        "due": TODAY.isoformat(),
        "mandate": mandate,
    }
    applied = send(author, town, edit("task", made, said), mandate=form)
    assert applied.state == "applied", [reason.message for reason in applied.reasons]
    return made


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def page(account: Account, route: str, *args: object) -> str:
    answer = browser(account).get(reverse(route, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def titles(account: Account) -> set[str]:
    with acting_as(account.pk):
        return set(Task.objects.values_list("title", flat=True))


def test_a_task_of_a_mandates_form_is_read_by_that_mandate_only(
    here: world.Town, coordinator: Account, mediator: Account, task: UUID
) -> None:
    assert titles(mediator) == {TITLE}
    assert titles(coordinator) == titles(world.account("pedagogical_assistant", here.unit)) == set()
    with acting_as(mediator.pk):
        assert Task.objects.get().mandate == "health"
        assert EntityChange.objects.filter(record=task).exists()
    with acting_as(coordinator.pk):
        assert not EntityChange.objects.filter(record=task).exists()


def test_no_page_of_the_coordinator_shows_it_and_its_mandate_s_do(
    coordinator: Account, mediator: Account, task: UUID
) -> None:
    pages: list[tuple[str, list[object]]] = [
        ("home", []),
        ("outreach:tasks", []),
        ("people:household", [HOME]),
        ("people:person", [PERSON]),
    ]
    for route, args in pages:
        assert "syphilis" not in page(coordinator, route, *args)
    for route, args in pages[:3]:
        assert "syphilis" in page(mediator, route, *args)
    for client, expected in ((browser(coordinator), 0), (browser(mediator), 1)):
        assert len(client.get("/api/tasks").json()["items"]) == expected


def test_the_coordinator_sees_that_it_is_due_and_whose_it_is(
    coordinator: Account, mediator: Account, task: UUID
) -> None:
    for route, args in (("home", []), ("people:household", [HOME])):
        shown = (
            page(coordinator, route, *args).partition("Tasks of other mandates")[2].partition("</section>")[0]
        )
        assert "Health mediator" in shown
        assert "due" in shown
        assert "Ana" not in shown
        assert "Tasks of other mandates" not in page(mediator, route, *args)
    with acting_as(coordinator.pk):
        assert others.of_household(HOME) == [others.TaskOfOthers("health", TODAY)]
        assert others.due_until(TODAY) == [others.TaskOfOthers("health", TODAY, 1)]
        assert others.due_until(TODAY - datetime.timedelta(days=1)) == []


@pytest.mark.parametrize("role", ["administrator", "data_protection_officer", "municipal_officer"])
def test_that_it_exists_is_told_only_to_who_sees_who_is_who_there(
    role: str, here: world.Town, task: UUID
) -> None:
    elsewhere = world.account("unit_coordinator", world.town("THERE").unit)
    for viewer in (world.account(role, world.country()), elsewhere):
        with acting_as(viewer.pk):
            assert others.of_household(HOME) == others.due_until(TODAY) == []


def test_a_task_of_the_coordination_is_everybody_s_with_its_history(
    here: world.Town, coordinator: Account, mediator: Account
) -> None:
    plain = written(coordinator, here, title="Bring the form")
    formed = written(coordinator, here, form="coordination", title="Working group")
    assert titles(mediator) == {"Bring the form", "Working group"}
    with acting_as(mediator.pk):
        assert set(EntityChange.objects.filter(dataset="task").values_list("record", flat=True)) == {
            plain,
            formed,
        }
        assert others.of_household(HOME) == []
    assert send(mediator, here, update("task", plain, 1, {"state": "done"})).state == "applied"


def test_a_task_of_a_special_form_without_a_mandate_is_read_by_readers_of_self_identification(
    here: world.Town, coordinator: Account, mediator: Account
) -> None:
    written(coordinator, here, form="self_identification", title="Ask again")
    assert titles(coordinator) == {"Ask again"}
    assert titles(mediator) == set()


def test_its_mandate_finishes_it_and_nobody_hands_it_on(
    here: world.Town, coordinator: Account, mediator: Account, task: UUID
) -> None:
    assert send(coordinator, here, update("task", task, 1, {"state": "done"})).state != "applied"
    handed = send(mediator, here, update("task", task, 1, {"mandate": "coordination"}))
    assert handed.state == "needs_correction"
    assert "handed on" in handed.reasons[0].message
    assert send(mediator, here, update("task", task, 1, {"state": "done"})).state == "applied"
    assert titles(coordinator) == set()
    with acting_as(coordinator.pk):
        assert others.of_household(HOME) == []


def test_no_statement_of_the_application_turns_it_into_one_s_own(
    coordinator: Account, mediator: Account, task: UUID
) -> None:
    with acting_as(coordinator.pk):
        assert touched("update outreach_task set mandate = 'coordination'") == 0
        assert touched("delete from outreach_task") == 0
    assert titles(mediator) == {TITLE}


def test_an_emergency_opens_the_coordination_s_tasks_only(
    here: world.Town, coordinator: Account, task: UUID
) -> None:
    written(coordinator, here, title="Bring the form")
    reader = world.account("emergency_reader", world.country())
    with acting_as(coordinator.pk):
        code = Household.objects.get(pk=HOME).code
    with acting_as(reader.pk):
        actions.open_override(code=code, reason="A child of this household is in hospital tonight.")
    assert titles(reader) == {"Bring the form"}


def test_edits_of_a_task_from_before_meet_as_they_did(
    here: world.Town, coordinator: Account, mediator: Account
) -> None:
    """Its first changes were written down for the whole unit; one that she did not see still contends with hers."""
    made = written(coordinator, here, title="Bring the form")
    send(coordinator, here, update("task", made, 1, {"title": "Bring both forms"}))
    with acting_as(mediator.pk):
        Task.objects.filter(pk=made).update(mandate="health")
    assert send(mediator, here, update("task", made, 1, {"title": "Bring no form"})).state == "conflict"
    assert titles(mediator) == {"Bring both forms"}
