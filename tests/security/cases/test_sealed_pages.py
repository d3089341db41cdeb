"""Sealed pages by the application's own SQL: who sees, makes and changes what; where they go with their household."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from khetane.access.models import Account, AuditEvent
from khetane.access.tokens import token_hash
from khetane.cases.models import Referral
from khetane.cases.referring import pages
from khetane.cases.referring.page_models import PageEvent, ReferralPage, SealedReferral
from khetane.core.viewer import acting_as
from khetane.people.actions import hand_over
from khetane.people.models import Consent
from tests import world
from tests.integration.desk.scene import Home, home

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def town() -> world.Town:
    return world.town("HERE")


@pytest.fixture
def mediator(town: world.Town) -> Account:
    return world.account("health_mediator", town.unit)


@pytest.fixture
def family(town: world.Town, mediator: Account) -> Home:
    made = home(town, mediator)
    consent(made, "referral", "school")
    with acting_as(mediator.pk):
        Referral.objects.bulk_create([
            Referral(unit=town.unit, household_id=made.id, mandate="health", to_organisation="school",
                     reason="A bag", sent_on=TODAY)
        ])  # fmt: skip
    return made


def consent(of: Home, purpose: str, *recipients: str) -> None:
    with acting_as(of.author.pk):
        Consent.objects.create(
            unit=of.town.unit, household_id=of.id, purpose=purpose, recipients=list(recipients), notice_version="1",
            given_by="self", given_on=TODAY, evidence="signed",
        )  # fmt: skip


def sealed(of: Home) -> pages.Sealed:
    with acting_as(of.author.pk):
        referral = Referral.objects.get()
        return pages.make_page(referral, {"reason": "A bag"}, tells=["name"], language="en", days=30)


def rows(account: Account) -> tuple[int, int, int]:
    with acting_as(account.pk):
        models = (ReferralPage, PageEvent, SealedReferral)
        return tuple(model._default_manager.count() for model in models)  # type: ignore[return-value]  # three


def refused(account: Account, statement: str, *values: Any) -> bool:
    """Whether the database refuses the statement, or finds nothing that it may change."""
    try:
        with acting_as(account.pk), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return bool(cursor.rowcount == 0)
    except ProgrammingError:
        return True


def test_only_the_senders_mandate_sees_its_pages_and_nobody_what_is_sealed(family: Home) -> None:
    made = sealed(family)
    found = pages.behind(made.secret)
    assert found is not None
    assert pages.read(made.secret, made.code, found) == {"reason": "A bag"}
    assert rows(family.author) == (1, 1, 0)
    for role in ("unit_coordinator", "pedagogical_assistant", "legal_aid_lawyer"):
        assert rows(world.account(role, family.town.unit)) == (0, 0, 0), role
    assert rows(world.account("health_mediator", world.town("THERE").unit)) == (0, 0, 0)
    assert rows(family.author)[2] == 0


@pytest.mark.parametrize(
    "statement",
    [
        "update cases_referralpage set expires_at = now() + interval '1 year'",
        "update cases_referralpage set wrong_codes = 0",
        "update cases_sealedreferral set sealed = ''",
        "update cases_pageevent set sentence = 'We agree'",
        "insert into cases_pageevent (page_id, unit_id, mandate, at, kind, answer, sentence) "
        "select id, unit_id, mandate, now(), 'answered', 'accepted', '' from cases_referralpage",
        "delete from cases_pageevent",
        "delete from cases_referralpage",
    ],
)
def test_the_sender_closes_pages_and_changes_nothing_of_what_happened(family: Home, statement: str) -> None:
    made = sealed(family)
    assert refused(family.author, statement)
    assert not refused(family.author, "update cases_referralpage set revoked_at = now()")
    assert pages.behind(made.secret) is None


@pytest.mark.parametrize("role", ["pedagogical_assistant", "unit_coordinator"])
def test_no_other_mandate_closes_a_page_or_makes_one_for_the_referral(family: Home, role: str) -> None:
    made, other = sealed(family), world.account(role, family.town.unit)
    assert refused(other, "update cases_referralpage set revoked_at = now()")
    with acting_as(family.author.pk):
        referral = Referral.objects.get()
    assert refused(
        other,
        "insert into cases_referralpage (id, referral_id, unit_id, household, mandate, made_by, made_at, language, "
        "tells, expires_at, wrong_codes) values (%s, %s, %s, %s, 'health', %s, now(), 'en', '{}', now(), 0)",
        uuid.uuid4(), referral.pk, referral.unit_id, referral.household_id, other.pk,
    )  # fmt: skip
    assert pages.behind(made.secret) is not None


def test_the_functions_tell_nothing_without_the_hash_of_the_secret(family: Home) -> None:
    made = sealed(family)
    assert pages.behind("another") is None
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cases_page_behind(%s)", [token_hash("invitation", made.secret)])
        assert cursor.fetchone() == (0,)
        cursor.execute("select cases_page_note(%s, 'answered', 'accepted', '')", [b"x" * 32])
        assert cursor.fetchone() == (False,)
        for given in (
            ("answered", "revoked", ""),
            ("answered", "", ""),
            ("opened", "done", ""),
            ("opened", "", "x" * 2001),
        ):
            cursor.execute(
                "select cases_page_note(%s, %s, %s, %s)", [token_hash("referral", made.secret), *given]
            )
            assert cursor.fetchone() == (False,), given
    assert rows(family.author) == (1, 0, 0)


def test_what_is_kept_opens_with_neither_the_code_alone_nor_another_pages(family: Home) -> None:
    one, other = sealed(family), sealed(family)
    found = pages.behind(one.secret)
    assert found is not None
    assert pages.read(other.secret, other.code, found) is None
    assert pages.read(one.secret, f"{(int(one.code) + 1) % 10**6:06}", found) is None


def test_each_opening_stands_in_the_audit_of_the_unit(family: Home) -> None:
    made = sealed(family)
    found = pages.behind(made.secret)
    assert found is not None
    pages.read(made.secret, made.code, found)
    pages.read(made.secret, "000000" if made.code != "000000" else "000001", found)
    pages.answer(made.secret, made.code, found, "accepted", "Yes")
    with acting_as(world.account("unit_coordinator", family.town.unit).pk):
        told = list(
            AuditEvent.objects.filter(kind="referral_page").order_by("id").values_list("action", flat=True)
        )
    assert told == ["sealed", "page_opened", "page_wrong_code", "page_answered"]


def test_pages_go_with_the_household_to_another_unit(family: Home) -> None:
    made, there = sealed(family), world.town("THERE")
    consent(family, "sharing", "THERE-U")
    giver = world.account("unit_coordinator", family.town.unit)
    with acting_as(giver.pk):
        hand_over(household_id=family.id, to_unit=there.unit, on=TODAY)
    assert rows(family.author) == (0, 0, 0)
    assert rows(world.account("health_mediator", there.unit))[0] == 1
    assert pages.behind(made.secret) is not None
