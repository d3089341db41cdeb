"""A restricted record is used for nothing new, whichever way is tried; nobody writes or lifts a restriction by hand."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from khetane.access.models import Account
from khetane.cases.models import Referral
from khetane.cases.referring import pages
from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as
from khetane.forms.exports.forms import asked_of
from khetane.forms.exports.stream import Asked, count
from khetane.forms.models import Form
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from khetane.history.source import Applied
from khetane.people.actions import hand_over
from khetane.people.models import Consent, Household, Restriction
from khetane.subjects import requests
from khetane.subjects.models import SubjectRequest
from tests import world
from tests.edits import edit, send
from tests.integration.desk.scene import Home, home
from tests.world_devices import device, published, registration

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def family(here: world.Town, author: Account) -> Home:
    made = home(here, author)
    with acting_as(author.pk):
        Consent.objects.create(
            unit=here.unit, household_id=made.id, purpose="referral", recipients=["school", "health", "ELSE-U"],
            notice_version="1", given_by="self", given_on=world.LONG_AGO, evidence="signed",
        )  # fmt: skip
    return made


@pytest.fixture
def officer(here: world.Town) -> Account:
    return world.account("data_protection_officer", here.municipality)


def objects(family: Home, member: int | None = 0) -> SubjectRequest:
    with acting_as(family.author.pk):
        return requests.take_down(
            kind="objection",
            household=Household.objects.get(pk=family.id),
            person_id=None if member is None else family.members[member],
            requested_on=TODAY,
        )


def refer(family: Home, member: int | None, to: str = "school") -> Applied:
    about = {"person": str(family.members[member])} if member is not None else {}
    said = {"household": str(family.id), "to_organisation": to, "reason": "A bag", **about}
    return send(family.author, family.town, edit("referral", uuid.uuid4(), said), mandate="coordination")


def test_a_new_referral_is_refused_with_the_reason(family: Home, officer: Account) -> None:
    assert refer(family, 0).state == "applied"
    asked = objects(family)
    refused = refer(family, 0)
    assert refused.state == "needs_correction"
    assert "objected" in refused.reasons[0].message
    assert refer(family, None).state == "needs_correction"
    assert refer(family, 1).state == "applied"
    with acting_as(officer.pk):
        requests.refuse(asked.pk, "A law obliges us")
    assert refer(family, 0).state == "applied"


def test_what_is_told_already_is_told_no_more(family: Home, here: world.Town) -> None:
    mediator = world.account("health_mediator", here.unit)
    with acting_as(family.author.pk):
        told = Referral.objects.create(
            unit=here.unit, household_id=family.id, person_id=family.members[0], mandate="coordination", to_mandate="health",
            reason="Glasses", sent_on=TODAY,
        )  # fmt: skip
        outside = Referral.objects.create(
            unit=here.unit, household_id=family.id, person_id=family.members[0], mandate="coordination",
            to_organisation="school", reason="A bag", sent_on=TODAY,
        )  # fmt: skip
        page = pages.make_page(outside, {"reason": "A bag"}, tells=[], language="en", days=7)
    with acting_as(mediator.pk):
        assert Referral.objects.filter(pk=told.pk).exists()
    assert pages.behind(page.secret)
    objects(family)
    with acting_as(mediator.pk):
        assert not Referral.objects.filter(pk=told.pk).exists()
    assert pages.behind(page.secret) is None
    with acting_as(family.author.pk), pytest.raises(Invalid, match="objected"):
        pages.make_page(outside, {}, tells=[], language="en", days=7)


def test_it_is_not_handed_over(family: Home) -> None:
    elsewhere = world.town("ELSE")
    objects(family, 1)
    with acting_as(family.author.pk), pytest.raises(Invalid, match="objected"):
        hand_over(household_id=family.id, to_unit=elsewhere.unit, on=TODAY)


def sent_by_phone(author: Account, town: world.Town) -> Asked:
    """Two households that a phone sent; what an export of their form asks for."""
    published(author)
    phone = device(author, town)
    for _ in range(2):
        assert receive(phone, Upload(registration(town.settlement.code))).status == 201
    with acting_as(author.pk):
        return asked_of(Form.objects.get(form_id="registration").pk)


def test_no_export_holds_a_submission_of_the_household(here: world.Town, author: Account) -> None:
    asked = sent_by_phone(author, here)
    with acting_as(author.pk):
        assert count(asked) == 2
        household = Household.objects.order_by("pk")[0]
        requests.take_down(kind="objection", household=household, person_id=None, requested_on=TODAY)
        assert count(asked) == 1


def test_another_unit_s_objection_changes_no_export_here(here: world.Town, author: Account) -> None:
    asked = sent_by_phone(author, here)
    there = world.town("ELSE")
    stranger = world.account("unit_coordinator", there.unit, email="there@example.org")
    objects(home(there, stranger, names=("Selma",)))
    with acting_as(author.pk):
        assert count(asked) == 2
        assert not Restriction.objects.exists()


def test_nobody_writes_or_lifts_a_restriction_by_hand(family: Home, officer: Account) -> None:
    asked = objects(family)
    for account in (family.author, officer):
        with acting_as(account.pk), pytest.raises(DatabaseError), transaction.atomic():
            Restriction.objects.update(until=TODAY)
        with acting_as(account.pk), pytest.raises(DatabaseError), transaction.atomic():
            Restriction.objects.create(
                household_id=family.id, unit=family.town.unit, request=uuid.uuid4(), since=TODAY
            )
    with acting_as(family.author.pk), pytest.raises(DatabaseError), transaction.atomic():
        SubjectRequest.objects.filter(pk=asked.pk).update(
            state="done", answer="x", done_by=family.author.pk, done_at=timezone.now()
        )
    with acting_as(family.author.pk), pytest.raises(DatabaseError), transaction.atomic():
        SubjectRequest.objects.filter(pk=asked.pk).update(
            state="refused", refusal="x", done_by=family.author.pk, done_at=timezone.now()
        )
