"""Edits on the screens: applied as submissions are, contested when someone was faster, refused with reasons."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.forms.models import Submission
from khetane.history.models import Conflict
from khetane.outreach.models import Task
from khetane.people.models import Consent, Household, Membership, Person
from tests import world
from tests.edits import send, update
from tests.integration.desk.scene import Home, client_of, home, work

pytestmark = pytest.mark.django_db

CHOSEN = re.compile(r'<select name="([^"]+)".*?</select>', re.S)
OPTION = re.compile(r'<option value="([^"]*)"[^>]*selected')


@pytest.fixture
def ours(here: world.Town, author: Account) -> Home:
    return home(here, author)


@pytest.fixture
def client(author: Account) -> Client:
    return client_of(author)


def filled(client: Client, url: str) -> dict[str, str]:
    """The form of a page as a browser would send it unchanged."""
    response = client.get(url)
    assert response.status_code == 200
    page = response.content.decode().partition('<form class="k-form"')[2].partition("</form>")[0]
    values = {}
    for tag in re.findall(r"<(?:input|textarea)[^>]*>(?:[^<]*</textarea>)?", page):
        name = re.search(r'name="([^"]+)"', tag)
        if name and 'type="checkbox"' not in tag and 'type="radio"' not in tag:
            value = re.search(r'value="([^"]*)"', tag)
            inside = re.search(r">\s*([^<]*)</textarea>", tag)
            values[name[1]] = value[1] if value else inside[1] if inside else ""
    for select in CHOSEN.finditer(page):
        chosen = OPTION.search(select[0])
        values[select[1]] = chosen[1] if chosen else ""
    return values


def post(client: Client, url: str, values: dict[str, Any], status: int = 302) -> str:
    response = client.post(url, values)
    assert response.status_code == status, response.content.decode()
    return response.content.decode() if status != 302 else response["Location"]


def household(of: Home) -> Household:
    with acting_as(of.author.pk):
        return Household.objects.get(pk=of.id)


def test_an_edit_of_a_household_is_a_submission_of_the_office(client: Client, ours: Home) -> None:
    url = reverse("people:edit_household", args=[ours.id])
    there = post(client, url, filled(client, url) | {"phone": "062 111"})
    assert there == reverse("people:household", args=[ours.id])
    assert household(ours).phone == "062 111"
    with acting_as(ours.author.pk):
        assert Submission.objects.filter(source="office").count() == 2


def test_sending_the_same_form_twice_changes_nothing_more(client: Client, ours: Home) -> None:
    url = reverse("people:edit_household", args=[ours.id])
    values = filled(client, url) | {"phone": "062 111"}
    post(client, url, values)
    post(client, url, values)
    assert household(ours).version == 2


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(client: Client, ours: Home) -> None:
    url = reverse("people:edit_household", args=[ours.id])
    values = filled(client, url)
    send(ours.author, ours.town, update("household", ours.id, 1, {"phone": "063 222", "note": "Green gate"}))
    there = post(client, url, values | {"phone": "062 111"})
    with acting_as(ours.author.pk):
        conflict = Conflict.objects.get()
    assert there == reverse("history:conflict", args=[conflict.pk])
    shown = client.get(there).content.decode()
    assert "062 111" in shown
    assert "063 222" in shown
    assert (household(ours).phone, household(ours).note) == ("063 222", "Green gate")


@pytest.mark.parametrize(
    ("taken", "phone", "state"), [("062 111", "062 111", "taken"), ("063 222", "063 222", "kept")]
)
def test_a_person_decides_which_value_stands(
    client: Client, ours: Home, taken: str, phone: str, state: str
) -> None:
    url = reverse("people:edit_household", args=[ours.id])
    values = filled(client, url)
    send(ours.author, ours.town, update("household", ours.id, 1, {"phone": "063 222"}))
    page = post(client, url, values | {"phone": "062 111"})
    card = next(
        part for part in client.get(page).content.decode().split('<section class="k-card">') if taken in part
    )
    side = re.search(r'name="side" value="([^"]+)"', card)
    assert side
    post(client, page, {"side": side[1]})
    assert household(ours).phone == phone
    with acting_as(ours.author.pk):
        assert Conflict.objects.get().state == state


def test_who_may_not_decide_sees_both_values_and_no_button(
    client: Client, ours: Home, here: world.Town
) -> None:
    url = reverse("people:edit_household", args=[ours.id])
    values = filled(client, url)
    send(ours.author, ours.town, update("household", ours.id, 1, {"phone": "063 222"}))
    page = post(client, url, values | {"phone": "062 111"})
    mediator = client_of(world.account("health_mediator", here.unit))
    shown = mediator.get(page).content.decode()
    assert "063 222" in shown
    assert 'name="side"' not in shown
    with acting_as(ours.author.pk):
        side = Conflict.objects.get().sides.first()
    assert side
    assert mediator.post(page, {"side": str(side.pk)}).status_code in (403, 422)
    with acting_as(ours.author.pk):
        assert Conflict.objects.get().state == "open"


def test_a_birth_in_the_future_is_refused_with_a_sentence_and_nothing_is_kept(
    client: Client, ours: Home
) -> None:
    url = reverse("people:edit_person", args=[ours.members[0]])
    shown = post(client, url, filled(client, url) | {"birth_date": "2090-01-01"}, status=422)
    assert "2090-01-01" in shown
    with acting_as(ours.author.pk):
        assert Person.objects.get(pk=ours.members[0]).version == 1
        assert not Submission.objects.filter(state="needs_correction").exists()


def test_a_changed_name_is_found_at_once(client: Client, ours: Home) -> None:
    url = reverse("people:edit_person", args=[ours.members[1]])
    post(client, url, filled(client, url) | {"given_name": "Džemile"})
    assert "Džemile" in client.get(reverse("people:search"), {"q": "Џемиле"}).content.decode()


def test_a_consent_is_given_and_withdrawn(client: Client, ours: Home) -> None:
    url = reverse("people:give_consent", args=[ours.id])
    said = {
        "person": str(ours.members[0]),
        "purpose": "referral",
        "recipients": ["health"],
        "notice_version": "2",
    }
    post(
        client,
        url,
        filled(client, url) | said | {"given_by": "self", "evidence": "signed", "given_on": "2026-03-02"},
    )
    with acting_as(ours.author.pk):
        consent = Consent.objects.get()
    page = reverse("people:household", args=[ours.id])
    assert "referral to an institution" in client.get(page).content.decode()
    url = reverse("people:withdraw_consent", args=[consent.pk])
    asked = client.get(url).content.decode()
    assert "agreed on 2 March 2026 to: referral to an institution (" in asked
    assert "health" in asked
    post(client, url, filled(client, url))
    with acting_as(ours.author.pk):
        assert Consent.objects.get().withdrawn_on
    assert reverse("people:withdraw_consent", args=[consent.pk]) not in client.get(page).content.decode()


def roles(of: UUID, author: Account) -> dict[UUID, str]:
    with acting_as(author.pk):
        rows = Membership.objects.filter(household=of, ends=None)
        return dict(rows.values_list("person_id", "role"))


def test_another_member_becomes_the_head(client: Client, ours: Home) -> None:
    url = reverse("people:change_head", args=[ours.id])
    assert str(ours.members[1]) in client.get(url).content.decode()
    url += f"?head={ours.members[1]}"
    offered = filled(client, url)
    assert offered[f"role_{ours.members[0].hex}"] == "parent"
    post(client, url, offered)
    assert roles(ours.id, ours.author) == {ours.members[0]: "parent", ours.members[1]: "head"}


def test_everybody_is_asked_what_she_is_to_the_new_head(
    client: Client, here: world.Town, author: Account
) -> None:
    big = home(here, author, names=("Ana", "Beba", "Ceca"))
    url = reverse("people:change_head", args=[big.id]) + f"?head={big.members[1]}"
    offered = filled(client, url)
    assert offered[f"role_{big.members[2].hex}"] == "sibling"
    post(client, url, offered | {f"role_{big.members[2].hex}": "in_law"})
    assert roles(big.id, author) == {
        big.members[0]: "parent",
        big.members[1]: "head",
        big.members[2]: "in_law",
    }


def test_of_two_heads_one_is_kept(client: Client, ours: Home) -> None:
    with acting_as(ours.author.pk):
        version = Person.objects.get(pk=ours.members[1]).version
    assert (
        send(ours.author, ours.town, update("person", ours.members[1], version, {"role": "head"})).state
        == "applied"
    )
    page = client.get(reverse("people:household", args=[ours.id])).content.decode()
    assert "More than one head" in page
    url = reverse("people:change_head", args=[ours.id])
    assert f'href="{url}">Say who is the head' in page
    url += f"?head={ours.members[0]}"
    post(client, url, filled(client, url))
    assert roles(ours.id, ours.author) == {ours.members[0]: "head", ours.members[1]: "other"}
    assert (
        "More than one head" not in client.get(reverse("people:household", args=[ours.id])).content.decode()
    )


def test_who_is_no_member_does_not_become_the_head(client: Client, ours: Home) -> None:
    url = reverse("people:change_head", args=[ours.id])
    assert client.get(url, {"head": str(ours.id)}).status_code == 422


def test_a_household_splits_and_the_new_one_has_its_own_code(
    client: Client, here: world.Town, author: Account
) -> None:
    big = home(here, author, names=("Ana", "Beba", "Ceca"))
    url = reverse("people:split_household", args=[big.id])
    said = {
        "leaving": [str(big.members[1]), str(big.members[2])],
        "head": str(big.members[1]),
        "since": "2026-06-01",
    }
    there = post(client, url, filled(client, url) | said)
    new_id = UUID(there.rstrip("/").rpartition("/")[2])
    assert roles(big.id, author) == {big.members[0]: "head"}
    assert roles(new_id, author) == {big.members[1]: "head", big.members[2]: "sibling"}
    with acting_as(author.pk):
        assert Household.objects.get(pk=new_id).code != big.code


def test_a_person_moves_to_the_household_on_a_card(
    client: Client, ours: Home, here: world.Town, author: Account
) -> None:
    other = home(here, author, names=("Ceca",))
    url = reverse("people:move_person", args=[ours.members[1]])
    said = {"household": other.code.lower().replace("-", " "), "role": "in_law", "member_from": "2026-06-01"}
    post(client, url, filled(client, url) | said)
    assert roles(other.id, author)[ours.members[1]] == "in_law"
    assert ours.members[1] not in roles(ours.id, author)


def test_the_code_of_another_units_household_is_not_known(client: Client, ours: Home) -> None:
    there = world.town("THERE")
    other = home(there, world.account("unit_coordinator", there.unit), names=("Ceca",))
    url = reverse("people:move_person", args=[ours.members[1]])
    values = filled(client, url) | {"household": other.code, "role": "in_law"}
    assert "No household with this code" in post(client, url, values, status=422)


def test_a_member_leaves(client: Client, ours: Home) -> None:
    url = reverse("people:leave_household", args=[ours.members[1]])
    post(client, url, filled(client, url) | {"member_to": "2026-06-01"})
    assert list(roles(ours.id, ours.author)) == [ours.members[0]]


def test_a_task_is_marked_as_done_from_the_list(client: Client, ours: Home) -> None:
    work(ours)
    with acting_as(ours.author.pk):
        task = Task.objects.get()
    page = reverse("outreach:tasks") + "?state=all"
    there = post(client, reverse("outreach:task_done", args=[task.pk]), {"base_version": "1", "next": page})
    assert there == page
    with acting_as(ours.author.pk):
        assert Task.objects.get().state == "done"


def test_nobody_is_sent_to_another_site(client: Client, ours: Home) -> None:
    work(ours)
    with acting_as(ours.author.pk):
        task = Task.objects.get()
    url = reverse("outreach:task_done", args=[task.pk])
    there = post(client, url, {"base_version": "1", "next": "https://example.org/"})
    assert there == reverse("outreach:tasks")


@pytest.mark.parametrize(
    "route",
    [
        "edit_household",
        "give_consent",
        "change_head",
        "split_household",
        "edit_person",
        "move_person",
        "leave_household",
    ],
)
def test_another_units_records_cannot_be_edited_and_are_not_told_of(route: str, ours: Home) -> None:
    stranger = client_of(world.account("unit_coordinator", world.town("THERE").unit))
    record = ours.members[0] if "person" in route or "leave" in route else ours.id
    url = reverse(f"people:{route}", args=[record])
    assert stranger.get(url).status_code == stranger.post(url, {}).status_code == 404


def test_today_shows_what_is_due_and_elsewhere_the_way(client: Client, ours: Home, here: world.Town) -> None:
    work(ours)
    shown = client.get("/").content.decode()
    assert "Text task" in shown
    assert "task overdue" in shown
    officer = client_of(world.account("municipal_officer", here.municipality)).get("/").content.decode()
    assert "Welcome" in officer
    staff = client_of(world.account("project_staff", here.municipality)).get("/").content.decode()
    assert "take part in a scheme" in staff
    assert "Text task" not in officer
