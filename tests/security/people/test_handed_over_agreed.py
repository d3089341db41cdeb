"""Nobody hands a household over that did not agree to it, whatever statement she puts to the database."""

from __future__ import annotations

import datetime as dt
import uuid
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from khetane.access.models import Account
from khetane.core.refusals import Invalid
from khetane.core.viewer import acting_as
from khetane.people.actions import agreed, hand_over
from khetane.people.models import Household
from tests import world
from tests.edits import agree_to_go, edit, send, update

pytestmark = pytest.mark.django_db
HOME, HEAD, OTHER = UUID(int=7), UUID(int=8), UUID(int=9)
TODAY = timezone.localdate()
SAID = {"household": str(HOME), "notice_version": "1", "evidence": "signed"}


@pytest.fixture
def there() -> world.Town:
    return world.town("THERE")


@pytest.fixture
def giver(here: world.Town) -> Account:
    author = world.account("unit_coordinator", here.unit)
    head = {"household": str(HOME), "given_name": "Ana", "role": "head", "birth_date": "1980-01-01"}
    send(
        author, here, edit("household", HOME, {"place": "HERE-S1"}),
        edit("person", HEAD, {**head, "member_from": "2020-01-01"}),
    )  # fmt: skip
    return author


def handed(giver: Account, to: world.Town, day: dt.date) -> bool:
    """Whether the database hands it over; the household stays where it is."""
    with acting_as(giver.pk):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("select people_hand_over(%s, %s, %s)", [HOME, to.unit.pk, day])
                raise Interrupted(bool(cursor.fetchone()[0]))
        except Interrupted as told:
            return told.answer


class Interrupted(Exception):
    """Takes back what was done, and keeps what was answered."""

    def __init__(self, answer: bool) -> None:
        self.answer = answer


def test_without_a_consent_nothing_goes_and_under_one_it_does(
    here: world.Town, there: world.Town, giver: Account
) -> None:
    assert not handed(giver, there, TODAY)
    agree_to_go(giver, here, HOME, there.unit)
    assert handed(giver, there, TODAY)
    assert not handed(giver, world.town("ELSE"), TODAY)


def test_what_was_withdrawn_lets_nothing_go_whichever_day_is_named(
    here: world.Town, there: world.Town, giver: Account
) -> None:
    consent = agree_to_go(giver, here, HOME, there.unit)
    before = TODAY - dt.timedelta(days=3)
    assert handed(giver, there, before)
    send(giver, here, update("consent", consent, 1, {"withdrawn_on": TODAY.isoformat()}))
    assert not handed(giver, there, before)
    with acting_as(giver.pk), pytest.raises(Invalid, match="has not agreed to sharing"):
        hand_over(household_id=HOME, to_unit=there.unit, on=before)
    with acting_as(giver.pk):
        assert Household.objects.get().unit_id == here.unit.pk


@pytest.mark.parametrize("given_by", ["self", "guardian"])
@pytest.mark.parametrize("precision", ["day", "month", "year", "estimated"])
@pytest.mark.parametrize("born", ["", "2006-05-01", "2008-02-28", "2008-02-29", "2008-03-01", "2010-01-01"])
def test_whose_word_stands_for_the_household_is_judged_as_by_the_program(
    here: world.Town, there: world.Town, giver: Account, born: str, precision: str, given_by: str
) -> None:
    person = {"household": str(HOME), "given_name": "Iva", "role": "child", "member_from": "2026-01-01"}
    birth = {"birth_date": born, "birth_precision": precision} if born else {}
    said = {**SAID, "person": str(OTHER), "purpose": "sharing", "recipients": "THERE-U", "given_by": given_by,
            "given_on": "2026-02-28"}  # fmt: skip
    applied = send(
        giver, here, edit("person", OTHER, {**person, **birth}), edit("consent", uuid.uuid4(), said)
    )
    assert applied.state == "applied", [reason.message for reason in applied.reasons]
    with acting_as(giver.pk):
        judged = agreed(HOME, "THERE-U", TODAY)
    assert handed(giver, there, TODAY) is judged


@pytest.mark.parametrize(
    ("consent", "goes"),
    [
        ({"person": str(HEAD), "purpose": "sharing", "recipients": "THERE-U"}, True),
        ({"purpose": "referral", "recipients": "health THERE-U"}, True),
        ({"purpose": "research", "recipients": "THERE-U"}, False),
        ({"purpose": "sharing", "recipients": "health"}, False),
        ({"purpose": "sharing", "recipients": "THERE-U", "withdrawn_on": "2026-03-02"}, False),
    ],
)
def test_the_database_and_the_program_agree(
    here: world.Town, there: world.Town, giver: Account, consent: dict[str, str], goes: bool
) -> None:
    said = {**SAID, "given_by": "self", "given_on": "2026-03-01", **consent}
    assert send(giver, here, edit("consent", uuid.uuid4(), said)).state == "applied"
    with acting_as(giver.pk):
        assert agreed(HOME, "THERE-U", TODAY) is goes
    assert handed(giver, there, TODAY) is goes


@pytest.mark.parametrize("function", ["people_handed_over", "people_agreed_to_go"])
def test_the_parts_of_it_are_called_by_nobody(there: world.Town, giver: Account, function: str) -> None:
    with acting_as(giver.pk), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(f"select {function}(%s, %s, khetane_today())", [HOME, there.unit.pk])
