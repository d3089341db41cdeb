"""What should be done by now: closed together, safe to repeat; counted per mandate without what others wrote."""

from __future__ import annotations

import datetime
import re
import uuid
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.forms.models import Submission
from khetane.outreach.models import Task
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()
LATE = (TODAY - datetime.timedelta(days=3)).isoformat()


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


def tasks(of: Home, mandate: str, *titles: str, due: str = LATE) -> list[uuid.UUID]:
    made = [uuid.uuid4() for _ in titles]
    for task, title in zip(made, titles, strict=True):
        said = {"household": str(of.id), "title": title, "due": due, "mandate": mandate}
        assert send(of.author, of.town, edit("task", task, said), mandate=mandate).state == "applied"
    return made


def close(client: Client, chosen: list[str], instance: uuid.UUID, **said: str) -> int:
    values = {"state": "done", "outcome": "All came", "closed_on": TODAY, "instance": instance, **said}
    return client.post(reverse("outreach:overdue"), {"tasks": chosen, **values}).status_code


def states(account: Account) -> list[str]:
    with acting_as(account.pk):
        return sorted(Task.objects.values_list("state", flat=True))


def test_several_are_closed_together_and_again_changes_nothing(ours: Home, author: Account) -> None:
    made = tasks(ours, "coordination", "Call", "Write")
    tasks(ours, "coordination", "Later", due=(TODAY + datetime.timedelta(days=9)).isoformat())
    client, instance = client_of(author), uuid.uuid4()
    page = client.get(reverse("outreach:overdue")).content.decode()
    assert "Call" in page
    assert "Later" not in page
    chosen = [f"{task}:1" for task in made]
    for _ in range(2):
        assert close(client, chosen, instance) == 302
    assert states(author) == ["done", "done", "open"]
    with acting_as(author.pk):
        assert set(Task.objects.filter(pk__in=made).values_list("version", "outcome")) == {(2, "All came")}
        sent = Submission.objects.count()
    assert close(client, chosen, uuid.uuid4()) == 302  # from a second page that was open: agreed, no conflict
    with acting_as(author.pk):
        assert Submission.objects.count() == sent + 1
    assert states(author) == ["done", "done", "open"]


@pytest.mark.parametrize("version", ["9" * 5000, str(2**31), "0", "-1", "²", ""], ids=lambda text: text[:12])
def test_a_version_that_no_page_showed_closes_nothing(version: str, ours: Home, author: Account) -> None:
    (task,) = tasks(ours, "coordination", "Call")
    assert close(client_of(author), [f"{task}:{version}"], uuid.uuid4()) == 422
    assert states(author) == ["open"]


def test_one_that_another_cancelled_meanwhile_waits_for_a_decision(ours: Home, author: Account) -> None:
    (task,) = tasks(ours, "coordination", "Call")
    gone = update("task", task, 1, {"state": "cancelled", "outcome": "They moved"})
    assert send(author, ours.town, gone).state == "applied"
    answer = client_of(author).post(
        reverse("outreach:overdue"),
        {"tasks": [f"{task}:1"], "state": "done", "closed_on": TODAY, "instance": uuid.uuid4()},
    )
    assert answer.headers["Location"] == reverse("history:conflicts")
    assert states(author) == ["cancelled"]


def test_cancelling_several_asks_why(ours: Home, author: Account) -> None:
    (task,) = tasks(ours, "coordination", "Call")
    assert close(client_of(author), [f"{task}:1"], uuid.uuid4(), state="cancelled", outcome="") == 422
    assert close(client_of(author), [], uuid.uuid4()) == 422
    assert close(client_of(author), ["nonsense"], uuid.uuid4()) == 422
    assert states(author) == ["open"]


def test_nobody_closes_another_mandate_s(ours: Home, here: world.Town, author: Account) -> None:
    (task,) = tasks(ours, "health", "Her test")
    adviser, mediator = (world.account(role, here.unit) for role in ("employment_adviser", "health_mediator"))
    assert "Her test" not in client_of(adviser).get(reverse("outreach:overdue")).content.decode()
    close(client_of(adviser), [f"{task}:1"], uuid.uuid4())
    assert states(mediator) == ["open"]


