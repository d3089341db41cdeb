"""The unit takes a request down; the data-protection officer erases in two steps and reads no names."""

from __future__ import annotations

import re

import psycopg
import pytest
from django.test import Client
from django.utils.translation import override

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.people.models import Household, Person
from khetane.subjects.erasing import Erased
from khetane.subjects.ledger import Ledger
from khetane.subjects.models import SubjectRequest
from khetane.subjects.tasks import remove_old_bytes
from khetane.subjects.views import what_was_done
from tests import world
from tests.installations import Installation


@pytest.fixture
def home(installation: Installation) -> world.Town:
    return world.town("NIS")


@pytest.fixture
def coordinator(home: world.Town) -> Account:
    return world.account("unit_coordinator", home.unit)


@pytest.fixture
def officer(home: world.Town) -> Account:
    return world.account("data_protection_officer", home.municipality)


@pytest.fixture
def household(home: world.Town, coordinator: Account) -> Household:
    return world.household(coordinator, home, code="AB12-3", family_name="Kvarcenijev", persons=2)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def asked(coordinator: Account, household: Household, kind: str = "erasure") -> tuple[SubjectRequest, Person]:
    with acting_as(coordinator.pk):
        person = Person.objects.filter(household=household).order_by("given_name")[0]
    sent = signed_in(coordinator).post(
        f"/requests/household/{household.pk}/",
        {"kind": kind, "person": str(person.pk), "requested_on": "2026-05-04"},
    )
    assert sent.status_code == 302, sent.content.decode()[:2000]
    with acting_as(coordinator.pk):
        return SubjectRequest.objects.get(), person


def test_an_erasure_is_asked_by_the_unit_and_made_by_the_officer(
    installation: Installation, coordinator: Account, officer: Account, household: Household
) -> None:
    request, person = asked(coordinator, household)
    client = signed_in(officer)
    listed = client.get("/requests/erasures/").content.decode()
    assert str(person.pk) in listed
    assert "Kvarcenijev" not in listed
    ours = signed_in(coordinator).get("/requests/").content.decode()
    assert "Kvarcenijev" in ours
    assert str(person.pk) not in ours
    first = client.get(f"/requests/{request.pk}/erase/").content.decode()
    assert "cannot be undone" in first
    assert "Erase one person of household AB12-3, as asked on" in first
    assert f"as the audit has it: {person.pk}" in first
    with acting_as(coordinator.pk):
        assert Person.objects.count() == 2
    assert client.post(f"/requests/{request.pk}/erase/").status_code == 302
    with acting_as(coordinator.pk):
        assert [one.pk for one in Person.objects.all()] != [person.pk]
        assert Person.objects.count() == 1
        done = SubjectRequest.objects.get()
    assert (done.state, done.done_by) == ("done", officer.pk)
    assert [entry.persons for entry in Ledger.of(installation.home).entries()] == [(person.pk,)]
    told = client.get("/requests/erasures/").content.decode()
    assert client.post(f"/requests/{request.pk}/erase/").status_code == 404
    assert "old bytes are still on the disk" in told
    assert re.search(r"\d+ records? w(as|ere) erased\.", told)
    with psycopg.connect(installation.owner_url) as owner:
        assert owner.execute("select task_name from procrastinate_jobs").fetchall() == [
            (remove_old_bytes.name,)
        ]
    remove_old_bytes.func()
    assert "old bytes removed from the disk" in client.get("/requests/erasures/").content.decode()


def test_neither_step_is_open_to_the_unit(coordinator: Account, household: Household) -> None:
    request, _ = asked(coordinator, household)
    assert signed_in(coordinator).post(f"/requests/{request.pk}/erase/").status_code == 403
    signed_in(coordinator).post(f"/requests/{request.pk}/close")
    with acting_as(coordinator.pk):
        assert SubjectRequest.objects.get().state == "open"
        assert Person.objects.count() == 2


def test_another_unit_s_officer_finds_nothing(coordinator: Account, household: Household) -> None:
    request, _ = asked(coordinator, household)
    elsewhere = world.town("BOR")
    stranger = signed_in(world.account("data_protection_officer", elsewhere.municipality))
    assert stranger.post(f"/requests/{request.pk}/erase/").status_code == 404
    assert str(request.pk) not in stranger.get("/requests/erasures/").content.decode()


def test_a_refusal_needs_a_reason_and_a_copy_is_closed_by_the_unit(
    coordinator: Account, officer: Account, household: Household
) -> None:
    request, _ = asked(coordinator, household, kind="copy")
    signed_in(officer).post(f"/requests/{request.pk}/refuse/", {"why": " "})
    with acting_as(coordinator.pk):
        assert SubjectRequest.objects.get().state == "open"
    signed_in(coordinator).post(f"/requests/{request.pk}/close")
    with acting_as(coordinator.pk):
        assert SubjectRequest.objects.get().state == "done"


def test_a_request_asked_on_a_day_to_come_is_refused(coordinator: Account, household: Household) -> None:
    sent = signed_in(coordinator).post(
        f"/requests/household/{household.pk}/", {"kind": "copy", "person": "", "requested_on": "2099-01-01"}
    )
    assert sent.status_code == 200
    assert "has not come yet" in sent.content.decode()
    with acting_as(coordinator.pk):
        assert not SubjectRequest.objects.exists()


def test_the_officer_s_first_page_says_what_she_watches(
    coordinator: Account, officer: Account, household: Household
) -> None:
    def figures() -> dict[str, str]:
        text = signed_in(officer).get("/").content.decode()
        shown = re.findall(r"<li>(.*?)</li>", text.partition("k-stats")[2].partition("</ul>")[0], re.DOTALL)
        plain = [" ".join(re.sub("<[^>]+>", " ", one).split()) for one in shown]
        return {label: value for value, _, label in (one.partition(" ") for one in plain)}

    before = figures()
    assert before["open requests of persons"] == "0"
    assert before["emergencies in 30 days"] == "0"
    asked(coordinator, household)
    assert figures()["open request of a person"] == "1"
    assert set(before) >= {"roles to confirm", "units with names on devices"}


@pytest.mark.parametrize(
    ("language", "done", "told"),
    [
        ("en", (1, 1, 2), "1 record was erased. 1 submission was replaced by a copy without them. 2 files were emptied."),
        ("sr", (2, 5, 1), "Избрисана су 2 записа. 5 приспелих образаца је замењено копијама без избрисаног. 1 датотека је испражњена."),
        ("sr", (21, 1, 0), "Избрисан је 21 запис. 1 приспели образац је замењен копијом без избрисаног."),
        ("mk", (1, 2, 1), "Избришан е 1 запис. 2 пристигнати обрасци се заменети со копии без избришаното. 1 датотека е испразнета."),
    ],
)  # fmt: skip
def test_what_was_erased_is_said_in_the_plural_of_the_language(
    language: str, done: tuple[int, int, int], told: str
) -> None:
    with override(language):
        assert what_was_done(Erased(*done, 0, 0, left_bytes=False)) == told
