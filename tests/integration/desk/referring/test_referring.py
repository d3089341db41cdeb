"""Sending a household on by the screens: to a mandate of the unit, to an institution, with every answer."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account, AuditEvent
from khetane.cases.models import Need, Referral
from khetane.cases.referring import pages
from khetane.cases.referring.page_models import PageEvent, ReferralPage
from khetane.core.viewer import acting_as
from khetane.organisations import directory
from khetane.organisations.models import DirectoryEntry
from khetane.people.models import Consent
from tests import world
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def town() -> world.Town:
    return world.town("HERE")


@pytest.fixture
def mediator(town: world.Town) -> Account:
    return world.account("health_mediator", town.unit)


@pytest.fixture
def assistant(town: world.Town) -> Account:
    return world.account("pedagogical_assistant", town.unit)


@pytest.fixture
def family(town: world.Town, mediator: Account) -> Home:
    made = home(town, mediator)
    agree(made, "education", "centre_for_social_work")
    return made


def agree(of: Home, *recipients: str) -> None:
    with acting_as(of.author.pk):
        Consent.objects.create(
            unit=of.town.unit, household_id=of.id, purpose="referral", recipients=list(recipients), notice_version="1",
            given_by="self", given_on=TODAY, evidence="signed",
        )  # fmt: skip


def withdraw(of: Home) -> None:
    with acting_as(of.author.pk):
        Consent.objects.update(withdrawn_on=TODAY)


def entry(coordinator: Account, town: world.Town, **said: str) -> DirectoryEntry:
    facts: dict[str, Any] = {"provider": "Centar za socijalni rad", "kind": "centre_for_social_work", "area": "social_protection",
             "what": "Novčana pomoć", **said}  # fmt: skip
    with acting_as(coordinator.pk):
        return directory.make_entry(
            entry_id=uuid.uuid4(), place=town.municipality, facts=directory.EntryFacts(**facts)
        )


def refer(client: Client, of: Home, to: str, **more: str) -> Referral | None:
    """Fill the form in as the page gave it; None when it was refused."""
    address = reverse("cases:refer", args=[of.id])
    page = client.get(address)
    assert page.status_code == 200
    form = page.context["form"]
    said = {"to": to, "reason": "A school bag", "expires_on": form.initial["expires_on"].isoformat(),
            "from_mandate": form.initial["from_mandate"], "instance": str(form.initial["instance"]), **more}  # fmt: skip
    answer = client.post(address, said)
    assert client.post(address, said).status_code == answer.status_code  # sent twice, made once
    if answer.status_code == 422:
        return None
    assert answer.status_code == 302, answer.content
    with acting_as(of.author.pk):
        return Referral.objects.get()


def step(client: Client, referral: Referral, name: str, **said: str) -> int:
    address = reverse("cases:referral_step", args=[referral.pk, name])
    page = client.get(address)
    if page.status_code != 200:
        return int(page.status_code)
    initial = page.context["form"].initial
    given = {"base_version": initial["base_version"], "instance": str(initial["instance"]),
             "answered_on": TODAY.isoformat(), **said}  # fmt: skip
    return int(client.post(address, given).status_code)


def state(of: Home) -> str:
    with acting_as(of.author.pk):
        return str(Referral.objects.get().state)


def test_from_a_need_to_done_between_two_mandates(
    family: Home, mediator: Account, assistant: Account
) -> None:
    with acting_as(mediator.pk):
        need = Need(unit=family.town.unit, household_id=family.id, mandate="health", area="education",
                    description="Needs a bag")  # fmt: skip
        Need.objects.bulk_create([need])
    sending, answering = client_of(mediator), client_of(assistant)
    page = sending.get(reverse("cases:refer", args=[family.id]) + f"?need={need.pk}")
    assert page.context["form"].initial["reason"] == "Needs a bag"
    made = refer(sending, family, "mandate:education")
    assert made is not None
    assert (made.mandate, made.to_mandate, made.state) == ("health", "education", "sent")
    inbox = answering.get(reverse("cases:referrals")).content.decode()
    assert "A school bag" in inbox
    assert "referral to answer" in answering.get("/").content.decode()
    read = answering.get(reverse("cases:referral", args=[made.pk])).content.decode()
    assert "A school bag" in read
    assert "Needs a bag" not in read
    assert [step(answering, made, name, answer="Here is one") for name in ("accept", "finish")] == [302, 302]
    assert state(family) == "done"
    shown = sending.get(reverse("cases:referral", args=[made.pk])).content.decode()
    assert "Here is one" in shown
    assert step(answering, made, "reject") == 404


def test_who_rejects_says_why(family: Home, mediator: Account, assistant: Account) -> None:
    made = refer(client_of(mediator), family, "mandate:education")
    assert made is not None
    answering = client_of(assistant)
    assert step(answering, made, "reject", answer="") == 422
    assert step(answering, made, "reject", answer="No bags left") == 302
    assert state(family) == "rejected"


def test_without_consent_nothing_is_sent_and_the_page_says_where_to_record_it(
    family: Home, mediator: Account
) -> None:
    assert refer(client_of(mediator), family, "mandate:legal") is None
    page = client_of(mediator).get(reverse("cases:refer", args=[family.id])).content.decode()
    assert "no consent yet" in page
    assert reverse("people:give_consent", args=[family.id]) in page


def test_consent_withdrawn_closes_the_page_at_the_next_request(
    family: Home, mediator: Account, assistant: Account
) -> None:
    made = refer(client_of(mediator), family, "mandate:education")
    assert made is not None
    address, answering = reverse("cases:referral", args=[made.pk]), client_of(assistant)
    assert answering.get(address).status_code == 200
    withdraw(family)
    assert answering.get(address).status_code == 404
    assert "A school bag" not in answering.get(reverse("cases:referrals")).content.decode()
    assert step(answering, made, "accept") == 404
    sender = client_of(mediator)
    assert "No consent is in force" in sender.get(address).content.decode()
    extending = reverse("cases:extend_referral", args=[made.pk])
    initial = sender.get(extending).context["form"].initial
    later = (made.expires_on or TODAY).replace(day=1, year=TODAY.year + 1).isoformat()
    said = {"base_version": 1, "instance": str(initial["instance"]), "expires_on": later}
    assert sender.post(extending, said).status_code == 422


def test_an_overdue_referral_is_extended_and_answered(
    family: Home, mediator: Account, assistant: Account
) -> None:
    sending, answering = client_of(mediator), client_of(assistant)
    made = refer(sending, family, "mandate:education")
    assert made is not None
    with acting_as(mediator.pk):
        Referral.objects.update(sent_on="2026-01-01", expires_on="2026-01-31")
    assert answering.get(reverse("cases:referral", args=[made.pk])).status_code == 404
    assert (
        "A school bag" in sending.get(reverse("cases:sent_referrals") + "?state_now=expired").content.decode()
    )
    assert (
        "A school bag"
        not in sending.get(reverse("cases:sent_referrals") + "?state_now=sent").content.decode()
    )
    extending = reverse("cases:extend_referral", args=[made.pk])
    initial = sending.get(extending).context["form"].initial
    said = {"base_version": 1, "instance": str(initial["instance"]), "expires_on": TODAY.isoformat()}
    assert sending.post(extending, said).status_code == 302
    assert step(answering, made, "accept") == 302


def test_an_institution_of_the_directory_is_written_to_in_its_language(
    family: Home, mediator: Account
) -> None:
    coordinator = world.account("unit_coordinator", family.town.unit)
    known = entry(coordinator, family.town)
    sending = client_of(mediator)
    made = refer(sending, family, f"entry:{known.pk}")
    assert made is not None
    assert (made.to_organisation, made.directory_entry_id) == ("centre_for_social_work", known.pk)
    address = reverse("cases:referral_letter", args=[made.pk])
    for language in ("en", "sr", "sr-latn", "mk"):
        letter = sending.post(address, {"language": language, "tells": ["name"]})
        assert letter["Content-Type"] == "application/pdf"
        assert b"/StructTreeRoot" in letter.content
        assert letter["Cache-Control"] == "no-store"
    with acting_as(coordinator.pk):
        assert AuditEvent.objects.filter(action="printed", subjects=[made.pk]).count() == 4
    withdraw(family)
    assert sending.post(address, {"language": "en"}).status_code == 422


def sealed_page(client: Client, made: Referral, *tells: str) -> tuple[str, str]:
    """The path of the link, and the code."""
    address = reverse("cases:seal_referral", args=[made.pk])
    shown = client.post(address, {"language": "en", "tells": list(tells), "days": "30"})
    assert shown.status_code == 200, shown.content
    assert shown["Cache-Control"] == "no-store"
    return re.sub(r"^https?://[^/]+", "", shown.context["link"]), shown.context["code"]


def test_an_institution_without_an_account_reads_and_answers_on_a_sealed_page(
    family: Home, mediator: Account
) -> None:
    sending, outside = client_of(mediator), Client()
    made = refer(sending, family, "kind:centre_for_social_work")
    assert made is not None
    link, code = sealed_page(sending, made)
    asked = outside.get(link).content.decode()
    assert "A school bag" not in asked
    assert family.code not in asked
    wrong = outside.post(link, {"code": f"{(int(code) + 1) % 10**6:06}"})
    assert (wrong.status_code, b"A school bag" in wrong.content) == (422, False)
    told = outside.post(link, {"code": code})
    assert "A school bag" in told.content.decode()
    assert family.code in told.content.decode()
    assert "Ana" not in told.content.decode()  # the sender chose to tell no name
    assert told["Cache-Control"] == "no-store"
    assert outside.post(link, {"code": code, "answer": "rejected", "sentence": ""}).status_code == 422
    assert (
        outside.post(link, {"code": code, "answer": "accepted", "sentence": "Come on Tuesday"}).status_code
        == 200
    )
    page = sending.get(reverse("cases:referral", args=[made.pk]))
    assert "Come on Tuesday" in page.content.decode()
    assert state(family) == "sent"  # until the sender takes the answer over
    taking = reverse("cases:referral_step", args=[made.pk, "accept"]) + f"?event={page.context['waiting'].pk}"
    initial = sending.get(taking).context["form"].initial
    assert initial["answer"] == "Come on Tuesday"
    assert step(sending, made, "accept", answer=str(initial["answer"])) == 302
    assert state(family) == "accepted"
    with acting_as(mediator.pk):
        kinds = list(PageEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["wrong_code", "opened", "opened", "answered"]
    assert outside.post(link, {"code": code, "answer": "done", "sentence": "Aid was paid"}).status_code == 200
    assert "Aid was paid" in sending.get(reverse("cases:referral", args=[made.pk])).content.decode()


@pytest.mark.parametrize("end", ["closed", "withdrawn", "revoked", "expired", "five wrong codes", "overdue"])
def test_a_page_that_is_over_opens_nothing(family: Home, mediator: Account, end: str) -> None:
    sending, outside = client_of(mediator), Client()
    made = refer(sending, family, "kind:centre_for_social_work")
    assert made is not None
    link, code = sealed_page(sending, made, "name")
    assert "Ana" in outside.post(link, {"code": code}).content.decode()
    with acting_as(mediator.pk):
        page = ReferralPage.objects.get()
    if end == "closed":
        assert sending.post(reverse("cases:close_page", args=[page.pk])).status_code == 302
    elif end == "withdrawn":
        withdraw(family)
    elif end == "revoked":
        assert step(sending, made, "revoke") == 302
    elif end == "expired":
        with acting_as(mediator.pk):
            over = pages.make_page(made, {}, tells=[], language="en", days=-1)
        link, code = reverse("referred", args=[over.secret]), over.code
    elif end == "overdue":
        with acting_as(mediator.pk):
            Referral.objects.update(expires_on="2026-01-31")
    else:
        for _ in range(5):
            outside.post(link, {"code": f"{(int(code) + 1) % 10**6:06}"})
    gone = outside.post(link, {"code": code})
    assert (gone.status_code, b"Ana" in gone.content) == (404, False)
    assert outside.post(link, {"code": code, "answer": "accepted"}).status_code == 404


def test_an_unknown_link_says_the_same_as_one_that_is_over() -> None:
    assert Client().get(reverse("referred", args=["nothing"])).status_code == 404


def test_lists_and_pages_of_referrals_ask_no_more_for_many_than_for_one(
    family: Home, mediator: Account, assistant: Account
) -> None:
    sending, answering = client_of(mediator), client_of(assistant)
    made = refer(sending, family, "mandate:education")
    assert made is not None

    def asked() -> list[int]:
        counted = []
        for client, address in (
            (answering, reverse("cases:referrals")),
            (sending, reverse("cases:sent_referrals")),
            (answering, reverse("people:household", args=[family.id])),
        ):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counted.append(len(captured))
        return counted

    asked()
    few = asked()
    with acting_as(mediator.pk):
        Referral.objects.bulk_create([
            Referral(unit=family.town.unit, household_id=family.id, mandate="health", to_mandate="education",
                     reason=f"Number {number}", sent_on=TODAY)
            for number in range(8)
        ])  # fmt: skip
    assert asked() == few
