"""What may follow on what holds however an edit comes in; two who step apart meet in a conflict."""

from __future__ import annotations

import uuid

import pytest

from khetane.access.models import Account
from khetane.cases.models import Need
from khetane.core.viewer import acting_as
from khetane.forms import office
from khetane.history.models import Conflict, ConflictSide
from khetane.history.source import OfficeEdit
from khetane.outreach.models import Task
from tests import world
from tests.edits import edit, send, update

pytestmark = pytest.mark.django_db
HOME, TASK, NEED = (uuid.UUID(int=number) for number in (7, 8, 9))


@pytest.fixture
def task(here: world.Town, author: Account) -> None:
    home = edit("household", HOME, {"place": "HERE-S1"})
    send(author, here, home, edit("task", TASK, {"household": str(HOME), "title": "Call"}))


def state_of_task(author: Account) -> str:
    with acting_as(author.pk):
        return Task.objects.values_list("state", flat=True).get()


@pytest.mark.usefixtures("task")
def test_a_step_of_the_table_is_applied_and_any_other_is_refused_with_the_reason(
    here: world.Town, author: Account
) -> None:
    assert send(author, here, update("task", TASK, 1, {"state": "done"})).state == "applied"
    refused = send(author, here, update("task", TASK, 2, {"state": "cancelled"}))
    assert (refused.state, refused.reasons[0].code) == ("needs_correction", "no_such_step")
    assert "only: open" in refused.reasons[0].message
    assert state_of_task(author) == "done"


def test_a_record_begins_only_where_records_begin(here: world.Town, author: Account) -> None:
    home = edit("household", HOME, {"place": "HERE-S1"})
    begun = edit("task", TASK, {"household": str(HOME), "title": "Call", "state": "cancelled"})
    refused = send(author, here, home, begun)
    assert [reason.code for reason in refused.reasons] == ["no_such_beginning"]


@pytest.mark.usefixtures("task")
def test_two_who_step_apart_meet_in_a_conflict_and_either_may_be_taken(
    here: world.Town, author: Account
) -> None:
    send(author, here, update("task", TASK, 1, {"state": "done"}))
    other = send(author, here, update("task", TASK, 1, {"state": "cancelled", "outcome": "They left"}))
    assert other.state == "conflict"
    with acting_as(author.pk):
        conflict = Conflict.objects.get()
        side = ConflictSide.objects.get(conflict=conflict, standing=False)
        office.decide(conflict.pk, side.pk)
    assert state_of_task(author) == "cancelled"


def test_a_new_version_of_a_submission_corrects_and_is_no_step(here: world.Town, author: Account) -> None:
    former = uuid.uuid4()
    home = edit("household", HOME, {"place": "HERE-S1"})

    def found(state: str) -> tuple[OfficeEdit, ...]:
        values = {"household": str(HOME), "area": "health", "state": state}
        return home, edit("need", NEED, values)

    lead = world.account("health_mediator", here.unit)
    send(lead, here, *found("met"), id=former, mandate="health")
    corrected = send(lead, here, *found("dropped"), replaces=former, mandate="health")
    assert (corrected.state, corrected.reasons) == ("applied", ())
    with acting_as(lead.pk):
        assert Need.objects.values_list("state", flat=True).get() == "dropped"
