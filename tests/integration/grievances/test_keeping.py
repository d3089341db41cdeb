"""Grievances past their time: notice, what a supervisor decides, through the screens and through SQL, by who may not."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from khetane.access.models import Account, AuditEvent, RoleGrant
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.grievances import following, handling
from khetane.grievances.keeping import deciding, looking
from khetane.grievances.keeping.looking import look_at_grievances
from khetane.grievances.keeping_models import EndState, GrievanceExpiry
from khetane.grievances.taking import Taken
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.deciding import Decided
from khetane.subjects.keeping.rules import in_months
from tests import world
from tests.integration.desk.scene import client_of
from tests.integration.grievances.scene import TEXT, told

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()
LONG_AGO = NOW - dt.timedelta(days=4 * 366)
NOTICED = TODAY - dt.timedelta(days=100)


@pytest.fixture
def here() -> world.Town:
    return world.town("NIS")


@pytest.fixture
def supervisor(here: world.Town) -> Account:
    return world.account("grievance_supervisor", here.municipality)


def ended(here: world.Town | None, supervisor: Account, at: dt.datetime = LONG_AGO) -> Taken:
    """A grievance that was answered and closed at a moment."""
    made = told(here, received_on=timezone.localdate(at))
    with acting_as(supervisor.pk):
        handling.answer(made.id, "It was looked at.", at=at)
        handling.close(made.id, at=at)
    return made


def notices(account: Account) -> list[GrievanceExpiry]:
    with acting_as(account.pk):
        return list(GrievanceExpiry.objects.all())


def due(here: world.Town, supervisor: Account) -> GrievanceExpiry:
    """Noticed a hundred days ago: the time of notice is over."""
    ended(here, supervisor)
    look_at_grievances(NOTICED)
    [notice] = notices(supervisor)
    return notice


def test_notice_is_given_when_the_time_is_nearly_over_and_only_of_what_ended(
    here: world.Town, supervisor: Account
) -> None:
    gone = ended(here, supervisor)
    ended(here, supervisor, NOW - dt.timedelta(days=300))
    told(here, received_on=timezone.localdate(LONG_AGO))  # nobody answered it yet
    assert look_at_grievances() == looking.Looked(1, 0)
    assert look_at_grievances() == looking.Looked(0, 0)
    [notice] = notices(supervisor)
    over = in_months(timezone.localdate(LONG_AGO), 36)
    assert (notice.grievance, notice.since, notice.over_on) == (gone.id, timezone.localdate(LONG_AGO), over)
    assert notice.decided_from == TODAY + dt.timedelta(days=in_force().notice_days)
    assert not notice.may_be_decided


def test_what_nobody_closed_ends_with_its_last_answer(here: world.Town, supervisor: Account) -> None:
    made = told(here, received_on=timezone.localdate(LONG_AGO))
    with acting_as(supervisor.pk):
        handling.answer(made.id, "It was looked at.", at=LONG_AGO)
    assert look_at_grievances().noticed == 1
    found = following.behind(made.code)
    assert found is not None
    following.reply(made.code, found, uuid.uuid4(), "Thank you.", reopen=False)
    assert look_at_grievances() == looking.Looked(0, 1)  # somebody wrote today: its time begins anew


def test_what_is_opened_again_is_past_its_time_no_more(here: world.Town, supervisor: Account) -> None:
    notice = due(here, supervisor)
    with acting_as(supervisor.pk):
        deciding.confirm([notice.pk])
        handling.reopen(notice.grievance)
    assert look_at_grievances() == looking.Looked(0, 1)
    assert [one.state for one in notices(supervisor)] == [EndState.LAPSED]


def test_a_notice_moves_with_its_grievance(here: world.Town, supervisor: Account) -> None:
    notice = due(here, supervisor)
    there = world.town("VRA")
    country = world.account("grievance_supervisor", world.country())
    with acting_as(country.pk):
        handling.assign(notice.grievance, there.unit.pk, apart=False)
    assert notices(supervisor) == []
    assert [one.unit_id for one in notices(country)] == [there.unit.pk]


def test_she_confirms_and_says_what_must_be_kept_and_cannot_before_the_notice_is_over(
    here: world.Town, supervisor: Account
) -> None:
    ended(here, supervisor)
    look_at_grievances()
    [early] = notices(supervisor)
    with acting_as(supervisor.pk), pytest.raises(Invalid, match="still in its time of notice"):
        deciding.confirm([early.pk])
    look_at_grievances(NOTICED)
    with acting_as(supervisor.pk), connection.cursor() as cursor:
        cursor.execute("select decided_from from grievances_grievanceexpiry")
        assert cursor.fetchone() == (early.decided_from,)


def test_kept_is_asked_about_again_in_a_year(here: world.Town, supervisor: Account) -> None:
    notice = due(here, supervisor)
    with acting_as(supervisor.pk):
        with pytest.raises(Invalid, match="Say which law or claim"):
            deciding.keep([notice.pk], "  ")
        assert deciding.keep([notice.pk], "A court asks for it") == Decided(1, 0)
        assert deciding.keep([notice.pk], "A court asks for it") == Decided(0, 1)
    [kept] = notices(supervisor)
    assert (kept.state, kept.decided_from) == (EndState.KEPT, in_months(TODAY, 12))
    assert look_at_grievances().noticed == 0
    assert look_at_grievances(in_months(TODAY, 12)).noticed == 0  # cases_today() is still today
    with acting_as(world.account("data_protection_officer", world.country()).pk):
        [event] = AuditEvent.objects.filter(kind="grievance_expiry", action="decided")
        assert (event.account, event.subjects, event.fields) == (supervisor.pk, [kept.grievance], ["kept"])
        assert event.unit is None


@pytest.mark.parametrize(
    "role", ["grievance_officer", "unit_coordinator", "data_protection_officer", "health_mediator"]
)
def test_nobody_else_sees_or_decides(here: world.Town, supervisor: Account, role: str) -> None:
    notice = due(here, supervisor)
    place = here.municipality if role in ("grievance_officer", "data_protection_officer") else here.unit
    other = world.account(role, place)
    assert notices(other) == []
    with acting_as(other.pk):
        with pytest.raises(NotAllowed):
            deciding.confirm([notice.pk])
        assert decided_by_sql([notice.pk]) == []
    client = client_of(other)
    assert client.get(reverse("grievances:past")).status_code in (403, 404)
    assert client.post(reverse("grievances:decide_past"), {"expiry": notice.pk}).status_code in (403, 404)


def test_a_supervisor_who_is_concerned_works_there_or_elsewhere_decides_nothing(
    here: world.Town, supervisor: Account
) -> None:
    notice = due(here, supervisor)
    elsewhere = world.account("grievance_supervisor", world.town("VRA").municipality)
    works_there = world.account("grievance_supervisor", here.municipality)
    with acting_as_system():
        RoleGrant.objects.create(
            account=works_there, role_id="unit_coordinator", begins=world.LONG_AGO, unit=here.unit
        )
    concerned = world.account("grievance_supervisor", here.municipality)
    with acting_as(concerned.pk):
        handling.concern(notice.grievance)
    for other in (elsewhere, works_there, concerned):
        assert notices(other) == []
        with acting_as(other.pk):
            assert decided_by_sql([notice.pk]) == []
    with acting_as(supervisor.pk):
        assert decided_by_sql([notice.pk]) == [notice.pk]


def decided_by_sql(ids: list[uuid.UUID]) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select grievances_decide(%s, 'confirmed', '', null)", [ids])
        return [id for (id,) in cursor.fetchall()]


@pytest.mark.parametrize(
    "statement",
    [
        "update grievances_grievanceexpiry set state = 'confirmed'",
        "update grievances_grievanceexpiry set decided_from = khetane_today() - 1",
        "delete from grievances_grievanceexpiry",
        "insert into grievances_grievanceexpiry (id, grievance, since, over_on, noticed_on, decided_from, state, why) "
        "values (gen_random_uuid(), gen_random_uuid(), khetane_today(), khetane_today(), khetane_today(), khetane_today(), "
        "'noticed', '')",
        "select * from grievances_grievanceremnant",
    ],
)
def test_steps_are_functions_and_remnants_are_read_by_nobody(
    here: world.Town, supervisor: Account, statement: str
) -> None:
    due(here, supervisor)
    with acting_as(supervisor.pk), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_programs_steps_are_the_programs_alone(here: world.Town, supervisor: Account) -> None:
    notice = due(here, supervisor)
    with acting_as(supervisor.pk), connection.cursor() as cursor:
        cursor.execute("select count(*) from grievances_past(khetane_today())")
        assert cursor.fetchone() == (0,)
        cursor.execute("select grievances_lapse(%s)", [[notice.pk]])
        assert cursor.fetchone() == (0,)
        cursor.execute("select count(*) from grievances_confirmed(10)")
        assert cursor.fetchone() == (0,)
    with acting_as_system():
        assert [one.expiry for one in looking.past(TODAY, in_force())] == [notice.pk]


def test_the_list_and_the_decision_on_the_screen(here: world.Town, supervisor: Account) -> None:
    notice = due(here, supervisor)
    client = client_of(supervisor)
    assert "grievance past its time or soon" in client.get("/").content.decode()
    listing = client.get(reverse("grievances:listing")).content.decode()
    assert reverse("grievances:past") in listing
    assert "3 years after it was closed" in listing
    shown = client.get(reverse("grievances:past")).content.decode()
    assert "A complaint: how somebody treated me" in shown
    assert TEXT not in shown
    where, ticked = reverse("grievances:decide_past"), {"expiry": str(notice.pk), "step": "confirm"}
    asked = client.post(where, ticked).content.decode()
    assert "This cannot be undone" in asked
    assert [one.state for one in notices(supervisor)] == [EndState.NOTICED]
    assert "Confirmed: 1." in client.post(where, {**ticked, "sure": "1"}, follow=True).content.decode()
    assert [one.state for one in notices(supervisor)] == [EndState.CONFIRMED]
    again = client.post(where, {**ticked, "sure": "1"}, follow=True).content.decode()
    assert "1 was decided before or cannot be." in again
    assert "Tick those that you decide about." in client.post(where, {}, follow=True).content.decode()


def test_kept_on_the_screen_asks_for_a_law_or_claim(here: world.Town, supervisor: Account) -> None:
    notice = due(here, supervisor)
    client, where = client_of(supervisor), reverse("grievances:decide_past")
    ticked = {"expiry": str(notice.pk), "step": "keep", "sure": "1"}
    assert "This field is required" in client.post(where, ticked).content.decode()
    client.post(where, {**ticked, "why": "Article 5"})
    assert "Article 5" in client.get(reverse("grievances:past")).content.decode()
