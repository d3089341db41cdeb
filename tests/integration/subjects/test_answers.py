"""Corrections are made and answered by the unit, objections decided by the officer; the person is told in a letter."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as
from khetane.people.models import Restriction
from khetane.subjects.models import SubjectRequest
from tests import world
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(here: world.Town, author: Account) -> Home:
    return home(here, author)


@pytest.fixture
def unit(author: Account) -> Client:
    return client_of(author)


@pytest.fixture
def officer(here: world.Town) -> Client:
    return client_of(world.account("data_protection_officer", here.municipality))


def asked(unit: Client, family: Home, kind: str, **more: str) -> SubjectRequest:
    said = {"kind": kind, "person": str(family.members[0]), "requested_on": "2026-05-04", "language": "sr"}
    sent = unit.post(f"/requests/household/{family.id}/", said | more)
    assert sent.status_code == 302, sent.content.decode()[:2000]
    return standing(family)


def standing(family: Home) -> SubjectRequest:
    with acting_as(family.author.pk):
        return SubjectRequest.objects.get()


def restricted(family: Home) -> bool:
    with acting_as(family.author.pk):
        return Restriction.objects.in_force().filter(household=family.id).exists()


def test_a_correction_says_what_is_wrong(unit: Client, family: Home) -> None:
    said = {"kind": "correction", "person": "", "requested_on": "2026-05-04", "about": " "}
    assert "what is wrong" in unit.post(f"/requests/household/{family.id}/", said).content.decode()


def test_the_unit_answers_a_correction_and_hands_over_a_letter(
    unit: Client, officer: Client, family: Home
) -> None:
    request = asked(unit, family, "correction", about="Rođena 1981, ne 1980")
    assert officer.get(f"/requests/{request.pk}/answer/").status_code == 403
    assert unit.get(f"/requests/{request.pk}/letter/").status_code == 404
    assert "Rođena 1981" in unit.get(f"/requests/{request.pk}/answer/").content.decode()
    unit.post(f"/requests/{request.pk}/answer/", {"answer": " "})
    assert standing(family).state == "open"
    unit.post(f"/requests/{request.pk}/answer/", {"answer": "Godina rođenja je ispravljena."})
    done = standing(family)
    assert (done.state, done.answer) == ("done", "Godina rođenja je ispravljena.")
    letter = unit.get(f"/requests/{request.pk}/letter/")
    assert letter.headers["Content-Type"] == "application/pdf"
    assert b"pdfuaid" in letter.content
    with acting_as(family.author.pk):
        assert AuditEvent.objects.filter(action="printed", subjects__contains=[request.pk]).exists()


def test_a_request_is_answered_once(unit: Client, family: Home) -> None:
    request = asked(unit, family, "correction", about="x")
    unit.post(f"/requests/{request.pk}/answer/", {"answer": "First"})
    assert unit.post(f"/requests/{request.pk}/answer/", {"answer": "Second"}).status_code == 404
    assert standing(family).answer == "First"


def test_only_the_officer_refuses_and_says_why(unit: Client, officer: Client, family: Home) -> None:
    request = asked(unit, family, "correction", about="x")
    assert unit.post(f"/requests/{request.pk}/refuse/", {"why": "No"}).status_code == 403
    officer.post(f"/requests/{request.pk}/refuse/", {"why": "The extract says otherwise."})
    assert standing(family).state == "refused"
    assert unit.get(f"/requests/{request.pk}/letter/").status_code == 200


def test_an_objection_restricts_until_it_is_refused(unit: Client, officer: Client, family: Home) -> None:
    request = asked(unit, family, "objection", about="Ne želim više")
    page = unit.get(f"/people/households/{family.id}/").content.decode()
    assert "objected to being recorded" in page
    assert "objected to being recorded" in unit.get(f"/people/persons/{family.members[0]}/").content.decode()
    assert (
        "objected to being recorded" not in unit.get(f"/people/persons/{family.members[1]}/").content.decode()
    )
    assert unit.post(f"/requests/{request.pk}/heed/", {"answer": "Yes"}).status_code == 403
    officer.post(f"/requests/{request.pk}/refuse/", {"why": "A law obliges us."})
    assert not restricted(family)


def test_a_heeded_objection_restricts_until_she_takes_it_back(
    unit: Client, officer: Client, family: Home
) -> None:
    request = asked(unit, family, "objection")
    officer.post(f"/requests/{request.pk}/heed/", {"answer": "Nothing new is done."})
    assert standing(family).state == "done"
    assert restricted(family)
    unit.post(f"/requests/{request.pk}/taken-back/")
    assert standing(family).state == "withdrawn"
    assert not restricted(family)


def test_what_is_past_its_answer_is_said_to_unit_and_officer(
    unit: Client, officer: Client, family: Home
) -> None:
    asked(
        unit,
        family,
        "correction",
        about="x",
        requested_on=(timezone.localdate() - dt.timedelta(31)).isoformat(),
    )
    assert "k-overdue" in unit.get("/requests/").content.decode()
    assert "request past its answer" in officer.get("/").content.decode()
