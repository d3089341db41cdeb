"""Past its time, noticed, confirmed, carried out: the planted name is nowhere, counts remain, old links say so."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import psycopg
import pytest

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as
from khetane.forms.models import FormVersion
from khetane.people.models import Household, Person
from khetane.reports.counting import counts_of
from khetane.reports.periods import Period
from khetane.subjects.erasing import erase
from khetane.subjects.keeping import deciding
from khetane.subjects.keeping.carrying_out import carry_out
from khetane.subjects.keeping.looking import look_at_households
from khetane.subjects.ledger import Ledger
from khetane.subjects.models import Expiry, ExpiryState
from khetane.subjects.removal import remove
from khetane.subjects.replay import replay
from tests.edits import edit, send
from tests.installations import Installation, age_key
from tests.integration.desk.scene import client_of
from tests.security.subjects.test_erasure import HER, HOME, asked, hits, on_disk, plant
from tests.security.subjects.test_own_forms import ROSTER, uploaded
from tests.workbooks import xlsx
from tests.world import Town, account, town

TODAY = dt.date.today()
LONG_AGO = 8 * 365


def helped(author: Account, home: Town) -> None:
    """A service and a procedure of hers, and a second service of the home as a whole."""
    theirs = {"household": str(HOME), "person": str(HER)}
    for dataset, values in (
        ("service", {**theirs, "type": "job_counselling", "date": "2026-03-07"}),
        ("service", {"household": str(HOME), "type": "one_off_aid", "date": "2026-03-09"}),
        (
            "procedure",
            {
                **theirs,
                "type": "BIRTH-L",
                "initiated_on": "2012-02-03",
                "solved_on": "2012-03-20",
                "outcome": "granted",
            },
        ),
    ):
        applied = send(author, home, edit(dataset, uuid.uuid4(), values), mandate="coordination")
        assert applied.state == "applied", [reason.message for reason in applied.reasons]


def years_pass(installation: Installation, days: int = LONG_AGO) -> None:
    """Everything was recorded so long ago."""
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute("update history_entitychange set at = at - make_interval(days => %s)", [days])
        owner.execute("update outreach_visit set date = date - %s", [days])
        owner.execute(
            "update people_household set created_at = created_at - make_interval(days => %s)", [days]
        )


def notice_over(installation: Installation) -> None:
    """The time of notice passes."""
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute(
            "update subjects_expiry set noticed_on = noticed_on - 61, decided_from = decided_from - 61"
        )


def noticed(installation: Installation) -> Expiry:
    years_pass(installation)
    look_at_households()
    notice_over(installation)
    return the_expiry()


def the_expiry() -> Expiry:
    from khetane.core.viewer import acting_as_system

    with acting_as_system():
        return Expiry.objects.get()


def confirmed(officer: Account, *ids: uuid.UUID) -> deciding.Decided:
    with acting_as(officer.pk):
        return deciding.confirm(list(ids))


COUNTED = ("services", "service_persons", "service_households", "initiated", "solved")


def figures(coordinator: Account, home: Town) -> dict[str, dict[str, int]]:
    """What the unit's reports count of services and procedures, and whom services reached in the year of the case."""
    with acting_as(coordinator.pk):
        halves = [
            counts_of(home.unit.pk, Period(dt.date(year, 1, 1), dt.date(year, 6, 30)))
            for year in (2012, 2026)
        ]
    return {
        name: {key: number for half in halves for key, number in half.by_measure.get(name, {}).items()}
        for name in COUNTED
    }


def test_a_planted_name_is_nowhere_and_the_counts_of_services_and_procedures_are_as_before(
    installation: Installation, home: Town, coordinator: Account, officer: Account, tmp_path: Path
) -> None:
    plant(coordinator, home)
    helped(coordinator, home)
    before = figures(coordinator, home)
    assert (before["initiated"], before["solved"]) == ({"BIRTH-L": 1}, {"BIRTH-L granted": 1})
    assert before["services"][""] == 3
    expiry = noticed(installation)
    public, key = age_key(tmp_path)
    installation.answer("backup", str(tmp_path / "older"), "--recipient", public)
    confirmed(officer, expiry.pk)
    assert hits(installation) != []
    assert carry_out() == 1
    assert hits(installation) == []
    assert figures(coordinator, home) == before
    assert the_expiry().state == ExpiryState.DONE
    remove()
    assert on_disk(installation) == []
    assert the_expiry().bytes_removed_at is not None
    assert replay().left_bytes is False
    assert figures(coordinator, home) == before
    installation.answer("restore", str(tmp_path / "older"), "--identity", str(key), "--replace")
    assert hits(installation) == []
    assert figures(coordinator, home) == before
    assert the_expiry().state == ExpiryState.DONE


