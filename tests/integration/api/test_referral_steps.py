"""Referrals by the API: answered by the one side, revoked and awaited longer by the other, as on the screen."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from khetane.access.models import Account, AuditEvent
from khetane.cases.models import Referral
from khetane.core.viewer import acting_as
from khetane.forms.models import Submission
from khetane.people.models import Consent
from tests import world
from tests.integration.api.asking import get, sent
from tests.integration.desk.scene import Home, client_of, home

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
REFERRAL = uuid.UUID(int=31)
LATER = (TODAY + dt.timedelta(days=3)).isoformat()
AT = f"referrals/{REFERRAL}/step"


@pytest.fixture
def sender(here: world.Town) -> Account:
    return world.account("health_mediator", here.unit)


@pytest.fixture
def recipient(here: world.Town) -> Account:
    return world.account("pedagogical_assistant", here.unit)


@pytest.fixture
def family(here: world.Town, sender: Account) -> Home:
    """A household that agreed to be sent on to education, and was."""
    made = home(here, sender)
    told = {"unit": here.unit, "household_id": made.id}
    with acting_as(sender.pk):
        Consent.objects.create(
            purpose="referral", recipients=["education", "centre_for_social_work"], notice_version="1",
            given_by="self", given_on=TODAY, evidence="signed", **told,
        )  # fmt: skip
        referral = Referral(
            pk=REFERRAL, mandate="health", to_mandate="education", reason="A school bag", sent_on=TODAY,
            expires_on=TODAY + dt.timedelta(days=30), **told,
        )  # fmt: skip
        Referral.objects.bulk_create([referral])
    return made


def step(account: Account, status: int = 200, *, base_version: int = 1, **said: Any) -> Any:
    """The record after the step, or the problem for which it was refused."""
    told = sent(client_of(account), AT, {"base_version": base_version, **said}, status=status)
    return told["record"] if status == 200 else told


def test_the_other_side_accepts_and_finishes(family: Home, sender: Account, recipient: Account) -> None:
    accepted = step(recipient, state="accepted")
    assert (accepted["state"], accepted["answered_on"], accepted["version"]) == (
        "accepted",
        TODAY.isoformat(),
        2,
    )
    done = step(recipient, base_version=2, state="done", answer="Here is one", answered_on="2026-03-01")
    assert (done["state"], done["answer"], done["answered_on"]) == ("done", "Here is one", "2026-03-01")
    assert get(client_of(sender), f"referrals/{REFERRAL}") == done
    with acting_as(world.account("unit_coordinator", family.town.unit).pk):
        wrote = AuditEvent.objects.filter(action="wrote", subjects__contains=[REFERRAL])
        assert {one.account for one in wrote} == {recipient.pk}
    with acting_as(recipient.pk):  # what was sent is read again by the mandate that answered
        assert set(Submission.objects.values_list("mandate", flat=True)) - {""} == {"education"}


def test_who_rejects_says_why(family: Home, sender: Account, recipient: Account) -> None:
    told = step(recipient, 409, state="rejected")
    assert (told["code"], "answer" in told["detail"]) == ("step_asks", True)
    assert step(recipient, state="rejected", answer="No bags left")["state"] == "rejected"
    assert get(client_of(recipient), f"referrals/{REFERRAL}")["answer"] == "No bags left"


def test_sent_again_under_its_own_id_a_step_changes_nothing(family: Home, recipient: Account) -> None:
    first = step(recipient, state="accepted", instance_id="accepting")
    assert step(recipient, state="accepted", instance_id="accepting") == first


@pytest.mark.parametrize(
    ("who", "said", "code"),
    [
        ("sender", {"state": "accepted"}, "not_your_step"),
        ("sender", {"state": "done"}, "no_such_step"),
        ("recipient", {"state": "revoked"}, "not_your_step"),
        ("recipient", {"state": "done"}, "no_such_step"),
        ("recipient", {"state": "accepted", "expires_on": "2026-12-30"}, "senders_only"),
        ("recipient", {"state": "accepted", "base_version": 4}, "version_not_here"),
    ],
)
def test_no_side_takes_the_others_step_and_nothing_is_kept(
    family: Home, sender: Account, recipient: Account, who: str, said: dict[str, Any], code: str
) -> None:
    refused = step({"sender": sender, "recipient": recipient}[who], 409, **said)
    assert refused["code"] == code, refused
    found = get(client_of(sender), f"referrals/{REFERRAL}")
    assert (found["state"], found["version"], found["answered_on"]) == ("sent", 1, None)


def test_what_is_revoked_is_there_for_its_sender_alone(
    family: Home, sender: Account, recipient: Account
) -> None:
    assert step(sender, state="revoked")["state"] == "revoked"
    step(recipient, 404, base_version=2, state="accepted")


def test_one_that_expired_is_sent_again_while_the_household_agrees(
    family: Home, sender: Account, recipient: Account
) -> None:
    with acting_as(sender.pk):
        Referral.objects.update(sent_on="2026-01-01", expires_on="2026-01-31", state="expired")
    step(recipient, 404, state="accepted")
    again = step(sender, state="sent", expires_on=LATER)
    assert (again["state"], again["expires_on"]) == ("sent", LATER)
    assert step(recipient, base_version=2, state="accepted")["state"] == "accepted"
    with acting_as(sender.pk):
        Consent.objects.update(withdrawn_on=TODAY)
    longer = (TODAY + dt.timedelta(days=4)).isoformat()
    assert step(sender, 409, base_version=3, state="accepted", expires_on=longer)["code"] == "no_consent"
    step(recipient, 404, base_version=3, state="done")


def test_one_that_nobody_answered_in_time_is_expired_without_a_step(
    family: Home, sender: Account, recipient: Account
) -> None:
    client = client_of(sender)
    with acting_as(sender.pk):
        Referral.objects.update(sent_on="2026-01-01", expires_on="2026-01-31")
    assert get(client, f"referrals/{REFERRAL}")["state"] == "expired"
    listed = {state: get(client, f"referrals?state={state}")["items"] for state in ("sent", "expired")}
    assert [one["state"] for one in listed["expired"]] == ["expired"]
    assert listed["sent"] == []
    step(recipient, 404, state="accepted")
    assert step(sender, state="sent", expires_on=LATER)["state"] == "sent"
    assert [one["state"] for one in get(client, "referrals?state=sent")["items"]] == ["sent"]


def test_for_an_institution_the_sender_notes_what_it_said(family: Home, sender: Account) -> None:
    with acting_as(sender.pk):
        Referral.objects.update(to_mandate="", to_organisation="centre_for_social_work")
    assert step(sender, state="accepted", answer="Come on Tuesday")["state"] == "accepted"


def test_two_who_answer_apart_meet_the_state_that_stands(family: Home, recipient: Account) -> None:
    step(recipient, state="accepted")
    assert step(recipient, 409, base_version=1, state="rejected", answer="No")["code"] == "no_such_step"


def test_without_a_token_or_a_session_nothing_is_done(family: Home, sender: Account) -> None:
    sent(Client(), AT, {"base_version": 1, "state": "revoked"}, status=401)
