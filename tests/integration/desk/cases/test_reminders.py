"""Reminders say how much is due and when; what, and for whom, stays behind the sign-in."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as, acting_as_system
from khetane.desk import tasks as jobs
from khetane.desk.reminding.mail import remind
from khetane.outreach import reminding
from khetane.outreach.models import Visit
from khetane.outreach.reminders import Reminders
from tests import world
from tests.edits import edit, send
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()
SECRETS = ("Izmišljen", "Ana", "Her test", "Blue door")


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    made = home(here, author)
    for title, due in (("Her test", TODAY), ("Her test again", TODAY - datetime.timedelta(days=2))):
        said = {"household": str(made.id), "title": title, "due": due.isoformat(), "mandate": "health"}
        assert send(author, here, edit("task", uuid.uuid4(), said), mandate="health").state == "applied"
    plan = {"household": str(made.id), "goals": "Her test", "state": "agreed", "review_on": TODAY.isoformat()}
    assert send(author, here, edit("case_plan", uuid.uuid4(), plan)).state == "applied"
    return made


@pytest.fixture
def mediator(here: world.Town) -> Account:
    return world.account("health_mediator", here.unit)


def address(client: Client) -> str:
    page = client.post(reverse("outreach:new_feed")).content.decode()
    found = re.search(r"http://testserver(/work/calendar/[^/]+/tasks\.ics)", page)
    assert found
    return found[1]


def summaries(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer.status_code == 200
    return sorted(str(one["summary"]) for one in Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_feed_shows_that_something_is_due_and_nothing_else(
    ours: Home, author: Account, mediator: Account
) -> None:
    path = address(client_of(mediator))
    answer = Client().get(path)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer.headers["Cache-Control"]
    for secret in SECRETS:
        assert secret not in answer.content.decode()
    assert summaries(path) == ["A task is due", "A task is due"]
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {one.decoded("dtstart") for one in events} == {TODAY, TODAY - datetime.timedelta(days=2)}
    assert summaries(address(client_of(author))) == ["A plan is to be reviewed"]
    with acting_as(mediator.pk):
        assert AuditEvent.objects.filter(action="read", kind="task", account=mediator.pk).exists()


def test_an_ended_or_renewed_feed_is_refused_at_once(ours: Home, mediator: Account) -> None:
    client = client_of(mediator)
    first = address(client)
    second = address(client)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert client.post(reverse("outreach:end_feed")).status_code == 302
    assert Client().get(second).status_code == 404
    assert Client().get(reverse("outreach:feed", args=["guess"])).status_code == 404


def test_a_feed_shows_what_its_owner_may_see_now(ours: Home, mediator: Account) -> None:
    path = address(client_of(mediator))
    with acting_as_system():
        mediator.grants.update(ends=TODAY)
    assert summaries(path) == []
    with acting_as_system():
        Account.objects.filter(pk=mediator.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_nobody_sees_or_sets_how_another_is_reminded(ours: Home, author: Account, mediator: Account) -> None:
    with acting_as(mediator.pk):
        reminding.by_mail(True)
    with acting_as(author.pk):
        assert not Reminders.objects.exists()
        assert Reminders.objects.filter(account=mediator.pk).update(by_mail=False) == 0
    with acting_as(mediator.pk):
        assert reminding.own().by_mail


def test_the_mail_of_the_morning(ours: Home, mediator: Account) -> None:
    with acting_as(mediator.pk):
        assert not remind(TODAY)  # nobody asked for it
        reminding.by_mail(True)
        assert remind(TODAY)
        assert not remind(TODAY)  # once a day, if the job is repeated
    (sent,) = mail.outbox
    assert sent.to == [mediator.email]
    assert "1 task is due today." in sent.body
    assert "1 task is overdue." in sent.body
    for secret in SECRETS:
        assert secret not in f"{sent.subject}{sent.body}"


def test_the_mail_of_the_morning_is_a_lawyers_diary(ours: Home, here: world.Town) -> None:
    lawyer = world.account("legal_aid_lawyer", here.unit)
    client_home = home(here, lawyer, names=("Klijent",))
    made, far, silent = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    said = {"person": str(client_home.members[0]), "type": "OTHER", "initiated_on": "2025-01-15"}
    begun = (TODAY - datetime.timedelta(days=10)).isoformat()
    hearings = [
        edit(
            "hearing",
            uuid.uuid4(),
            {"procedure": str(made), "date": (TODAY + datetime.timedelta(days=days)).isoformat()},
        )
        for days in (7, 8)
    ]
    applied = send(
        lawyer,
        here,
        edit("procedure", made, said),
        edit("procedure", far, said | {"type": "ID", "initiated_on": begun}),  # 15 days: within the week
        edit("procedure", silent, said | {"type": "BIRTH-L"}),  # the office's, and passed long ago
        *hearings,
        mandate="legal",
    )
    assert applied.state == "applied", applied.reasons
    with acting_as(lawyer.pk):
        reminding.by_mail(True)
        assert remind(TODAY)
    (sent,) = mail.outbox
    assert "1 term of a procedure has passed or ends within a week." in sent.body
    assert "1 hearing is within a week." in sent.body


def test_no_mail_where_nothing_is_due_or_the_roles_ended(
    ours: Home, here: world.Town, mediator: Account
) -> None:
    adviser = world.account("employment_adviser", here.unit)
    with acting_as(adviser.pk):
        reminding.by_mail(True)
        assert not remind(TODAY)
    with acting_as(mediator.pk):
        reminding.by_mail(True)
    with acting_as_system():
        mediator.grants.update(ends=TODAY)
    with acting_as(mediator.pk):
        assert not remind(TODAY)
    assert mail.outbox == []


def test_without_an_address_for_mail_nothing_is_planned(ours: Home, mediator: Account) -> None:
    with acting_as(mediator.pk):
        reminding.by_mail(True)
    assert jobs.plan_reminders(timestamp=0) == 0


def test_the_page_of_reminders(ours: Home, mediator: Account) -> None:
    client = client_of(mediator)
    page = reverse("outreach:reminders")
    assert "sends no mail yet" in client.get(page).content.decode()
    assert client.post(page, {"by_mail": "on"}).status_code == 302
    assert "checked" in client.get(page).content.decode()


def test_visits_that_are_planned_stand_in_the_feed_without_the_place(
    author: Account, mediator: Account, here: world.Town
) -> None:
    for day, state in (
        (TODAY, "planned"),
        (TODAY, "cancelled"),
        (TODAY - datetime.timedelta(days=40), "planned"),
    ):
        with acting_as(author.pk):
            Visit.objects.create(
                unit=here.unit, place=here.settlement, date=day, state=state, purpose="Her test"
            )
    path = address(client_of(mediator))
    assert summaries(path) == ["A joint visit"]
    told = Client().get(path).content.decode()
    assert "Settlement" not in told
    assert "Her test" not in told
    assert summaries(address(client_of(world.account("unit_coordinator", world.town("ELSE").unit)))) == []
