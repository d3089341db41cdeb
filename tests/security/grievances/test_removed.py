"""Past its time, noticed, confirmed, carried out: nothing of a grievance is anywhere, and the counts are as before."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.grievances import following, handling
from khetane.grievances.counting import counts_of
from khetane.grievances.keeping import deciding
from khetane.grievances.keeping.carrying_out import carry_out
from khetane.grievances.keeping.looking import look_at_grievances
from khetane.grievances.keeping_models import EndState, GrievanceExpiry
from khetane.grievances.models import Grievance
from khetane.grievances.sealing import content_key, message_context, opened
from khetane.grievances.taking import Taken
from khetane.subjects.keeping.deciding import Decided
from khetane.subjects.ledger import Ledger
from khetane.subjects.removal import owed, remove
from khetane.subjects.replay import replay
from tests.installations import Installation, age_key
from tests.integration.grievances.scene import told
from tests.security.subjects.test_erasure import FAMILY, GIVEN, hits, planted, standing
from tests.world import Town, account, country, town

LONG_AGO = timezone.now() - dt.timedelta(days=4 * 366)
HALF = dt.date(LONG_AGO.year, 1 if LONG_AGO.month < 7 else 7, 1)
WORDS = f"{GIVEN} {FAMILY} mi je rekla da nema pomoći."
TABLES = ("grievance", "grievancecode", "grievancemessage", "grievanceconcern")
REPLIED = uuid.UUID(int=77)


@pytest.fixture
def here(installation: Installation) -> Town:
    return town("NIS")


@pytest.fixture
def supervisor(here: Town) -> Account:
    return account("grievance_supervisor", country())


def dealt_with(installation: Installation, here: Town, supervisor: Account) -> list[Taken]:
    """Six grievances of one half-year, four years ago: each answered, replied to, closed; one person concerned."""
    on, concerned = timezone.localdate(LONG_AGO), account("grievance_officer", here.municipality)
    made = [
        told(here, text=f"{WORDS} {n}", name=f"{GIVEN} {FAMILY}", received_on=on, seed=str(n))
        for n in range(6)
    ]
    for number, one in enumerate(made):
        with acting_as(supervisor.pk):
            handling.answer(one.id, f"Poštovana {FAMILY}", at=LONG_AGO)
        if not number:
            found = following.behind(one.code)
            assert found is not None
            following.reply(one.code, found, REPLIED, f"Kaže {GIVEN}", reopen=False)
            with acting_as(concerned.pk):
                handling.concern(one.id)
        with acting_as(supervisor.pk):
            handling.close(one.id, at=LONG_AGO)
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute("update grievances_grievancemessage set at = %s", [LONG_AGO])
    return made


def confirmed(installation: Installation, supervisor: Account) -> None:
    """Noticed, the notice is over, confirmed."""
    assert look_at_grievances().noticed == 6
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute("update grievances_grievanceexpiry set decided_from = khetane_today()")
    with acting_as(supervisor.pk):
        everything = list(GrievanceExpiry.objects.values_list("pk", flat=True))
        assert deciding.confirm(everything) == Decided(6, 0)


def readable(supervisor: Account) -> list[str]:
    """Every planted text that is still there, opened."""
    with acting_as(supervisor.pk):
        found = []
        for one in Grievance.objects.all():
            found.append(str(handling.written(one).text))
            key = content_key(one.pk, one.key, one.key_id)
            found += [opened(key, bytes(m.sealed), message_context(m.pk))["text"] for m in one.messages.all()]
    return [text for text in found if planted(text.encode())]


def sealed_bytes(installation: Installation) -> list[bytes]:
    """What stands in the rows: wrapped keys, sealed texts, hashes of codes."""
    with psycopg.connect(installation.owner_url) as owner:
        return [
            bytes(value)
            for query in (
                "select key from grievances_grievance",
                "select sealed from grievances_grievance",
                "select sealed from grievances_grievancemessage",
                "select lookup from grievances_grievancecode",
            )
            for (value,) in owner.execute(query)
        ]


def on_disk(installation: Installation, needles: list[bytes]) -> list[str]:
    """The files of the server in which one of these stands; other tests' databases left out."""
    with psycopg.connect(installation.owner_url) as owner:
        [[data, mine]] = owner.execute(
            "select current_setting('data_directory'), oid::text from pg_database where datname = current_database()"
        ).fetchall()
    files = [
        file
        for file in Path(data).rglob("*")
        if file.is_file() and (file.parent.parent.name != "base" or file.parent.name == mine)
    ]
    return [str(file) for file in files if any(needle in standing(file) for needle in needles)]


