"""Needs and tasks on screens: added from the household, closed with what came of them, reopened."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account
from khetane.cases.models import Need
from khetane.core.viewer import acting_as
from khetane.forms.models import Submission
from khetane.outreach.models import Task
from tests import world
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


@pytest.fixture
def mediator(here: world.Town) -> Account:
    return world.account("health_mediator", here.unit)


def add_need(client: Client, of: Home, area: str) -> uuid.UUID:
    need = uuid.uuid4()
    said = {
        "area": area, "description": "A doctor who sees her", "urgency": "high", "found_on": TODAY, "instance": need,
    }  # fmt: skip
    assert client.post(reverse("cases:add_need", args=[of.id]), said).status_code == 302
    return need


def step(client: Client, route: str, record: uuid.UUID, name: str, version: int, **said: object) -> int:
    about = {"base_version": version, "instance": uuid.uuid4(), **said}
    return client.post(reverse(route, args=[record, name]), about).status_code


def test_a_need_is_read_by_the_mandate_of_its_area_and_so_is_what_was_sent(
    ours: Home, author: Account, mediator: Account
) -> None:
    need = add_need(client_of(author), ours, "health")
    with acting_as(mediator.pk):
        assert Need.objects.get().mandate == "health"
    with acting_as(author.pk):
        assert not Need.objects.exists()
        assert not Submission.objects.filter(mandate="health").exists()
    assert client_of(author).get(reverse("cases:need", args=[need])).status_code == 404


def test_the_way_of_a_need(ours: Home, mediator: Account) -> None:
    client = client_of(mediator)
    need = add_need(client, ours, "health")
    assert step(client, "cases:need_step", need, "take_up", 1) == 302
    assert "being worked on" in client.get(reverse("cases:need", args=[need])).content.decode()
    assert step(client, "cases:need_step", need, "drop", 2, closed_on=TODAY) == 422  # why not?
    said = {"outcome": "She moved to another doctor herself", "closed_on": TODAY}
    assert step(client, "cases:need_step", need, "drop", 2, **said) == 302
    with acting_as(mediator.pk):
        dropped = Need.objects.get()
        assert (dropped.state, dropped.closed_on, dropped.outcome) == ("dropped", TODAY, said["outcome"])
    assert step(client, "cases:need_step", need, "reopen", 3) == 302
    with acting_as(mediator.pk):
        again = Need.objects.get()
        assert (again.state, again.closed_on, again.outcome) == ("open", None, "")


def test_a_task_is_added_changed_cancelled_with_its_reason_and_reopened(
    ours: Home, mediator: Account
) -> None:
    client, task = client_of(mediator), uuid.uuid4()
    assert (
        'value="health" selected' in client.get(reverse("outreach:add_task", args=[ours.id])).content.decode()
    )
    said = {"title": "Call the clinic", "due": TODAY, "mandate": "health", "instance": task}
    assert client.post(reverse("outreach:add_task", args=[ours.id]), said).status_code == 302
    changed = {"title": "Call the clinic again", "due": TODAY, "base_version": 1, "instance": uuid.uuid4()}
    assert client.post(reverse("outreach:edit_task", args=[task]), changed).status_code == 302
    assert step(client, "outreach:task_step", task, "cancel", 2, closed_on=TODAY) == 422
    reason = {"outcome": "The clinic called first", "closed_on": TODAY}
    assert step(client, "outreach:task_step", task, "cancel", 2, **reason) == 302
    page = client.get(reverse("outreach:task", args=[task])).content.decode()
    assert "The clinic called first" in page
    assert step(client, "outreach:task_step", task, "reopen", 3) == 302
    with acting_as(mediator.pk):
        again = Task.objects.get()
        assert (again.state, again.closed_on, again.title) == ("open", None, "Call the clinic again")


def test_a_need_found_at_a_visit_keeps_it(ours: Home, author: Account) -> None:
    page = client_of(author).get(reverse("cases:add_need", args=[ours.id]) + "?area=housing").content.decode()
    assert 'value="housing" selected' in page
