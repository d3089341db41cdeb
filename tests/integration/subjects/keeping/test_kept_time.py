"""Notice, "still needed", the officer's list: through the screens and through SQL, by who may and by who may not."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khetane.access.models import Account, AuditEvent, RoleGrant
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import acting_as, acting_as_system
from khetane.subjects.keeping import deciding, looking
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.looking import look_at_households
from khetane.subjects.models import Expiry, ExpiryLook, ExpiryState
from tests import world
from tests.edits import edit, send
from tests.integration.desk.scene import Home, client_of, home, work

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BEFORE = TODAY - dt.timedelta(days=100)


@pytest.fixture
def here() -> world.Town:
    return world.town("NIS")


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    return world.account("unit_coordinator", here.unit)


@pytest.fixture
def officer(here: world.Town) -> Account:
    return world.account("data_protection_officer", here.municipality)


def withdrawn(author: Account, town: world.Town, days_ago: int = 300) -> Home:
    """A household that took back its consent to be recorded so long ago: its half year is over."""
    made = home(town, author)
    given, taken = (TODAY - dt.timedelta(days=days) for days in (900, days_ago))
    consent = {
        "household": str(made.id), "purpose": "registration", "notice_version": "1", "given_by": "self",
        "given_on": given.isoformat(), "evidence": "signed", "withdrawn_on": taken.isoformat(),
    }  # fmt: skip
    applied = send(author, town, edit("consent", uuid.uuid4(), consent))
    assert applied.state == "applied", [reason.message for reason in applied.reasons]
    return made


def only() -> Expiry:
    with acting_as_system():
        return Expiry.objects.get()


def due(author: Account, town: world.Town) -> Expiry:
    """Noticed a hundred days ago: the notice is over."""
    made = withdrawn(author, town)
    look_at_households(BEFORE)
    with acting_as_system():
        return Expiry.objects.get(household_id=made.id)


def test_a_notice_says_which_rule_and_from_when_it_may_be_decided(
    here: world.Town, coordinator: Account
) -> None:
    kept, ended = home(here, coordinator), withdrawn(coordinator, here)
    done = look_at_households()
    noticed = only()
    assert (done.looked, done.noticed, done.lapsed) == (2, 1, 0)
    assert noticed.household_id == ended.id != kept.id
    assert (noticed.event, noticed.since) == ("consent_ended", TODAY - dt.timedelta(days=300))
    assert noticed.decided_from == TODAY + dt.timedelta(days=60)
    assert noticed.rules == ["registration"]


def test_each_rule_is_met_by_some_kind_that_the_database_tells(
    here: world.Town, coordinator: Account
) -> None:
    made = withdrawn(coordinator, here)
    work(made)
    with acting_as_system():
        [one] = looking.past_of([made.id], TODAY, in_force())
    assert {"household", "need"} <= one.known.kinds
    told = {"household", "self_identification", "need", "procedure", "enrolment"}
    for rule in in_force().rules.values():
        assert not told.isdisjoint(rule.kinds), rule.code


def test_a_pending_case_keeps_all(here: world.Town, coordinator: Account) -> None:
    made = withdrawn(coordinator, here)
    pending = {"household": str(made.id), "type": "BIRTH-L", "initiated_on": "2026-01-05"}
    assert send(coordinator, here, edit("procedure", uuid.uuid4(), pending)).state == "applied"
    assert look_at_households().noticed == 0


def test_looking_again_gives_no_second_notice_and_a_new_contact_takes_it_back(
    here: world.Town, coordinator: Account
) -> None:
    made = withdrawn(coordinator, here)
    assert look_at_households(TODAY).noticed == 1
    assert look_at_households(TODAY + dt.timedelta(days=1)).noticed == 0
    again = {
        "household": str(made.id), "purpose": "registration", "notice_version": "1", "given_by": "self",
        "given_on": TODAY.isoformat(), "evidence": "signed",
    }  # fmt: skip
    assert send(coordinator, here, edit("consent", uuid.uuid4(), again)).state == "applied"
    assert look_at_households(TODAY + dt.timedelta(days=2)).lapsed == 1
    assert only().state == ExpiryState.LAPSED


def test_an_interrupted_look_goes_on_where_it_was(
    here: world.Town, coordinator: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(5):
        withdrawn(coordinator, here)
    monkeypatch.setattr(looking, "AT_ONCE", 2)
    with acting_as_system():
        ExpiryLook.objects.create(on_day=TODAY)
    assert looking._some(TODAY, in_force())
    with acting_as_system():
        reached = ExpiryLook.objects.get()
        assert (reached.looked, reached.noticed, reached.finished_at) == (2, 2, None)
    done = look_at_households(TODAY)
    assert (done.looked, done.noticed) == (5, 5)
    assert done.finished_at is not None
    assert look_at_households(TODAY).looked == 5


def test_a_batch_needs_the_same_number_of_queries_whether_anything_is_past_its_time_or_not(
    here: world.Town, coordinator: Account
) -> None:
    counts = []
    for _round in range(2):
        home(here, coordinator)
        with CaptureQueriesContext(connection) as queries:
            look_at_households(TODAY + dt.timedelta(days=_round))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_unit_prolongs_once_with_a_reason(here: world.Town, coordinator: Account) -> None:
    withdrawn(coordinator, here)
    look_at_households()
    expiry = only()
    client = client_of(coordinator)
    assert expiry.household_code in client.get("/keeping/").content.decode()
    address = f"/keeping/{expiry.pk}/still-needed/"
    assert "cannot be prolonged twice" in client.get(address).content.decode()
    assert client.post(address, {"because": " "}).status_code == 200
    assert client.post(address, {"because": "The court asks for the file"}).status_code == 302
    prolonged = only()
    assert (prolonged.state, prolonged.because) == ("prolonged", "The court asks for the file")
    assert prolonged.decided_from.replace(year=prolonged.decided_from.year - 1) == TODAY
    assert client.post(address, {"because": "Again"}).status_code == 404
    with acting_as(coordinator.pk), pytest.raises(Invalid, match="said before"):
        deciding.still_needed(expiry.pk, "Again")
    listed = client.get("/keeping/").content.decode()
    assert "The court asks for the file" in listed


def test_the_unit_is_told_today_and_on_the_page_of_the_household(
    here: world.Town, coordinator: Account
) -> None:
    made = withdrawn(coordinator, here)
    client = client_of(coordinator)
    assert "nearly over" not in client.get(f"/people/households/{made.id}/").content.decode()
    look_at_households()
    assert "/keeping/" in client.get("/").content.decode()
    assert "record soon past its time" in client.get("/").content.decode()
    assert "consent ended" in client.get("/").content.decode()
    page = client.get(f"/people/households/{made.id}/").content.decode()
    assert "The time of this record is nearly over" in page
    assert "Notice that the time of this record is nearly over" in page


def test_the_officer_confirms_many_once_and_sees_no_content(
    here: world.Town, coordinator: Account, officer: Account
) -> None:
    withdrawn(coordinator, here)
    due(coordinator, here)
    with acting_as_system():
        expiries = list(Expiry.objects.all())
    client = client_of(officer)
    listed = client.get("/keeping/past/").content.decode()
    for expiry in expiries:
        assert expiry.household_code in listed
    for content in ("Izmišljeni", "Blue door", "061 000", "Ana"):
        assert content not in listed
    ids = [str(expiry.pk) for expiry in expiries]
    ask = client.post("/keeping/past/decide/", {"expiry": ids, "step": "confirm"}).content.decode()
    assert "cannot be undone" in ask
    assert only_states() == {"noticed"}
    sure = {"expiry": ids, "step": "confirm", "sure": "1"}
    assert client.post("/keeping/past/decide/", sure).status_code == 302
    assert only_states() == {"confirmed"}
    again = client.post("/keeping/past/decide/", sure, follow=True).content.decode()
    assert "2 were decided before" in again
    with acting_as(officer.pk):
        assert AuditEvent.objects.filter(action="decided", kind="expiry").count() == 2


def only_states() -> set[str]:
    with acting_as_system():
        return set(Expiry.objects.values_list("state", flat=True))


def test_nothing_is_decided_in_the_time_of_notice(
    here: world.Town, coordinator: Account, officer: Account
) -> None:
    withdrawn(coordinator, here)
    look_at_households()
    with acting_as(officer.pk), pytest.raises(Invalid, match="None of these waits"):
        deciding.confirm([only().pk])
    assert only().state == ExpiryState.NOTICED
    assert "To decide" in client_of(officer).get("/keeping/past/").content.decode()


def test_what_must_be_kept_needs_the_law_and_comes_again_in_a_year(
    here: world.Town, coordinator: Account, officer: Account
) -> None:
    expiry = due(coordinator, here)
    client = client_of(officer)
    sure = {"expiry": [str(expiry.pk)], "step": "keep", "sure": "1"}
    assert client.post("/keeping/past/decide/", {**sure, "why": ""}).status_code == 200
    assert only().state == ExpiryState.NOTICED
    assert client.post("/keeping/past/decide/", {**sure, "why": "Claim 7/26"}).status_code == 302
    assert (only().state, only().why) == (ExpiryState.KEPT, "Claim 7/26")
    assert look_at_households(TODAY).noticed == 0


def test_nobody_confirms_what_she_prolonged_herself(here: world.Town, coordinator: Account) -> None:
    both = world.account("data_protection_officer", here.unit)
    with acting_as_system():
        RoleGrant.objects.create(account=both, role_id="unit_coordinator", unit=here.unit, begins=BEFORE)
    withdrawn(coordinator, here)
    look_at_households(BEFORE - dt.timedelta(days=400))
    with acting_as(both.pk):
        assert not Expiry.objects.exists()  # not near yet on that day
    look_at_households(BEFORE)
    with acting_as(both.pk):
        deciding.still_needed(only().pk, "For the court")
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from subjects_decide(%s, 'confirmed', '', null)", [[only().pk]])
            assert cursor.fetchone() == (0,)


STEPS = {
    "subjects_still_needed(%s, 'x', khetane_today() + 900)": "unit_coordinator",
    "subjects_decide(array[%s]::uuid[], 'confirmed', '', null)": "data_protection_officer",
    "subjects_lapse(array[%s]::uuid[])": "",
}


@pytest.mark.parametrize("statement", STEPS)
@pytest.mark.parametrize(
    "role",
    ["unit_coordinator", "data_protection_officer", "health_mediator", "legal_aid_lawyer", "administrator"],
)
def test_each_step_is_taken_by_its_own_role_in_its_own_unit_through_sql_too(
    here: world.Town, coordinator: Account, statement: str, role: str
) -> None:
    expiry = due(coordinator, here)
    stranger = world.account(role, world.town("VRA").unit)
    own = world.account(role, here.unit)
    for account, may in ((stranger, False), (own, STEPS[statement] == role)):
        with acting_as(account.pk), connection.cursor() as cursor:
            cursor.execute(f"select {statement}", [expiry.pk])
            cursor.fetchall()
        assert (only().state != ExpiryState.NOTICED) == may


@pytest.mark.parametrize(
    ("role", "sees"),
    [("unit_coordinator", 1), ("data_protection_officer", 1), ("health_mediator", 0), ("legal_aid_lawyer", 0), ("administrator", 0)],
)  # fmt: skip
def test_who_sees_the_rows_through_sql_and_nobody_writes_them(
    here: world.Town, coordinator: Account, role: str, sees: int
) -> None:
    due(coordinator, here)
    for account, number in (
        (world.account(role, here.unit), sees),
        (world.account(role, world.town("VRA").unit), 0),
    ):
        with acting_as(account.pk), connection.cursor() as cursor:
            cursor.execute("select count(*) from subjects_expiry")
            assert cursor.fetchone() == (number,)
            for change in (
                "update subjects_expiry set state = 'confirmed'",
                "delete from subjects_expiry",
                "insert into subjects_expirylook (on_day, last, looked, noticed, lapsed, begun_at) "
                "values ('2020-01-01', gen_random_uuid(), 0, 0, 0, now())",
            ):
                with pytest.raises(DatabaseError), transaction.atomic():
                    cursor.execute(change)


@pytest.mark.parametrize("address", ["/keeping/", "/keeping/past/"])
@pytest.mark.parametrize("role", ["health_mediator", "legal_aid_lawyer", "administrator", "project_staff"])
def test_the_pages_are_for_the_coordinator_and_the_officer(
    here: world.Town, coordinator: Account, address: str, role: str
) -> None:
    due(coordinator, here)
    assert client_of(world.account(role, here.unit)).get(address).status_code == 403


def test_another_unit_sees_an_empty_list_and_cannot_prolong(here: world.Town, coordinator: Account) -> None:
    expiry = due(coordinator, here)
    there = world.town("VRA")
    stranger = client_of(world.account("unit_coordinator", there.unit))
    assert expiry.household_code not in stranger.get("/keeping/").content.decode()
    assert stranger.post(f"/keeping/{expiry.pk}/still-needed/", {"because": "x"}).status_code == 404
    other = world.account("data_protection_officer", there.municipality)
    with acting_as(other.pk), pytest.raises((Invalid, NotAllowed)):
        deciding.confirm([expiry.pk])
    assert only().state == ExpiryState.NOTICED


def test_the_lists_need_the_same_number_of_queries_for_one_row_and_for_many(
    here: world.Town, coordinator: Account, officer: Account
) -> None:
    counts = []
    for _round in range(2):
        for _number in range(2):
            withdrawn(coordinator, here)
        look_at_households(BEFORE + dt.timedelta(days=_round))
        numbers = []
        for account, address in ((coordinator, "/keeping/"), (officer, "/keeping/past/"), (coordinator, "/")):
            client = client_of(account)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            numbers.append(len(queries))
        counts.append(numbers)
    assert counts[0] == counts[1]
