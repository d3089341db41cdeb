"""Who reads and changes grievances, by the application's own SQL."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from khetane.access.models import Account, AuditEvent, RoleGrant
from khetane.access.rights import shipped_roles
from khetane.access.tokens import token_hash
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.grievances import following, handling
from khetane.grievances.models import Grievance, GrievanceConcern, GrievanceMessage
from tests import world
from tests.integration.grievances.scene import TEXT, seen, told

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OTHERS = sorted(set(shipped_roles()) - {"grievance_officer", "grievance_supervisor"})


@pytest.fixture
def officer(here: world.Town) -> Account:
    return world.account("grievance_officer", here.unit)


@pytest.fixture
def supervisor() -> Account:
    return world.account("grievance_supervisor", world.country())


def also(account: Account, role: str, unit: Any) -> None:
    with acting_as_system():
        RoleGrant.objects.create(account=account, role_id=role, unit=unit, begins=world.LONG_AGO)


def refused(account: Account, statement: str, *values: Any) -> bool:
    """Whether the database refuses the statement, or finds nothing that it may change."""
    try:
        with acting_as(account.pk), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return bool(cursor.rowcount == 0)
    except ProgrammingError:
        return True


def test_officers_of_the_unit_and_of_all_read_it_and_of_another_do_not(
    here: world.Town, officer: Account, supervisor: Account
) -> None:
    made = told(here)
    assert seen(officer) == seen(supervisor) == {made.id}
    assert seen(world.account("grievance_officer", world.town("THERE").unit)) == set()


@pytest.mark.parametrize("role", OTHERS)
def test_no_other_role_sees_any(here: world.Town, officer: Account, role: str) -> None:
    made = told(here)
    with acting_as(officer.pk):
        handling.ask(made.id, "Which day?")
    account = world.account(role, here.unit)
    assert seen(account) == set()
    with acting_as(account.pk):
        assert not GrievanceMessage.objects.exists()
        with pytest.raises(NotAllowed):
            handling.take_up(made.id)


@pytest.mark.parametrize("role", ["unit_coordinator", "health_mediator", "legal_aid_lawyer", "project_staff"])
def test_who_works_in_the_unit_complained_about_does_not_read_it_even_as_an_officer(
    here: world.Town, officer: Account, role: str
) -> None:
    there = world.town("THERE")
    ours, theirs = told(here), told(there)
    also(officer, "grievance_officer", there.unit)
    assert seen(officer) == {ours.id, theirs.id}
    also(officer, role, here.unit)
    assert seen(officer) == {theirs.id}


def test_whoever_took_it_down_does_not_read_it_again(
    here: world.Town, author: Account, officer: Account
) -> None:
    made = told(here, author=author, channel="paper")
    assert seen(author) == set()
    assert seen(officer) == {made.id}


def test_what_names_no_unit_or_is_kept_apart_is_for_supervisors(
    here: world.Town, officer: Account, supervisor: Account
) -> None:
    nowhere, apart, usual = told(), told(here, about="safety"), told(here)
    assert seen(officer) == {usual.id}
    assert seen(supervisor) == {nowhere.id, apart.id, usual.id}
    with acting_as(supervisor.pk):
        handling.assign(nowhere.id, here.unit.pk, apart=False)
    assert seen(officer) == {usual.id, nowhere.id}


def test_who_is_concerned_reads_nothing_of_it_from_the_next_question_on(
    here: world.Town, officer: Account, supervisor: Account
) -> None:
    made, second = told(here), world.account("grievance_officer", here.unit)
    with acting_as(officer.pk):
        handling.ask(made.id, "Which day?")
        assert handling.concern(made.id) == 2  # the second officer and the supervisor
        assert not Grievance.objects.exists()
        assert not GrievanceMessage.objects.exists()
    third = world.account("grievance_officer", here.unit)
    with acting_as(supervisor.pk):
        assert handling.concern(made.id, second.email.upper(), "Her cousin") == 1
    assert seen(second) == set()
    assert seen(supervisor) == seen(third) == {made.id}


def test_another_is_declared_concerned_with_a_reason_and_never_the_last_one_besides_oneself(
    here: world.Town, officer: Account, supervisor: Account
) -> None:
    made, third = told(here), world.account("grievance_officer", here.unit)
    with acting_as(officer.pk):
        with pytest.raises(Invalid, match="Say why"):
            handling.concern(made.id, third.email)
        assert handling.concern(made.id, third.email, "Her cousin") == 1
        with pytest.raises(Invalid, match="besides you nobody else"):
            handling.concern(made.id, supervisor.email, "Her rival")
        assert handling.concern(made.id, "nobody@example.org", "Unknown") == 1
        kept = [(one.account, one.declared_by) for one in GrievanceConcern.objects.all()]
        assert kept == [(third.pk, officer.pk)]
        assert [one.reason for one in handling.written(Grievance.objects.get()).concerns] == ["Her cousin"]
    ask = "select outcome from grievances_concern(%s, %s, '')"
    with acting_as(supervisor.pk), connection.cursor() as cursor:
        cursor.execute(ask, [made.id, officer.email])  # by SQL, without a reason
        assert cursor.fetchone() == ("reason",)
    assert seen(officer) == seen(supervisor) == {made.id}
    with acting_as(officer.pk):
        assert handling.concern(made.id) == 1  # oneself, always
    with acting_as(supervisor.pk):
        assert handling.concern(made.id) == 0


def test_the_data_protection_officer_is_told_who_was_declared_by_whom(
    here: world.Town, officer: Account, supervisor: Account
) -> None:
    made, third = told(here), world.account("grievance_officer", here.unit)
    with acting_as(officer.pk):
        handling.concern(made.id, third.email, "Her cousin")
        handling.concern(made.id, "nobody@example.org", "Unknown")
    with acting_as(world.account("data_protection_officer", world.country()).pk):
        events = AuditEvent.objects.filter(action=handling.CONCERNED_OTHER)
        assert [(one.account, one.subjects) for one in events] == [(officer.pk, [made.id, third.pk])]
        assert not GrievanceConcern.objects.exists()


def test_nobody_declares_concerns_about_what_she_does_not_read(here: world.Town, officer: Account) -> None:
    made, other = told(here), world.account("grievance_officer", world.town("THERE").unit)
    assert refused(other, "select grievances_concern(%s, %s, 'x')", made.id, officer.email)
    assert refused(officer, "insert into grievances_grievanceconcern (grievance_id, account, declared_by, at) "
                   "values (%s, %s, %s, now())", made.id, other.pk, officer.pk)  # fmt: skip
    assert seen(officer) == {made.id}
    with acting_as(officer.pk):
        handling.concern(made.id)
    assert refused(officer, "delete from grievances_grievanceconcern")
    with acting_as(officer.pk):
        assert not GrievanceConcern.objects.exists()


def test_another_unit_or_the_one_complained_about_changes_nothing(
    here: world.Town, author: Account, officer: Account
) -> None:
    made = told(here)
    for account in (author, world.account("grievance_officer", world.town("THERE").unit)):
        assert refused(account, "update grievances_grievance set state = 'closed', closed_at = now()")
        assert refused(
            account,
            "insert into grievances_grievancemessage (id, grievance_id, at, kind, written_by, sealed) "
            "values (%s, %s, now(), 'answer', %s, '')",
            uuid.uuid4(), made.id, account.pk,
        )  # fmt: skip
        assert refused(account, "delete from grievances_grievance")


@pytest.mark.parametrize(
    "statement",
    [
        "update grievances_grievance set sealed = ''",
        "update grievances_grievance set received_on = khetane_today() - 100",
        "update grievances_grievance set taken_by = khetane_viewer()",
        "update grievances_grievancemessage set sealed = ''",
        "insert into grievances_grievancemessage (id, grievance_id, at, kind, written_by, sealed) "
        "select gen_random_uuid(), id, now(), 'reply', null, '' from grievances_grievance",
        "select lookup from grievances_grievancecode",
        "update grievances_grievancecode set lookup = ''",
        "update grievances_grievanceattempt set number = 0",
        "delete from grievances_grievance",
        "delete from grievances_grievancemessage",
    ],
)
def test_an_officer_rewrites_nothing_that_was_said(
    here: world.Town, officer: Account, statement: str
) -> None:
    made = told(here)
    with acting_as(officer.pk):
        handling.ask(made.id, "Which day?")
    assert refused(officer, statement)


def test_nobody_takes_a_grievance_in_for_another_or_in_another_state(
    here: world.Town, author: Account
) -> None:
    told(here)
    row = (
        "insert into grievances_grievance (id, unit_id, apart, kind, about, language, channel, taken_by, received_on, "
        "received_at, state, acknowledge_by, answer_by, body, satisfied, reopened, key, key_id, sealed) values "
        "(gen_random_uuid(), %s, false, 'praise', 'help', 'sr', 'web', %s, khetane_today(), now(), %s, khetane_today(), "
        "khetane_today(), '', '', 0, '', '', '')"
    )
    assert not refused(author, row, here.unit.pk, author.pk, "received")
    assert refused(author, row, here.unit.pk, uuid.uuid4(), "received")
    assert refused(author, row, here.unit.pk, author.pk, "in_hand")
    analyst = world.account("national_analyst", here.municipality)
    assert refused(analyst, row, here.unit.pk, analyst.pk, "received")


def test_the_functions_tell_nothing_without_the_hash_of_the_code(here: world.Town) -> None:
    made = told(here)
    assert following.behind(made.code) is not None
    with connection.cursor() as cursor:
        for hashed in (token_hash("copy", made.code), token_hash("grievance", made.code[::-1]), b""):
            cursor.execute("select count(*) from grievances_behind(%s)", [hashed])
            assert cursor.fetchone() == (0,)
            cursor.execute("select count(*) from grievances_messages_behind(%s)", [hashed])
            assert cursor.fetchone() == (0,)
            cursor.execute("select grievances_satisfied(%s, 'yes')", [hashed])
            assert cursor.fetchone() == (False,)
            cursor.execute("select grievances_reply(%s, gen_random_uuid(), '', null, true)", [hashed])
            assert cursor.fetchone() == (False,)


def test_without_a_viewer_there_are_none(here: world.Town) -> None:
    told(here)
    assert not Grievance.objects.exists()


@pytest.mark.django_db(databases=["default", "owner"])
def test_nothing_that_is_kept_shows_what_was_written_or_the_code(here: world.Town, officer: Account) -> None:
    made = told(here, name="Planted Name", contact="064 555 333")
    with acting_as(officer.pk):
        handling.answer(made.id, "We spoke to Planted Name.")
    planted = [TEXT, "Planted Name", "064 555 333", made.code, made.code.replace("-", "")]
    with acting_as_system(), connection.cursor() as cursor:
        cursor.execute("select text(array_agg(e)) from access_auditevent e where account = khetane_viewer()")
        audited = str(cursor.fetchone()[0])
    with acting_as(officer.pk), connection.cursor() as cursor:
        cursor.execute(
            "select text(array_agg(g)) || text(array_agg(m)) from grievances_grievance g, grievances_grievancemessage m"
        )
        kept = str(cursor.fetchone()[0])
    for text in planted:
        assert text not in audited
        assert text not in kept
        assert text.encode().hex() not in kept


def test_the_coordinator_of_the_unit_finds_no_trace_in_the_audit(
    here: world.Town, author: Account, officer: Account
) -> None:
    made = told(here)
    with acting_as(officer.pk):
        handling.answer(made.id, "Thank you.")
    with acting_as(author.pk), connection.cursor() as cursor:
        cursor.execute("select count(*) from access_auditevent where kind = 'grievance'")
        assert cursor.fetchone() == (0,)


def test_counts_are_told_of_whole_halves_of_years_and_never_below_five(
    here: world.Town, author: Account
) -> None:
    year = TODAY.year - 1
    for number in range(6):
        told(here, received_on=dt.date(year, 3, 1 + number))
    told(here, received_on=dt.date(year, 8, 1))
    other = world.account("unit_coordinator", world.town("THERE").unit)
    ask = "select measure, number from grievances_of_unit(%s, %s) order by 1"

    def counted(account: Account, half: dt.date) -> list[tuple[str, int | None]]:
        with acting_as(account.pk), connection.cursor() as cursor:
            cursor.execute(ask, [here.unit.pk, half])
            return list(cursor.fetchall())

    first = [("grievances", 5), ("grievances_complaint", 5), ("grievances_late", 5)]
    assert counted(author, dt.date(year, 1, 1)) == first
    assert counted(author, dt.date(year, 7, 1)) == [(name, None) for name, _ in first]
    assert counted(author, dt.date(year, 2, 1)) == []
    assert counted(author, dt.date(TODAY.year, 1 if TODAY.month < 7 else 7, 1)) == []
    assert counted(other, dt.date(year, 1, 1)) == []
    assert refused(
        author, "select * from grievances_told(array[%s]::uuid[], %s)", here.unit.pk, dt.date(year, 1, 1)
    )
