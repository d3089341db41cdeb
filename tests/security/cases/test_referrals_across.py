"""A referral to another mandate is read by it while consent stands, and answered; nothing more. By the app's own SQL."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from khetane.access.models import Account
from khetane.cases.models import Need, Referral
from khetane.core.viewer import acting_as
from khetane.people.models import Consent
from tests import world
from tests.edits import edit, send, update
from tests.statements import touched

pytestmark = pytest.mark.django_db
HOME, ANA, BEBA, NEED = (uuid.UUID(int=number) for number in range(21, 25))
TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)


@dataclass(frozen=True)
class Scene:
    """A unit whose health mediator sends a household on to the pedagogical assistant."""

    town: world.Town
    sender: Account
    recipient: Account
    referral: uuid.UUID
    consent: uuid.UUID


def scene(
    *, person: uuid.UUID | None = None, agreed: uuid.UUID | None = None, recipients: str = "education"
) -> Scene:
    town = world.town("HERE")
    sender, recipient = (
        world.account("health_mediator", town.unit),
        world.account("pedagogical_assistant", town.unit),
    )
    referral, consent = uuid.uuid4(), uuid.uuid4()
    given = {"household": str(HOME), "purpose": "referral", "recipients": recipients, "notice_version": "1",
             "given_by": "self", "given_on": YESTERDAY.isoformat(), "evidence": "signed"}  # fmt: skip
    if agreed:
        given["person"] = str(agreed)
    people = [
        edit("person", one, {"household": str(HOME), "given_name": name, "role": role})
        for one, name, role in ((ANA, "Ana", "head"), (BEBA, "Beba", "child"))
    ]
    made = send(
        sender, town, edit("household", HOME, {"place": "HERE-S1"}), *people, edit("consent", consent, given),
        edit("need", NEED, {"household": str(HOME), "area": "health", "description": "Secret of the clinic"}),
        mandate="health", said_at=timezone.now(),
    )  # fmt: skip
    assert made.state == "applied", [reason.message for reason in made.reasons]
    values = {"household": str(HOME), "need": str(NEED), "to_mandate": "education", "reason": "No school bag",
              "sent_on": TODAY.isoformat()}  # fmt: skip
    if person:
        values["person"] = str(person)
    found = Scene(town, sender, recipient, referral, consent)
    with acting_as(sender.pk):
        sent = send(
            sender, town, edit("referral", referral, values), mandate="health", said_at=timezone.now()
        )
    found_codes = [reason.code for reason in sent.reasons]
    assert found_codes == ([] if allowed(person, agreed, recipients) else ["no_consent"])
    return found


def allowed(person: uuid.UUID | None, agreed: uuid.UUID | None, recipients: str) -> bool:
    return recipients == "education" and (agreed is None or agreed == person)


def read_by(account: Account) -> list[tuple[str, str]]:
    with acting_as(account.pk):
        return list(Referral.objects.values_list("reason", "state"))


def change(account: Account, statement: str) -> int:
    with acting_as(account.pk), connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def test_the_recipient_mandate_reads_the_referral_and_nothing_else_of_the_sender() -> None:
    found = scene()
    assert read_by(found.recipient) == [("No school bag", "sent")]
    with acting_as(found.recipient.pk):
        assert not Need.objects.exists()
    for role in ("unit_coordinator", "social_worker", "employment_adviser", "legal_aid_lawyer"):
        assert read_by(world.account(role, found.town.unit)) == [], role
    elsewhere = world.town("THERE")
    assert read_by(world.account("pedagogical_assistant", elsewhere.unit)) == []


@pytest.mark.parametrize(
    ("person", "agreed", "recipients"),
    [(ANA, BEBA, "education"), (None, ANA, "education"), (ANA, ANA, "education"), (ANA, None, "legal")],
    ids=["another member's", "one member's, for the household", "her own", "to somebody else"],
)
def test_consent_is_hers_or_the_households_and_names_the_recipient(
    person: uuid.UUID | None, agreed: uuid.UUID | None, recipients: str
) -> None:
    found = scene(person=person, agreed=agreed, recipients=recipients)
    shown = [("No school bag", "sent")] if allowed(person, agreed, recipients) else []
    assert read_by(found.recipient) == shown


def test_consent_withdrawn_closes_it_at_the_next_question_and_the_sender_keeps_it() -> None:
    found = scene()
    withdrawn = send(
        found.sender, found.town, update("consent", found.consent, 1, {"withdrawn_on": TODAY.isoformat()})
    )
    assert withdrawn.state == "applied"
    assert read_by(found.recipient) == []
    assert change(found.recipient, "update cases_referral set state = 'accepted'") == 0
    assert read_by(found.sender) == [("No school bag", "sent")]
    refused = send(
        found.sender, found.town, update("referral", found.referral, 1, {"expires_on": TODAY.replace(year=TODAY.year + 1).isoformat()}),
        mandate="health", said_at=timezone.now(),
    )  # fmt: skip
    assert "no_consent" in [reason.code for reason in refused.reasons]


def test_a_consent_of_another_purpose_or_of_tomorrow_opens_nothing() -> None:
    found = scene()
    for changed in ({"purpose": "registration"}, {"given_on": TODAY + datetime.timedelta(days=1)}):
        with acting_as(found.sender.pk), transaction.atomic():
            before = Consent.objects.values().get(pk=found.consent)
            Consent.objects.filter(pk=found.consent).update(**changed)
        assert read_by(found.recipient) == [], changed
        with acting_as(found.sender.pk):
            Consent.objects.filter(pk=found.consent).update(**before)
    assert read_by(found.recipient) != []


@pytest.mark.parametrize("state", ["revoked", "expired"])
def test_what_is_revoked_or_expired_is_told_no_more(state: str) -> None:
    found = scene()
    assert change(found.sender, f"update cases_referral set state = '{state}'") == 1
    assert read_by(found.recipient) == []


def test_an_overdue_answer_closes_it_without_anybody_taking_a_step() -> None:
    found = scene()
    change(found.sender, "update cases_referral set expires_on = khetane_today() - 2")
    assert read_by(found.recipient) == []
    change(found.sender, "update cases_referral set expires_on = khetane_today() + 2")
    assert read_by(found.recipient) != []


def test_the_recipient_answers_by_a_step_of_hers() -> None:
    found = scene()
    steps = (
        {"state": "accepted"},
        {"state": "done", "answer": "A bag was given", "answered_on": TODAY.isoformat()},
    )
    for version, step in enumerate(steps, start=1):
        applied = send(found.recipient, found.town, update("referral", found.referral, version, step),
                       mandate="education", said_at=timezone.now())  # fmt: skip
        assert applied.state == "applied", [reason.message for reason in applied.reasons]
    with acting_as(found.sender.pk):
        read = Referral.objects.get()
    assert (read.state, read.answer, read.mandate) == ("done", "A bag was given", "health")


@pytest.mark.parametrize(
    ("who", "step", "code"),
    [
        ("recipient", {"state": "revoked"}, "not_your_step"),
        ("recipient", {"reason": "Something else"}, "senders_only"),
        ("recipient", {"to_mandate": "legal"}, "senders_only"),
        ("recipient", {"state": "rejected"}, "step_asks"),
        ("sender", {"state": "accepted"}, "not_your_step"),
        ("sender", {"answer": "They said yes"}, "not_your_step"),
    ],
)
def test_no_side_takes_the_others_step(who: str, step: dict[str, str], code: str) -> None:
    found = scene()
    account, mandate = (found.recipient, "education") if who == "recipient" else (found.sender, "health")
    refused = send(account, found.town, update("referral", found.referral, 1, step), mandate=mandate,
                   said_at=timezone.now())  # fmt: skip
    assert code in [reason.code for reason in refused.reasons]


@pytest.mark.parametrize(
    "statement",
    [
        "update cases_referral set reason = 'x'",
        "update cases_referral set state = 'revoked'",
        "update cases_referral set mandate = 'education'",
        "update cases_referral set expires_on = khetane_today() + 300",
        "update cases_referral set to_mandate = 'legal'",
    ],
)
def test_the_database_lets_the_recipient_answer_and_change_nothing_else(statement: str) -> None:
    found = scene()
    with pytest.raises(ProgrammingError) as refused, transaction.atomic():
        change(found.recipient, statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
    with acting_as(found.recipient.pk):
        assert touched("delete from cases_referral") == 0
    assert read_by(found.sender) == [("No school bag", "sent")]


def test_nothing_of_consents_elsewhere_is_told() -> None:
    found = scene()
    elsewhere = world.account("health_mediator", world.town("THERE").unit)
    for account, told in ((found.sender, True), (elsewhere, False)):
        with acting_as(account.pk), connection.cursor() as cursor:
            cursor.execute("select cases_crosses(%s, %s, null, 'education')", [found.town.unit.pk, HOME])
            assert cursor.fetchone() == (told,)
    with acting_as(found.sender.pk), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("select cases_agreed(%s, null, 'education')", [HOME])


def test_a_referral_of_another_mandate_is_never_made_anothers_by_sql() -> None:
    found = scene()
    other = world.account("social_worker", found.town.unit)
    assert change(other, "update cases_referral set mandate = 'social_protection'") == 0
    assert change(other, "update cases_referral set to_mandate = 'social_protection'") == 0