def test_the_caseload_counts_others_and_shows_nothing_of_them(
    ours: Home, here: world.Town, author: Account
) -> None:
    tasks(ours, "health", "Her test", "Her pills")
    need = {"household": str(ours.id), "area": "health", "urgency": "urgent", "description": "Insulin"}
    assert send(author, here, edit("need", uuid.uuid4(), need), mandate="health").state == "applied"
    mediator, adviser = (world.account(role, here.unit) for role in ("health_mediator", "employment_adviser"))
    for account in (author, mediator):
        page = client_of(account).get(reverse("cases:caseload")).content.decode()
        row = page.partition("Health mediator</a>")[2].partition("</tr>")[0]
        assert [part.partition(">")[2].partition("<")[0] for part in row.split("<td")[1:4]] == ["1", "1", "2"]
        assert "Insulin" not in page
        assert "Her test" not in page
    assert "Health mediator</a>" not in client_of(adviser).get(reverse("cases:caseload")).content.decode()
    elsewhere = world.account("unit_coordinator", world.town("THERE").unit)
    row = (
        client_of(elsewhere)
        .get(reverse("cases:caseload"))
        .content.decode()
        .partition("Health mediator</a>")[2]
    )
    assert ">0<" in row.partition("</tr>")[0].replace("\n", "")


def test_procedures_are_a_lawyers_load_and_a_term_that_we_missed_is_overdue(
    ours: Home, here: world.Town, author: Account
) -> None:
    lawyer = world.account("legal_aid_lawyer", here.unit)
    client_home = home(here, lawyer, names=("Klijent",))
    refused, silent = uuid.uuid4(), uuid.uuid4()
    said = {"person": str(client_home.members[0]), "initiated_on": "2025-01-15"}
    decision = {"procedure": str(refused), "event": "decision", "date": "2025-02-10", "result": "refused"}
    applied = send(
        lawyer,
        here,
        edit("procedure", refused, said | {"type": "CIT"}),
        edit("procedure_event", uuid.uuid4(), decision),
        edit("procedure", silent, said | {"type": "BIRTH-L"}),
        mandate="legal",
    )
    assert applied.state == "applied", applied.reasons
    for account in (author, lawyer):
        page = client_of(account).get(reverse("cases:caseload")).content.decode()
        row = page.partition("Legal aid</a>")[2].partition("</tr>")[0]
        cells = [re.sub(r"<[^>]*>|\s", "", part.partition(">")[2]) for part in row.split("<td")[5:7]]
        assert cells == ["2", "1"]
    overdue = client_of(lawyer).get(reverse("outreach:overdue")).content.decode()
    assert str(refused) in overdue
    assert str(silent) not in overdue  # the office's silence is no omission of ours
    assert str(refused) not in client_of(author).get(reverse("outreach:overdue")).content.decode()


@pytest.mark.parametrize("route", ["outreach:overdue", "cases:caseload", "cases:plans", "home"])
def test_much_to_do_asks_the_database_no_more_often(route: str, ours: Home, author: Account) -> None:
    def more(number: int) -> None:
        tasks(ours, "coordination", *(f"Task {one}" for one in range(number)))
        for one in range(number):
            other = home(ours.town, author, names=(f"Osoba{one}",))
            plan, step = uuid.uuid4(), uuid.uuid4()
            said = {"household": str(other.id), "goals": "Goal", "state": "agreed", "review_on": LATE}
            made = edit("case_plan", plan, said)
            first = edit("plan_step", step, {"plan": str(plan), "what": "Do", "until": LATE})
            assert send(author, ours.town, made, first).state == "applied"

    client, asked = client_of(author), []
    for grow in (partial(more, 1), partial(more, 0), partial(more, 6)):
        grow()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(route)).status_code == 200
        asked.append(len(captured))
    assert asked[1] == asked[2]
