"""A lawyer sees her clients, as long as they are: through the application's own SQL (docs/adr/0660)."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import ProgrammingError, connection, transaction

from khetane.access.models import RoleGrant
from khetane.core.viewer import acting_as, acting_as_system
from tests import world
from tests.edits import edit, send, update
from tests.integration.desk.scene import papers, work
from tests.security.access.clients import AGO, CHILD, PERSON, TODAY, Office, applied, days, office, seen, sees

pytestmark = pytest.mark.django_db
NOTHING, ALL = [False] * 3, [True] * 3
# Rows that name a household or a person, and need no look at who looks: they are read by no member of a unit at all,
# or only by roles that are asked for a permission of their own.
ELSEWHERE = {
    "access_override": "one's own, and the officer's",
    "khetane_forms_erased": "ids of nobody any more",
    "subjects_subjectrequest": "by permissions that no lawyer has",
    "subjects_subjectcopy": "by permissions that no lawyer has",
    "subjects_expiry": "by permissions that no lawyer has",
    "importing_tableimport": "by a permission that no lawyer has",
}
OF_HOUSEHOLDS = """
    select distinct c.table_name from information_schema.columns c
    join pg_policies p on p.tablename = c.table_name and p.policyname = 'app_read'
    where c.table_schema = 'public' and c.column_name in
        ('household_id', 'household', 'person_id', 'person', 'kept_id', 'record', 'submission_id')
"""
# By a policy of its own, or by the question at the end of the one that lets through.
LIMITED = r"""
    select tablename from pg_policies where qual ~ 'khetane_(clients|narrowed)\(\)' group by tablename
    having count(distinct cmd) filter (where cmd in ('SELECT', 'UPDATE', 'DELETE')) = 3