def test_no_remnant_leads_back(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    helped(coordinator, home)
    expiry = noticed(installation)
    confirmed(officer, expiry.pk)
    carry_out()
    with psycopg.connect(installation.owner_url) as owner:
        rows = owner.execute(
            "select id, pseudonym, home, month, solved_month, birth_year from subjects_remnant"
        ).fetchall()
        assert len(rows) == 4
        aliases = {value for row in rows for value in row[:3] if value is not None}
        every = "\n".join(
            text
            for [table] in owner.execute(
                "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
                " and relname <> 'subjects_remnant'"
            ).fetchall()
            for [text] in owner.execute(f"select to_jsonb(t)::text from {table} t").fetchall()
        )
        assert not [alias for alias in aliases if str(alias) in every]
        assert {row[5] for row in rows} <= {1980, None}
        assert {day.day for row in rows for day in row[3:5] if day} == {1}
    ledger = Ledger.of(installation.home).path.read_text()
    assert not [alias for alias in aliases if str(alias) in ledger]


@pytest.mark.parametrize("role", ["unit_coordinator", "data_protection_officer", "legal_aid_lawyer"])
def test_no_account_reads_remnants(
    installation: Installation, home: Town, coordinator: Account, officer: Account, role: str
) -> None:
    with psycopg.connect(installation.url("khetane_app")) as app:
        someone = account(role, home.unit)
        app.execute("select set_config('khetane.viewer', %s, true)", [str(someone.pk)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("select count(*) from subjects_remnant")


def test_old_links_say_that_it_was_pseudonymised_to_the_unit_alone(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    expiry = noticed(installation)
    confirmed(officer, expiry.pk)
    carry_out()
    mediator = account("health_mediator", home.unit)
    stranger = account("unit_coordinator", town("VRA").unit)
    for address in (f"/people/households/{HOME}/", f"/people/persons/{HER}/"):
        for known in (coordinator, mediator):
            answer = client_of(known).get(address)
            assert answer.status_code == 410
            assert "pseudonymised" in answer.content.decode()
        told = client_of(stranger).get(address)
        assert told.status_code == 404
        assert "pseudonymised" not in told.content.decode()
    assert client_of(coordinator).get(f"/people/households/{uuid.uuid4()}/").status_code == 404


def test_the_audit_says_who_confirmed_and_by_which_rules(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    expiry = noticed(installation)
    confirmed(officer, expiry.pk)
    carry_out()
    with acting_as(officer.pk):
        done = AuditEvent.objects.get(action="pseudonymised")
        decided = AuditEvent.objects.get(action="decided", kind="expiry")
    assert (done.account, done.subjects) == (officer.pk, [HOME])
    assert {"registration", "casework"} <= set(done.fields) & set(decided.fields)


def test_the_officer_is_told_out_of_which_forms_names_go_before_and_after(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    uploaded(coordinator, xlsx(ROSTER))
    expiry = noticed(installation)
    client = client_of(officer)
    asked_again = client.post("/keeping/past/decide/", {"expiry": expiry.pk, "step": "confirm"})
    assert "taken out of the forms of the unit" in asked_again.content.decode()
    assert "Forms out of which names were taken" not in client.get("/keeping/past/").content.decode()
    confirmed(officer, expiry.pk)
    carry_out()
    told = client.get("/keeping/past/").content.decode()
    assert "Forms out of which names were taken" in told
    assert "Class of (erased) 1" in told
    assert hits(installation) == []
    with acting_as(officer.pk):
        [version] = FormVersion.objects.filter(form__unit__isnull=False, title__startswith="Class")
        assert AuditEvent.objects.get(action="redacted").subjects == [version.pk]
    elsewhere = account("data_protection_officer", town("PRO").municipality)
    assert "Class of" not in client_of(elsewhere).get("/keeping/past/").content.decode()


def test_who_was_met_after_the_confirmation_is_left_alone(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    expiry = noticed(installation)
    confirmed(officer, expiry.pk)
    send(coordinator, home, edit("household", HOME, {"phone": "061 1"}, action="update", base=3))
    assert carry_out() == 0
    assert the_expiry().state == ExpiryState.LAPSED
    with acting_as(coordinator.pk):
        assert Household.objects.filter(pk=HOME).exists()
        assert Person.objects.filter(pk=HER).exists()


def test_an_erasure_at_a_request_leaves_no_count_and_ends_the_notice(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    helped(coordinator, home)
    noticed(installation)
    with acting_as(officer.pk):
        erase(asked(households=(HOME,)), by=officer.pk, ledger=Ledger.of(installation.home))
    assert the_expiry().state == ExpiryState.LAPSED
    with psycopg.connect(installation.owner_url) as owner:
        assert owner.execute("select count(*) from subjects_remnant").fetchone() == (0,)


def test_the_words_of_the_unit_go_with_the_record(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    years_pass(installation)
    look_at_households()
    with acting_as(coordinator.pk):
        deciding.still_needed(the_expiry().pk, "Kvarcenija Vrzgulovska ima predmet")
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute("update subjects_expiry set decided_from = khetane_today()")
    confirmed(officer, the_expiry().pk)
    carry_out()
    assert hits(installation) == []
    done = the_expiry()
    assert (done.because, done.was_prolonged) == ("", True)


def test_a_notice_goes_to_the_unit_that_answers_for_the_household(
    installation: Installation, home: Town, coordinator: Account
) -> None:
    plant(coordinator, home)
    noticed(installation)
    there = town("VRA")
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute("update people_household set unit_id = %s where id = %s", [there.unit.pk, HOME])
    assert the_expiry().unit_id == there.unit.pk
    with acting_as(coordinator.pk):
        assert not Expiry.objects.exists()
    with acting_as(account("unit_coordinator", there.unit).pk):
        assert Expiry.objects.exists()
