"""A copy of everything about a person: everything of hers, nothing of others, opened by nobody alone."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from khetane.access.models import Account, AuditEvent
from khetane.cases.models import Need, Service
from khetane.core.viewer import acting_as
from khetane.outreach.models import VisitNote
from khetane.people.models import Document, Household, Person
from khetane.people.numbers import seal_number
from khetane.subjects.copying.sealed import give_link
from khetane.subjects.erasing import erase
from khetane.subjects.ledger import Entry, Ledger
from khetane.subjects.models import SealedCopy, SubjectCopy, SubjectRequest
from khetane.subjects.tasks import forget_copies
from tests import world
from tests.installations import Installation

HERS, OTHERS = "Needs glasses; Ostajislav waits outside", "Kept to himself: drinks"


@dataclass(frozen=True)
class Home:
    """A family whose members have records of several mandates."""

    town: world.Town
    coordinator: Account
    mediator: Account
    officer: Account
    household: Household
    her: Person
    him: Person


@pytest.fixture
def home(installation: Installation) -> Home:
    town = world.town("NIS")
    coordinator = world.account("unit_coordinator", town.unit)
    mediator = world.account("health_mediator", town.unit, email="mediator@example.org")
    officer = world.account("data_protection_officer", town.municipality)
    household = world.household(coordinator, town, code="AB12-3", family_name="Vrzgulovski", persons=0)
    her, him = (
        world.member(coordinator, household, given, "Vrzgulovski", born=dt.date(1990, 1, 1), role="other")
        for given in ("Kvarcenija", "Ostajislav")
    )
    made = Home(town, coordinator, mediator, officer, household, her, him)
    record(made)
    return made


def record(home: Home) -> None:
    unit, homes = home.town.unit, home.household.pk
    today = timezone.localdate()
    with acting_as(home.mediator.pk):
        common: dict[str, Any] = {"unit": unit, "household_id": homes, "mandate": "health", "found_on": today}
        Need.objects.create(**common, person=home.her, area="health", description=HERS)
        Need.objects.create(**common, person=home.him, area="health", description=OTHERS)
        Need.objects.create(**common, area="safety", description="Somebody is feared here")
        hers = Need.objects.create(**common, person=home.her, area="safety", description="She was threatened")
        Service.objects.create(
            unit=unit, household_id=homes, person=home.her, mandate="health", type="health_advice", date=today,
            need=hers, provider="Safe house",
        )  # fmt: skip
        VisitNote.objects.create(unit=unit, household_id=homes, mandate="health", text=OTHERS)
        number = uuid.uuid4()
        Document.objects.create(
            pk=number, unit=unit, household_id=homes, person=home.her, kind="id_card", state="has",
            number_sealed=seal_number("006123", number),
        )  # fmt: skip


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def asked(home: Home, **more: str) -> SubjectRequest:
    said = {
        "kind": "copy",
        "person": str(home.her.pk),
        "requested_on": "2026-05-04",
        "language": "en",
        "asked_by": "self",
    }
    sent = signed_in(home.coordinator).post(f"/requests/household/{home.household.pk}/", said | more)
    assert sent.status_code == 302, sent.content.decode()[:3000]
    with acting_as(home.coordinator.pk):
        return SubjectRequest.objects.get()


def code_for(home: Home, request: SubjectRequest) -> str:
    page = signed_in(home.officer).post(f"/requests/{request.pk}/copy/")
    assert page.status_code == 200, page.headers
    found = re.search(r"(\d{3}) (\d{3}) (\d{4})<", page.content.decode())
    assert found
    return "".join(found.groups())


def path_for(home: Home) -> str:
    with acting_as(home.coordinator.pk):
        copy = SubjectCopy.objects.first()
    assert copy
    page = signed_in(home.coordinator).post(f"/requests/copies/{copy.pk}/link").content.decode()
    found = re.search(r"http://testserver(/copy/[\w-]+/)", page)
    assert found, page[:3000]
    return found[1]


def opened(home: Home, **more: str) -> dict[str, Any]:
    request = asked(home, **more)
    code = code_for(home, request)
    answer = Client().post(path_for(home), {"code": code, "as": "data"})
    assert answer.status_code == 200
    told: dict[str, Any] = json.loads(answer.content)
    return told


def texts(told: dict[str, Any], kind: str) -> list[str]:
    return [str(one["values"]) for one in told["records"] if one["kind"] == kind]


def test_all_of_hers_is_told_and_nothing_of_others(home: Home) -> None:
    told = opened(home)
    whole = json.dumps(told, ensure_ascii=False)
    assert "Needs glasses; ▒▒▒ waits outside" in whole
    assert "She was threatened" in whole
    assert "006123" in whole
    assert told["visit_notes"] == {"health": 1}
    for hidden in (OTHERS, "Ostajislav", str(home.him.pk), "Somebody is feared", "mediator@example.org"):
        assert hidden not in whole
    assert {one["kind"] for one in told["records"]} >= {"person", "membership", "document", "need", "service"}


def test_a_guardian_s_copy_says_nothing_of_safety_nor_that_something_is_left_out(home: Home) -> None:
    whole = json.dumps(opened(home, asked_by="guardian"))
    assert "Needs glasses" in whole
    for hidden in ("threatened", "safety", "Safe house", "health_advice"):
        assert hidden not in whole


def test_who_saw_her_is_told_by_role_and_day(home: Home) -> None:
    signed_in(home.mediator).get(f"/people/households/{home.household.pk}/")
    told = opened(home)
    assert {
        "roles": ["health_mediator"],
        "action": "read",
        "days": [timezone.localdate().isoformat()],
    } in told["seen"]


def test_the_document_is_a_tagged_pdf_in_her_language(home: Home) -> None:
    request = asked(home, language="sr")
    code, path = code_for(home, request), path_for(home)
    said = {"code": f"{code[:3]} {code[3:]}"}
    ready = Client().post(path, said)  # a page of its own: nothing of a wrong code before stays on it
    assert f'value="{said["code"]}"' in ready.content.decode()
    assert ready.headers["Cache-Control"] == "no-store"
    answer = Client().post(path, {**said, "as": "document"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"pdfuaid" in answer.content
    assert re.search(rb"/Lang ?\(sr", answer.content)
    with acting_as(home.coordinator.pk):
        assert SubjectCopy.objects.get().opened_at
    with acting_as(home.officer.pk):
        assert set(AuditEvent.objects.filter(kind="subject_copy").values_list("action", flat=True)) >= {
            "sealed", "linked", "copy_opened",
        }  # fmt: skip


def test_neither_who_made_it_nor_who_gives_the_link_can_do_both(
    home: Home, installation: Installation
) -> None:
    request = asked(home)
    assert signed_in(home.coordinator).post(f"/requests/{request.pk}/copy/").status_code == 403
    code_for(home, request)
    with acting_as(home.officer.pk):
        copy = SubjectCopy.objects.get()
    assert signed_in(home.officer).post(f"/requests/copies/{copy.pk}/link").status_code == 403
    with acting_as(home.officer.pk), pytest.raises(DatabaseError), transaction.atomic():
        SubjectCopy.objects.filter(pk=copy.pk).update(
            lookup=b"x" * 32, linked_by=home.coordinator.pk, linked_at=timezone.now()
        )
    with acting_as(home.coordinator.pk):
        assert not SealedCopy.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            SubjectCopy.objects.create(
                request=request, unit=home.town.unit, person=home.her.pk, made_by=home.coordinator.pk,
                language="en", expires_at=timezone.now() + dt.timedelta(days=1),
            )  # fmt: skip


def test_who_took_the_request_down_does_not_make_the_copy(home: Home, installation: Installation) -> None:
    request = asked(home)
    both = world.account("data_protection_officer", home.town.municipality, email="both@example.org")
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute("update subjects_subjectrequest set taken_by = %s where id = %s", [both.pk, request.pk])
    assert signed_in(both).post(f"/requests/{request.pk}/copy/").status_code == 302
    with acting_as(both.pk):
        assert not SubjectCopy.objects.exists()


def test_five_wrong_codes_close_it(home: Home) -> None:
    code, path = code_for(home, asked(home)), path_for(home)
    wrong = str((int(code) + 1) % 10**10).zfill(10)
    assert [Client().post(path, {"code": wrong}).status_code for _ in range(5)] == [422] * 5
    assert Client().post(path, {"code": code}).status_code == 404


def test_a_new_link_closes_the_one_before_and_a_new_copy_both(home: Home) -> None:
    request = asked(home)
    code, first = code_for(home, request), path_for(home)
    second = path_for(home)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    code_for(home, request)
    assert Client().post(second, {"code": code}).status_code == 404


def test_an_erasure_takes_her_copies_along(home: Home, installation: Installation) -> None:
    code, path = code_for(home, asked(home)), path_for(home)
    entry = Entry(uuid.uuid4(), (home.her.pk,), (), (home.town.unit.pk,), (), timezone.now())
    with acting_as(home.officer.pk):
        erase(entry, by=home.officer.pk, ledger=Ledger.of(installation.home))
    assert Client().post(path, {"code": code}).status_code == 404
    with psycopg.connect(installation.owner_url) as owner:
        assert owner.execute("select count(*) from subjects_sealedcopy").fetchone() == (0,)
        assert owner.execute("select count(*) from subjects_subjectcopy").fetchone() == (0,)


def test_what_is_over_is_removed_at_night(home: Home, installation: Installation) -> None:
    code_for(home, asked(home))
    assert forget_copies.func(0) == 0
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute("update subjects_subjectcopy set expires_at = now() - interval '1 second'")
    assert forget_copies.func(0) == 1
    with acting_as(home.coordinator.pk), pytest.raises(Exception, match="not open any more"):
        give_link(SubjectCopy.objects.get())


def test_another_unit_sees_no_copy(home: Home) -> None:
    code_for(home, asked(home))
    elsewhere = world.town("BOR")
    for role in ("data_protection_officer", "unit_coordinator"):
        stranger = world.account(role, elsewhere.municipality, email=f"{role}@example.org")
        with acting_as(stranger.pk):
            assert not SubjectCopy.objects.exists()
            assert SubjectCopy.objects.update(closed_at=timezone.now(), lookup=None) == 0


def test_a_copy_is_of_one_person(home: Home) -> None:
    said = {"kind": "copy", "person": "", "requested_on": "2026-05-04", "language": "en", "asked_by": "self"}
    page = signed_in(home.coordinator).post(f"/requests/household/{home.household.pk}/", said)
    assert "of one person" in page.content.decode()