"""


@pytest.fixture
def ours(here: world.Town) -> Office:
    return office(here)


def tables(statement: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {name for (name,) in cursor.fetchall()}


def test_every_table_about_households_is_limited_to_clients() -> None:
    limited = tables(LIMITED)
    assert tables(OF_HOUSEHOLDS) - ELSEWHERE.keys() <= limited
    assert {"people_household", "people_personkey", "khetane_forms_submission"} <= limited


def test_with_no_client_nothing_of_the_unit_is_there(ours: Office) -> None:
    work(ours.home)
    papers(ours.home)
    for table in sorted(tables(LIMITED)):
        assert seen(ours.lawyer, table) == 0, table
    assert seen(ours.coordinator, "people_person") == 2


def test_a_power_of_attorney_opens_its_household_and_what_the_mandate_holds_of_it(ours: Office) -> None:
    other = world.household(ours.coordinator, ours.town, code="AAAA-0001")
    ours.taken_on()
    assert sees(ours.lawyer, ours.home) == ALL
    assert sees(ours.colleague, ours.home) == NOTHING
    assert seen(ours.lawyer, "people_household", condition=f"id = '{other.pk}'") == 0
    work(ours.home, mandate="health")
    assert seen(ours.lawyer, "cases_need") == 0
    ours.proceed()
    assert (seen(ours.lawyer, "cases_procedure"), seen(ours.colleague, "cases_procedure")) == (1, 0)


@pytest.mark.parametrize(
    "ending", [{"revoked_on": days(0)}, {"valid_until": days(-1)}], ids=["revoked", "run out"]
)
def test_with_the_power_her_sight_ends_at_the_next_request(ours: Office, ending: dict[str, str]) -> None:
    power = ours.taken_on()
    applied(ours.lawyer, ours.town, update("power_of_attorney", power, 1, ending))
    assert sees(ours.lawyer, ours.home) == NOTHING
    assert seen(ours.lawyer, "cases_powerofattorney") == 0


def test_a_power_that_ends_tomorrow_still_opens(ours: Office) -> None:
    power = ours.taken_on()
    applied(ours.lawyer, ours.town, update("power_of_attorney", power, 1, {"valid_until": TODAY.isoformat()}))
    assert sees(ours.lawyer, ours.home) == ALL


def test_who_took_her_power_back_is_no_client_by_a_procedure_either(ours: Office) -> None:
    power = ours.taken_on()
    ours.proceed()
    applied(ours.lawyer, ours.town, update("power_of_attorney", power, 1, {"revoked_on": days(0)}))
    assert sees(ours.lawyer, ours.home) == NOTHING
    assert seen(ours.lawyer, "cases_procedure") == 0


def test_a_procedure_opens_as_long_as_it_goes_on_and_a_year_after(ours: Office) -> None:
    power = ours.taken_on()
    made = ours.proceed(initiated_on="2020-01-01")
    applied(ours.lawyer, ours.town, update("power_of_attorney", power, 1, {"valid_until": days(-1)}))
    assert sees(ours.lawyer, ours.home) == ALL
    closed = {"outcome": "granted", "solved_on": days(-300)}
    applied(ours.lawyer, ours.town, update("procedure", made, 1, closed))
    assert sees(ours.lawyer, ours.home) == ALL
    applied(ours.lawyer, ours.town, update("procedure", made, 2, {"solved_on": days(-400)}))
    assert sees(ours.lawyer, ours.home) == NOTHING
    assert seen(ours.lawyer, "cases_procedure") == 0


def test_a_referral_shows_who_is_sent_and_once_accepted_what_is_recorded(ours: Office) -> None:
    ours.agree()
    note = {"household": str(ours.home.id), "area": "documents", "description": "Earlier", "state": "met"}
    applied(ours.coordinator, ours.town, edit("need", uuid.uuid4(), note))
    referral = ours.refer()
    for lawyer in (ours.lawyer, ours.colleague):
        assert sees(lawyer, ours.home) == ALL
        assert (seen(lawyer, "cases_referral"), seen(lawyer, "cases_need")) == (1, 0)
    ours.accept(referral)
    assert sees(ours.lawyer, ours.home) == ALL
    assert (seen(ours.lawyer, "cases_referral"), seen(ours.lawyer, "cases_need")) == (1, 1)
    assert sees(ours.colleague, ours.home) == NOTHING
    assert (seen(ours.colleague, "cases_referral"), seen(ours.colleague, "cases_need")) == (0, 0)


@pytest.mark.parametrize("answered", [False, True], ids=["sent", "accepted"])
def test_with_the_consent_a_referral_opens_nothing_any_more(ours: Office, answered: bool) -> None:
    consent, referral = ours.agree(), ours.refer()
    if answered:
        ours.accept(referral)
    assert sees(ours.lawyer, ours.home) == ALL
    applied(ours.coordinator, ours.town, update("consent", consent, 1, {"withdrawn_on": TODAY.isoformat()}))
    assert sees(ours.lawyer, ours.home) == NOTHING
    assert seen(ours.lawyer, "cases_referral", condition="state = 'sent'") == 0


def test_a_referral_that_is_done_opens_nothing_any_more(ours: Office) -> None:
    ours.agree()
    referral = ours.refer()
    ours.accept(referral)
    done = {"state": "done", "answered_on": TODAY.isoformat()}
    applied(ours.lawyer, ours.town, update("referral", referral, 2, done))
    assert sees(ours.lawyer, ours.home) == NOTHING


def test_an_open_need_for_legal_aid_asks_her_in_under_consent(ours: Office) -> None:
    need = uuid.uuid4()
    said = {"household": str(ours.home.id), "area": "documents", "description": "No birth certificate"}
    applied(ours.coordinator, ours.town, edit("need", need, said))
    assert sees(ours.lawyer, ours.home) == NOTHING
    consent = ours.agree()
    assert sees(ours.lawyer, ours.home) == ALL
    assert seen(ours.lawyer, "cases_need") == 1
    ours.proceed()
    applied(ours.coordinator, ours.town, update("consent", consent, 1, {"withdrawn_on": TODAY.isoformat()}))
    assert (sees(ours.lawyer, ours.home), sees(ours.colleague, ours.home)) == (ALL, NOTHING)


def test_a_household_that_goes_to_another_unit_goes_from_her(ours: Office) -> None:
    ours.taken_on()
    there = world.town("THERE")
    ours.agree(there.unit.code)
    with acting_as(ours.coordinator.pk), connection.cursor() as cursor:
        cursor.execute("select people_hand_over(%s, %s, khetane_today())", [ours.home.id, there.unit.pk])
        assert cursor.fetchone() == (True,)
    assert sees(ours.lawyer, ours.home) == NOTHING


def test_a_client_who_moves_takes_her_sight_along(ours: Office) -> None:
    ours.taken_on()
    other, head = uuid.uuid4(), uuid.uuid4()
    applied(
        ours.coordinator,
        ours.town,
        edit("household", other, {"place": ours.town.settlement.code}),
        edit("person", head, {"household": str(other), "given_name": "Vida", "role": "head"}),
    )
    said = {"household": str(other), "role": "sibling", "member_from": TODAY.isoformat()}
    applied(ours.coordinator, ours.town, update("person", ours.home.members[PERSON], 1, said))
    assert sees(ours.lawyer, ours.home) == [False, True, False]
    assert seen(ours.lawyer, "people_household", condition=f"id = '{other}'") == 1


def test_a_second_role_opens_what_it_opens_and_no_other_content(ours: Office) -> None:
    """A lawyer who is the unit's health mediator too sees its households; of legal aid her clients' alone."""
    with acting_as_system():
        RoleGrant.objects.create(
            account=ours.lawyer, role_id="health_mediator", begins=world.LONG_AGO, unit=ours.town.unit
        )
    assert sees(ours.lawyer, ours.home) == ALL
    for mandate in ("health", "legal", "education"):
        work(ours.home, mandate=mandate)
    assert seen(ours.lawyer, "cases_need") == 1
    assert seen(ours.lawyer, "cases_need", condition="mandate = 'health'") == 1


def test_a_role_for_a_place_reaches_no_further(ours: Office) -> None:
    afar = world.account("legal_aid_lawyer", world.country())
    ours.taken_on()
    assert (sees(afar, ours.home), sees(ours.lawyer, ours.home)) == (NOTHING, ALL)
    ours.accept(ours.refer(), afar)
    assert sees(afar, ours.home) == ALL


def statements(of: Office) -> dict[str, str]:
    """What would connect her with a household that is not there for her, if she knew its id."""
    unit, home, person = of.town.unit.pk, of.home.id, of.home.members[CHILD]
    made = "gen_random_uuid(), 1, now(), now()"
    base = f"'legal', '{unit}', '{home}', '{person}'"
    return {
        "cases_powerofattorney": "(id, version, created_at, updated_at, mandate, unit_id, household_id, person_id, "
        f"attorney, kind, given_on, certified, lawyer) values ({made}, {base}, 'L', 'general', khetane_today(), false, "
        f"'{of.lawyer.pk}')",
        "cases_procedure": "(id, version, created_at, updated_at, mandate, unit_id, household_id, person_id, type, body, "
        "outcome, note, reference, stage, rules, term, turn, lawyer) values "
        f"({made}, {base}, 'ID', '', 'pending', '', '', '', '', '', '', '{of.lawyer.pk}')",
        "cases_need": "(id, version, created_at, updated_at, mandate, unit_id, household_id, person_id, area, urgency, "
        f"description, state, outcome) values ({made}, {base}, 'documents', 'low', '', 'open', '')",
        "cases_referral": "(id, version, created_at, updated_at, mandate, unit_id, household_id, person_id, to_mandate, "
        f"to_organisation, reason, state, answer) values ({made}, {base}, 'legal', '', '', 'accepted', '')",
        "people_consent": "(id, version, created_at, updated_at, unit_id, household_id, person_id, purpose, recipients, "
        f"notice_version, given_by, given_on, evidence) values ({made}, '{unit}', '{home}', '{person}', 'referral', "
        "'{legal}', '1', 'self', khetane_today(), 'signed')",
    }


@pytest.mark.parametrize("table", ["cases_powerofattorney", "cases_procedure", "cases_need", "cases_referral", "people_consent"])  # fmt: skip
def test_nobody_connects_herself_with_whom_she_does_not_see(ours: Office, table: str) -> None:
    statement = f"insert into {table} {statements(ours)[table]}"
    with acting_as(ours.lawyer.pk), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(statement)
        # Nor by saying that she makes the household, which is there.
        for record in (ours.home.id, ours.home.members[CHILD]):
            cursor.execute("select access_makes(%s)", [record])
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(statement)
    with acting_as(ours.coordinator.pk), connection.cursor() as cursor:
        if table in ("cases_need", "people_consent"):
            cursor.execute(statement)
            assert cursor.rowcount == 1


def test_a_power_of_her_own_is_not_turned_to_somebody_else(ours: Office, here: world.Town) -> None:
    ours.taken_on()
    other = world.household(ours.coordinator, here, code="AAAA-0001")
    with acting_as(ours.coordinator.pk), connection.cursor() as cursor:
        cursor.execute("select id from people_person where household_id = %s", [other.pk])
        stranger = cursor.fetchone()[0]
    with acting_as(ours.lawyer.pk), connection.cursor() as cursor:
        for column, value in (("person_id", stranger), ("household_id", other.pk)):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                cursor.execute(f"update cases_powerofattorney set {column} = %s", [value])


def test_an_edit_that_names_a_household_she_does_not_see_is_refused(ours: Office) -> None:
    said = {"person": str(ours.home.members[PERSON]), "attorney": "Lawyer L", "given_on": AGO}
    became = send(ours.lawyer, ours.town, edit("power_of_attorney", uuid.uuid4(), said))
    assert became.state == "needs_correction"
    assert sees(ours.lawyer, ours.home) == NOTHING


def test_nobody_hands_a_procedure_to_somebody_else(ours: Office) -> None:
    ours.taken_on()
    made = ours.proceed()
    became = send(ours.lawyer, ours.town, update("procedure", made, 1, {"lawyer": str(ours.colleague.pk)}))
    assert [reason.code for reason in became.reasons] == ["not_yourself"]


def test_functions_past_the_policies_tell_of_clients_alone(ours: Office) -> None:
    work(ours.home, mandate="health")
    asked = [
        ("select count(*) from outreach_to_call_on(%s, %s, khetane_today())", [ours.town.unit.pk, ours.town.settlement.pk]),
        ("select count(*) from outreach_tasks_of_others(null)", []),
    ]  # fmt: skip
    for statement, given in asked:
        with acting_as(ours.lawyer.pk), connection.cursor() as cursor:
            cursor.execute(statement, given)
            assert cursor.fetchone() == (0,)
    ours.taken_on()
    for statement, given in asked:
        with acting_as(ours.lawyer.pk), connection.cursor() as cursor:
            cursor.execute(statement, given)
            assert cursor.fetchone() == (1,)


def test_what_is_kept_of_her_clients_ends_within_the_transaction_too(ours: Office) -> None:
    power = ours.taken_on()
    with acting_as(ours.lawyer.pk), connection.cursor() as cursor:
        cursor.execute("select count(*) from people_person")
        assert cursor.fetchone() == (2,)
        cursor.execute("update cases_powerofattorney set revoked_on = %s where id = %s", [TODAY, power])
        cursor.execute("select count(*) from people_person")
        assert cursor.fetchone() == (0,)


def test_days_are_counted_where_khetane_counts_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select cases_today()")
        assert cursor.fetchone() == (TODAY,)
    assert isinstance(TODAY, datetime.date)
