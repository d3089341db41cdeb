"""Who was erased in one unit is told to units that held her; to any other her id is like one of another unit's records."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from khetane.access.models import Account, AuditEvent
from khetane.core.viewer import acting_as
from khetane.forms import reasons
from khetane.forms.models import Submission
from khetane.forms.office import submit
from khetane.forms.reapplying import reapply
from khetane.forms.receiving import receive
from khetane.forms.uploads import Answer, Upload
from khetane.people.models import Household, Person
from khetane.subjects.erasing import erase
from khetane.subjects.ledger import Entry, Ledger
from tests.edits import agree_to_go, edit
from tests.installations import Installation
from tests.world import Town, account, town
from tests.world_devices import device, offered_to_all, published, registration

ERASED, LIVING, NOBODYS = (uuid.UUID(int=number) for number in (201, 202, 203))


@dataclass(frozen=True, slots=True)
class Units:
    """Two units: one that held the erased household and another that never did."""

    here: Town
    there: Town
    holder: Account
    stranger: Account
    officer: Account


@pytest.fixture
def units(installation: Installation) -> Units:
    here, there = town("NIS"), town("BOJ")
    holder, stranger = (account("unit_coordinator", one.unit) for one in (here, there))
    published(holder)
    offered_to_all()
    for home in (ERASED, LIVING):
        taken = receive(device(holder, here), Upload(registration("NIS-S1", household=home)))
        assert taken.state == "applied", taken.reasons
    return Units(here, there, holder, stranger, account("data_protection_officer", here.municipality))


def erased(installation: Installation, units: Units) -> None:
    asked = Entry(uuid.uuid4(), (), (ERASED,), (), (), dt.datetime.now(dt.UTC))
    with acting_as(units.officer.pk):
        erase(asked, by=units.officer.pk, ledger=Ledger.of(installation.home))


def new(home: UUID, place: str) -> bytes:
    return registration(place, household=home)


def changed(home: UUID, place: str) -> bytes:
    """The same household as an edit of what is here."""
    made = new(home, place)
    return made.replace(
        f'dataset="household" id="{home}" create="1"'.encode(),
        f'dataset="household" id="{home}" update="1" baseVersion="1"'.encode(),
    )


def nameless(answer: Answer, home: UUID) -> tuple[object, ...]:
    """What a device is told, its own ids left out."""
    told = [(reason.code, reason.message.replace(str(home), "ID")) for reason in answer.reasons]
    return answer.status, answer.state, answer.said.code, answer.said.message, told


def test_a_stranger_is_told_of_the_erased_what_she_is_told_of_the_living(
    installation: Installation, units: Units
) -> None:
    erased(installation, units)
    strange = device(units.stranger, units.there)
    told = {
        home: [nameless(receive(strange, Upload(xml(home, "BOJ-S1"))), home) for xml in (new, changed)]
        for home in (ERASED, LIVING)
    }
    assert told[ERASED] == told[LIVING]
    assert {state for _, state, *_ in told[ERASED]} == {"needs_correction"}
    updated = nameless(receive(strange, Upload(changed(NOBODYS, "BOJ-S1"))), NOBODYS)
    assert told[ERASED][1] == updated  # and an edit, of an id that nobody ever had
    with acting_as(units.stranger.pk):
        assert not Household.objects.exists()
        assert not Submission.objects.filter(erased_at__isnull=False).exists()
    with acting_as(units.officer.pk):
        assert not AuditEvent.objects.filter(action="kept_out").exists()


def test_a_screen_and_a_second_try_tell_a_stranger_no_more(installation: Installation, units: Units) -> None:
    erased(installation, units)
    told = []
    for home in (ERASED, LIVING, NOBODYS):
        need = {"household": str(home), "area": "health", "description": "lek"}
        with acting_as(units.stranger.pk):
            applied = submit(
                [edit("need", uuid.uuid4(), need)], unit_id=units.there.unit.pk, instance_id=str(home)
            )
            [stored] = Submission.objects.filter(instance_id=str(home))
            again = reapply(stored.pk)
            kept = [one.code for one in reasons.of(Submission.objects.get(pk=stored.pk))]
        told.append(
            (applied.state, [one.code for one in applied.reasons], again.state, kept, stored.erased_at)
        )
    assert told[0] == told[1] == told[2]


def test_whoever_held_her_is_told_after_a_hand_over_too(installation: Installation, units: Units) -> None:
    agree_to_go(units.holder, units.here, ERASED, units.there.unit)
    with acting_as(units.holder.pk), connection.cursor() as cursor:
        cursor.execute("select people_hand_over(%s, %s, khetane_today())", [ERASED, units.there.unit.pk])
        assert cursor.fetchone() == (True,)
    erased(installation, units)
    for author, at in ((units.holder, units.here), (units.stranger, units.there)):
        answer = receive(device(author, at), Upload(new(ERASED, at.settlement.code)))
        assert "erased-01" in {reason.code for reason in answer.reasons}
        with acting_as(author.pk):
            assert not Person.objects.filter(household_id=ERASED).exists()


def test_the_database_tells_nobody_of_another_unit(installation: Installation, units: Units) -> None:
    erased(installation, units)
    asking = "select forms_erased_among(%s, %s)"
    with psycopg.connect(installation.url("khetane_app")) as app:
        found = {}
        for who in (units.holder, units.stranger):
            for where in (units.here, units.there):
                app.execute("select set_config('khetane.viewer', %s, true)", [str(who.pk)])
                [found[who.pk, where.unit.pk]] = app.execute(
                    asking, [[ERASED], where.unit.pk]
                ).fetchone() or [None]
                app.rollback()
        assert found.pop((units.holder.pk, units.here.unit.pk)) == [ERASED]
        assert set(found.values()) == {None}
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("select * from khetane_forms_erased")


def test_what_an_older_version_erased_is_told_of_until_the_ledger_is_made_again(
    installation: Installation, units: Units
) -> None:
    erased(installation, units)
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute("update khetane_forms_erased set units = null")
    strange = device(units.stranger, units.there)
    before = receive(strange, Upload(new(ERASED, "BOJ-S1")))
    assert "erased-01" in {reason.code for reason in before.reasons}
    assert installation.answer("erase", "replay") == {"erased_again": 1}
    after = receive(strange, Upload(new(ERASED, "BOJ-S1")))
    assert "erased-01" not in {reason.code for reason in after.reasons}
    with psycopg.connect(installation.owner_url) as owner:
        rows = owner.execute("select distinct units from khetane_forms_erased").fetchall()
    assert rows == [([units.here.unit.pk],)]
