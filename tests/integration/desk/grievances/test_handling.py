"""The grievance officer's work through HTTP: every step, and what is refused with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account
from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as
from khetane.grievances import following, handling
from khetane.grievances.enums import State
from khetane.grievances.models import Grievance
from khetane.grievances.states import GRIEVANCE
from tests import world
from tests.integration.desk.scene import client_of
from tests.integration.grievances.scene import TEXT, days_ago, seen, told

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def officer(here: world.Town) -> Account:
    return world.account("grievance_officer", here.unit)


@pytest.fixture
def client(officer: Account) -> Client:
    return client_of(officer)


def state_of(officer: Account) -> str:
    with acting_as(officer.pk):
        return Grievance.objects.get().state


def page(client: Client, route: str, *args: Any) -> str:
    answer = client.get(reverse(f"grievances:{route}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_from_received_to_closed(here: world.Town, officer: Account, client: Client) -> None:
    made = told(here, name="Planted Name", contact="064 555 333", way="telephone", language="mk")
    assert "A complaint: how somebody treated me" in page(client, "listing")
    shown = page(client, "grievance", made.id)
    assert TEXT in shown
    assert "Planted Name" in shown
    assert "064 555 333 · call me" in shown
    client.post(reverse("grievances:step", args=[made.id]), {"step": "take_up"})
    assert state_of(officer) == "in_hand"
    assert "Македонски" in page(client, "answer", made.id)
    client.post(reverse("grievances:answer", args=[made.id]), {"text": "We spoke with him."})
    assert state_of(officer) == "answered"
    client.post(reverse("grievances:step", args=[made.id]), {"step": "close"})
    assert state_of(officer) == "closed"
    client.post(reverse("grievances:step", args=[made.id]), {"step": "reopen"})
    assert state_of(officer) == "in_hand"
    found = following.behind(made.code)
    assert found is not None
    assert [one.text for one in following.messages(made.code, found)] == ["We spoke with him."]


def test_passed_on_with_consent_and_a_printed_letter(
    here: world.Town, officer: Account, client: Client
) -> None:
    made = told(here, about="discrimination", received_on=days_ago(3), name="Planted Name")
    letter = reverse("grievances:letter", args=[made.id])
    assert client.get(letter).status_code == 404
    client.post(reverse("grievances:step", args=[made.id]), {"step": "take_up"})
    where = reverse("grievances:escalate", args=[made.id])
    early = client.post(where, {"body": "equality", "agreed_on": days_ago(4).isoformat()})
    assert early.status_code == 422
    assert "cannot have agreed" in early.content.decode()
    assert client.post(where, {"body": "equality"}).status_code == 422
    assert client.post(where, {"body": "equality", "agreed_on": TODAY.isoformat()}).status_code == 302
    assert state_of(officer) == "escalated"
    assert "Commissioner for the Protection of Equality" in page(client, "grievance", made.id)
    for language in ("en", "sr", "sr-latn", "mk"):
        answer = client.get(letter, {"language": language})
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("before", State.values)
def test_every_illegal_step_is_refused_with_its_reason(
    here: world.Town, officer: Account, before: str
) -> None:
    made = told(here)
    acts: dict[str, Callable[[UUID], None]] = {
        "in_hand": handling.take_up,
        "answered": lambda id: handling.answer(id, "Done."),
        "escalated": lambda id: handling.escalate(id, body="ombudsman", agreed_on=TODAY),
        "closed": handling.close,
    }
    ways: dict[str, list[str]] = {
        "received": [], "in_hand": ["in_hand"], "answered": ["answered"], "escalated": ["in_hand", "escalated"],
        "closed": ["answered", "closed"],
    }  # fmt: skip
    with acting_as(officer.pk):
        for step in ways[before]:
            acts[step](made.id)
        allowed = {one.target for one in GRIEVANCE.following(before)}
        for after, act in acts.items():
            if after not in allowed:
                with pytest.raises(Invalid, match=f"“{before}”"):
                    act(made.id)
        assert Grievance.objects.get().state == before


def test_the_second_of_two_officers_overwrites_nothing(here: world.Town, officer: Account) -> None:
    made, second = told(here, language="en"), client_of(world.account("grievance_officer", here.unit))
    where = reverse("grievances:answer", args=[made.id])
    with acting_as(officer.pk):
        handling.answer(made.id, "The first.")
    late = second.post(where, {"text": "The second."})
    assert late.status_code == 422
    assert "it is “answered” already" in late.content.decode()
    assert "The second." in late.content.decode()
    found = following.behind(made.code)
    assert found is not None
    assert [one.text for one in following.messages(made.code, found)] == ["The first."]


def test_a_step_that_came_too_late_says_so_on_the_page(here: world.Town, client: Client) -> None:
    made = told(here)
    answer = client.post(reverse("grievances:step", args=[made.id]), {"step": "close"}, follow=True)
    assert "it cannot become “closed”" in answer.content.decode()
    assert client.post(reverse("grievances:step", args=[made.id]), {"step": "burn"}).status_code == 404
    assert client.get(reverse("grievances:step", args=[made.id])).status_code == 405


def marked(listed: str, grievance: UUID) -> list[str]:
    """Under which headings of its line a day is marked as past."""
    line = next(row for row in listed.split("<tr>") if str(grievance) in row)
    cells = line.split('<td data-label="')[1:]
    return [cell.partition('"')[0] for cell in cells if 'data-sign="!"' in cell]


def test_what_is_late_is_counted_on_the_first_page_and_marked(
    here: world.Town, officer: Account, client: Client
) -> None:
    unseen = told(here, received_on=days_ago(8))  # nobody looked at it within seven days
    told(here, received_on=days_ago(7))
    old = told(here, received_on=days_ago(31))
    with acting_as(officer.pk):
        handling.take_up(old.id)
        late = set(Grievance.objects.overdue(TODAY))
        assert len(late) == 2
        assert {one for one in Grievance.objects.all() if one.is_overdue} == late
    today = client.get("/").content.decode()
    assert "grievances overdue" in today
    assert "new grievances" in today
    listed = page(client, "listing")
    assert listed.count('data-sign="!"') == 2
    assert marked(listed, unseen.id) == ["To be looked at by"]
    assert marked(listed, old.id) == ["To be answered by"]


def test_the_concerned_officer_reads_it_no_more(here: world.Town, officer: Account, client: Client) -> None:
    made, second = told(here), world.account("grievance_officer", here.unit)
    answer = client.post(reverse("grievances:concern", args=[made.id]), {"email": ""}, follow=True)
    assert "Others who can read it: 1." in answer.content.decode()
    for route in ("grievance", "answer", "ask", "escalate", "concern", "letter"):
        assert client.get(reverse(f"grievances:{route}", args=[made.id])).status_code == 404, route
    answer = client_of(second).post(reverse("grievances:concern", args=[made.id]), {"email": ""}, follow=True)
    assert "Nobody else can read it now" in answer.content.decode()


def test_who_declares_another_concerned_says_why_and_the_page_keeps_it(
    here: world.Town, client: Client
) -> None:
    made, second = told(here), world.account("grievance_officer", here.unit)
    where = reverse("grievances:concern", args=[made.id])
    bare = client.post(where, {"email": second.email})
    assert bare.status_code == 422
    assert "Say why this other account is concerned" in bare.content.decode()
    alone = client.post(where, {"email": second.email, "reason": "Her cousin"})
    assert "besides you nobody else could deal with it" in alone.content.decode()
    world.account("grievance_supervisor", world.country())
    done = client.post(where, {"email": second.email, "reason": "Her cousin"}, follow=True)
    assert "Others who can read it: 1." in done.content.decode()
    unknown = client.post(where, {"email": "nobody@example.org", "reason": "Unknown"}, follow=True)
    assert "Others who can read it: 1." in unknown.content.decode()
    shown = page(client, "grievance", made.id)
    assert "an officer declared another account concerned: Her cousin" in shown
    watching = client_of(world.account("data_protection_officer", world.country()))
    assert "officer declared concerned by another, in 30 days" in watching.get("/").content.decode()
    listed = watching.get(reverse("access:audit") + "?action=concerned_other").content.decode()
    assert "declared another account concerned: grievance" in listed
    assert "Her cousin" not in listed


def test_another_unit_and_the_one_complained_about_open_nothing(here: world.Town, author: Account) -> None:
    made = told(here)
    there = world.account("grievance_officer", world.town("THERE").unit)
    for account, status in ((author, 403), (there, 404)):
        for route in ("grievance", "answer", "ask", "escalate", "concern", "letter"):
            where = reverse(f"grievances:{route}", args=[made.id])
            assert client_of(account).get(where).status_code == status, route
        assert (
            client_of(account)
            .post(reverse("grievances:step", args=[made.id]), {"step": "take_up"})
            .status_code
            == status
        )


def test_a_supervisor_says_whose_it_is(here: world.Town, officer: Account, client: Client) -> None:
    made, supervisor = told(), client_of(world.account("grievance_supervisor", world.country()))
    where = reverse("grievances:assign", args=[made.id])
    assert client.get(where).status_code == 403
    assert seen(officer) == set()
    assert supervisor.post(where, {"unit": str(here.unit.pk)}).status_code == 302
    assert seen(officer) == {made.id}
    assert supervisor.post(where, {"unit": str(here.unit.pk), "apart": "on"}).status_code == 302
    assert seen(officer) == set()


def test_a_member_writes_one_down_and_hands_over_the_code(here: world.Town, officer: Account) -> None:
    mediator = client_of(world.account("health_mediator", here.unit))
    where = reverse("grievances:take_down")
    stamp = mediator.get(where).context["form"]["stamp"].value()
    given = {
        "channel": "paper", "received_on": days_ago(2).isoformat(), "language": "sr", "kind": "question",
        "unit": str(here.unit.pk), "about": "help", "text": TEXT, "way": "code", "stamp": stamp,
    }  # fmt: skip
    assert (
        mediator.post(where, {**given, "received_on": (TODAY + dt.timedelta(days=1)).isoformat()}).status_code
        == 422
    )
    slip = mediator.post(where, given)
    code = slip.context["code"]
    found = following.behind(code)
    assert found is not None
    assert (found.said["text"], found.language, found.received_on) == (TEXT, "sr", days_ago(2))
    assert found.answer_by == days_ago(2) + dt.timedelta(days=30)
    assert mediator.post(where, given).context["code"] == code
    assert len(seen(officer)) == 1


def test_the_poster_leads_to_the_page_of_the_unit(here: world.Town, author: Account) -> None:
    where = reverse("grievances:poster")
    assert client_of(author).get(where).status_code == 200
    for language in ("en", "sr", "sr-latn", "mk"):
        made = client_of(author).get(where, {"unit": here.unit.code, "language": language})
        assert made["Content-Type"] == "application/pdf"
    assert client_of(author).get(where, {"language": "xx"}).status_code == 200


def test_who_gives_roles_is_told_of_units_whose_grievances_nobody_reads(here: world.Town) -> None:
    administrator = client_of(world.account("administrator", here.municipality))
    assert "whose grievances nobody reads" in administrator.get("/").content.decode()
    world.account("grievance_officer", here.municipality)
    assert "whose grievances nobody reads" not in administrator.get("/").content.decode()