def rows(installation: Installation) -> dict[str, int]:
    with psycopg.connect(installation.owner_url) as owner:
        counted = {}
        for table in (*TABLES, "grievanceremnant"):
            [counted[table]] = owner.execute(f"select count(*) from grievances_{table}").fetchone() or (0,)
    return counted


def test_nothing_said_is_anywhere_and_counts_are_as_before(
    installation: Installation, here: Town, supervisor: Account, tmp_path: Path
) -> None:
    made = dealt_with(installation, here, supervisor)
    coordinator = account("unit_coordinator", here.unit)
    with acting_as(coordinator.pk):
        before = counts_of(here.unit.pk, HALF)
    assert before["grievances"] == before["grievances_complaint"] == before["grievances_in_time"] == 5
    assert len(readable(supervisor)) == 6 + 6 + 1
    public, key = age_key(tmp_path)
    installation.answer("backup", str(tmp_path / "older"), "--recipient", public)
    confirmed(installation, supervisor)
    needles = sealed_bytes(installation)
    assert on_disk(installation, needles) != []
    assert carry_out() == 6
    assert rows(installation) == {**dict.fromkeys(TABLES, 0), "grievanceremnant": 6}
    assert readable(supervisor) == []
    assert hits(installation) == []
    assert following.behind(made[0].code) is None
    assert owed()
    remove()
    assert not owed()
    assert on_disk(installation, needles) == []
    with acting_as(coordinator.pk):
        assert counts_of(here.unit.pk, HALF) == before
    with acting_as(supervisor.pk):
        assert {one.state for one in GrievanceExpiry.objects.all()} == {EndState.DONE}
    assert replay().left_bytes is False
    installation.answer("restore", str(tmp_path / "older"), "--identity", str(key), "--replace")
    assert rows(installation) == {**dict.fromkeys(TABLES, 0), "grievanceremnant": 6}
    with acting_as(coordinator.pk):
        assert counts_of(here.unit.pk, HALF) == before


def test_what_was_opened_again_after_the_confirmation_is_left_alone(
    installation: Installation, here: Town, supervisor: Account
) -> None:
    made = dealt_with(installation, here, supervisor)
    confirmed(installation, supervisor)
    found = following.behind(made[0].code)
    assert found is not None
    following.reply(made[0].code, found, uuid.uuid4(), "Ponovo", reopen=True)
    assert carry_out() == 5
    with acting_as(supervisor.pk):
        assert [one.pk for one in Grievance.objects.all()] == [made[0].id]
        assert GrievanceExpiry.objects.filter(state=EndState.LAPSED).count() == 1


def test_the_ledger_holds_ids_alone_and_the_coordinator_finds_no_trace(
    installation: Installation, here: Town, supervisor: Account
) -> None:
    made = dealt_with(installation, here, supervisor)
    confirmed(installation, supervisor)
    carry_out()
    [entry] = Ledger.of(installation.home).entries()
    assert set(entry.grievances) == {one.id for one in made}
    assert (entry.persons, entry.households, entry.units, entry.leaves) == ((), (), (), ("grievance",))
    with psycopg.connect(installation.owner_url) as owner:
        said = owner.execute(
            "select account, unit, array_length(subjects, 1) from access_auditevent where action = 'removed'"
        ).fetchall()
    assert said == [(supervisor.pk, None, 6)]


def test_by_the_installations_own_rule_no_count_stays(
    installation: Installation, here: Town, supervisor: Account
) -> None:
    own = "grievances:\n  then: erase\n  status: verified\n  source: Decision 12/2026\n"
    (installation.home / "keeping.yaml").write_text(own)
    dealt_with(installation, here, supervisor)
    confirmed(installation, supervisor)
    assert carry_out() == 6
    assert rows(installation)["grievanceremnant"] == 0
