"""A milestone whose day has come stands on Today, under Overdue and in the feed of whoever works in its scheme."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from khetane.access.models import Account
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.cases.test_reminders import address, summaries
from tests.integration.desk.scene import client_of, home
from tests.integration.desk.test_constant_queries import grows
from tests.integration.programmes.scene import enrol

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()
LABEL = "First payment"


@pytest.fixture
def teacher(here: world.Town) -> Account:
    return world.account("pedagogical_assistant", here.unit)


def plan(teacher: Account, here: world.Town, author: Account, due: dt.date) -> tuple[uuid.UUID, uuid.UUID]:
    """An enrolment, and a milestone of it that is planned for a day."""
    made, milestone = (
        enrol(teacher, home(here, author, children_born=2010), "scholarship", member=1),
        uuid.uuid4(),
    )
    values = {"enrolment": str(made), "kind": "first_payment", "state": "planned", "due": due.isoformat()}
    assert send(teacher, here, edit("milestone", milestone, values)).state == "applied"
    return made, milestone


def overdue(account: Account) -> str:
    return client_of(account).get(reverse("outreach:overdue")).content.decode()


def today(account: Account) -> str:
    return client_of(account).get("/").content.decode()


@pytest.mark.parametrize(("days", "stands"), [(-3, True), (0, True), (1, False)])
def test_it_stands_there_from_its_day_on_until_it_is_reached(
    days: int, stands: bool, here: world.Town, author: Account, teacher: Account
) -> None:
    enrolment, milestone = plan(teacher, here, author, TODAY + dt.timedelta(days=days))
    page = reverse("programmes:enrolment", args=[enrolment])
    assert (page in overdue(teacher)) == (LABEL in overdue(teacher)) == stands
    assert ("milestone due" in today(teacher)) == stands
    feed = address(client_of(teacher))
    assert summaries(feed) == ["A milestone is due"]
    reached = {"state": "reached", "reached_on": TODAY.isoformat()}
    assert send(teacher, here, update("milestone", milestone, 1, reached)).state == "applied"
    assert page not in overdue(teacher)
    assert "milestone due" not in today(teacher)
    assert summaries(feed) == []


def test_another_mandate_is_told_nothing_of_it(here: world.Town, author: Account, teacher: Account) -> None:
    plan(teacher, here, author, TODAY)
    for other in (
        world.account("health_mediator", here.unit),
        world.account("pedagogical_assistant", world.town("ELSE").unit),
    ):
        assert LABEL not in overdue(other)
        assert "milestone due" not in today(other)
        assert summaries(address(client_of(other))) == []


def test_overdue_asks_no_more_for_many_than_for_few(
    here: world.Town, author: Account, teacher: Account
) -> None:
    plan(teacher, here, author, TODAY)
    few, many = grows(
        client_of(teacher),
        reverse("outreach:overdue"),
        lambda: [plan(teacher, here, author, TODAY) for _ in range(3)],
    )
    assert few == many
