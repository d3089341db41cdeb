"""No statement of the application, whatever it leaves out, changes or deletes rows that its viewer does not read."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.forms.models import Attachment, KeptUpload, Submission
from khetane.history.source import OfficeEdit
from khetane.people.models import SelfIdentification
from tests import world
from tests.edits import NOON, edit, send, update
from tests.integration.grievances.scene import told
from tests.statements import touched

pytestmark = pytest.mark.django_db
HOME, PERSON = UUID(int=7), UUID(int=8)
# Tables of units that the application's role may change, with who reads, adds and changes their rows.
POLICIES = """
    select read.tablename, read.qual, added.with_check, changed.cmd, changed.qual, changed.with_check
    from pg_policies read
    join pg_policies added on added.tablename = read.tablename and added.policyname = 'app_insert'
    join pg_policies changed on changed.tablename = read.tablename and changed.policyname in ('app_update', 'app_delete')
    join information_schema.columns c on c.table_name = read.tablename and c.column_name = 'unit_id'
    where read.policyname = 'app_read' and c.table_schema = 'public'
    order by 1, 4
"""
# Read under a permission of their own, and changed under another one: the tests of their folders say by whom.
OF_THEIR_OWN = re.compile(
    r"^(access_|subjects_|organisations_|places_|khetane_forms_form$|khetane_forms_names)"
)
ASKED = re.compile(r"khetane_(?:units|reach)\('([a-z_.]+)'")

# What a statement without a condition sets: the mandate where it may, else whatever the application may set there.
OWN = "mandate = 'coordination'"
TURNED = {
    "history_conflictside": "standing = true",
    "khetane_forms_submission": "state = 'held'",
    "khetane_forms_keptupload": "decision = 'x'",
}
# The tables in which the mediator below has written; those made since are walked by the first test.
WRITTEN = {
    "cases_need", "cases_procedure", "cases_referral", "cases_service", "history_attributes", "history_conflict",
    "history_conflictside", "history_entitychange", "khetane_forms_attachment", "khetane_forms_entity",
    "khetane_forms_keptupload", "khetane_forms_submission", "outreach_task", "outreach_visitnote",
}  # fmt: skip


def policies() -> list[tuple[str, str, str, str, str, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(POLICIES)
        return [row for row in cursor.fetchall() if not OF_THEIR_OWN.match(row[0])]


def test_whoever_changes_a_row_is_asked_what_its_readers_are_asked() -> None:
    found = policies()
    assert len({table for table, *_ in found}) > 20
    for table, read, added, command, using, check in found:
        for condition in (using, check if command == "UPDATE" else using):
            assert condition is not None, table
            if condition == "false":  # nobody changes it but functions of the database
                continue
            assert set(ASKED.findall(condition)) >= {*ASKED.findall(read), *ASKED.findall(added)}, table
            assert ("khetane_readers" in condition) >= ("khetane_readers" in read), table


def test_every_table_with_a_mandate_is_read_by_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.table_name, p.qual from information_schema.columns c "
            "join pg_policies p on p.tablename = c.table_name and p.policyname = 'app_read' "
            "where c.table_schema = 'public' and c.column_name = 'mandate' and c.table_name <> 'khetane_forms_formversion'"
        )
        found = dict(cursor.fetchall())
    assert len(found) >= 12
    assert [table for table, condition in found.items() if "khetane_readers" not in condition] == []


@pytest.fixture
def coordinator(here: world.Town) -> Account:
    author = world.account("unit_coordinator", here.unit)
    member = edit("person", PERSON, {"household": str(HOME), "given_name": "Ana"})
    send(author, here, edit("household", HOME, {"place": "HERE-S1"}), member)
    return author


@pytest.fixture
def mediator(here: world.Town, coordinator: Account) -> Account:
    """Who has recorded something of her own mandate in every table that has one."""
    author, need = world.account("health_mediator", here.unit), uuid.uuid4()
    of = {"household": str(HOME)}
    consent = {
        **of, "purpose": "referral", "recipients": "health", "notice_version": "1", "given_by": "self",
        "given_on": "2026-01-01", "evidence": "signed",
    }  # fmt: skip
    said = [
        edit("consent", uuid.uuid4(), consent),
        edit("need", need, {**of, "area": "health", "description": "TB", "walks": "no"}),
        edit("referral", uuid.uuid4(), {**of, "to_mandate": "health", "reason": "TB"}),
        edit("service", uuid.uuid4(), {**of, "type": "vaccination", "date": "2026-02-01"}),
        edit(
            "group_delivery",
            uuid.uuid4(),
            {"type": "health_advice", "date": "2026-02-01", "attended": "9", "participants": str(PERSON)},
        ),
        *of_a_procedure(),
        edit("visit_note", uuid.uuid4(), {**of, "text": "TB"}),
        edit("task", uuid.uuid4(), {**of, "title": "TB"}),
        edit("garden", uuid.uuid4(), {"herbs": "sage"}),
    ]
    sent = send(author, here, *said, mandate="health", instance="first")
    assert sent.state == "applied", [reason.message for reason in sent.reasons]
    for description in ("HIV", "HCV"):
        send(author, here, update("need", need, 1, {"description": description}), mandate="health")
    with acting_as(author.pk):
        first = Submission.objects.get(instance_id="first")
        kept = {"unit": here.unit, "mandate": "health", "content": b"x"}
        Attachment.objects.create(
            submission=first, name="x.jpg", size=1, sha256=b"1" * 32, received_at=NOON, **kept
        )
        KeptUpload.objects.create(
            account=author.pk, code="x", reason="x", content_sha256=b"1", key=b"k", key_id="k", **kept
        )
    return author


def of_a_procedure() -> list[OfficeEdit]:
    """A procedure with one of everything that belongs to it."""
    procedure, power = uuid.uuid4(), {"person": str(PERSON), "attorney": "A", "given_on": "2026-01-01"}
    about = {"procedure": str(procedure), "date": "2026-02-01"}
    return [
        edit("procedure", procedure, {"household": str(HOME), "type": "HI", "note": "TB"}),
        edit("procedure_event", uuid.uuid4(), {**about, "event": "issued"}),
        edit("hearing", uuid.uuid4(), about),
        edit("procedure_cost", uuid.uuid4(), {**about, "kind": "fee", "amount": "1", "currency": "RSD"}),
        edit("power_of_attorney", uuid.uuid4(), power),
    ]


def mandated() -> list[str]:
    """The tables whose rows are read by their mandate, with the sides of conflicts, which follow theirs."""
    return [
        *sorted({table for table, read, *_ in policies() if "khetane_readers" in read}),
        "history_conflictside",
    ]


def contents() -> Iterator[tuple[str, set[object]]]:
    for table in mandated():
        with connection.cursor() as cursor:
            cursor.execute(f"select t::text from {table} t")
            yield table, {text for (text,) in cursor.fetchall()}


def test_no_statement_turns_or_deletes_what_another_mandate_wrote(
    coordinator: Account, mediator: Account
) -> None:
    hidden = of_others(coordinator, mediator)
    assert {table for table, rows in hidden.items() if rows} >= WRITTEN
    with acting_as(coordinator.pk):
        own = {table: len(rows) for table, rows in contents()}
        for table in mandated():
            assert touched(f"update {table} set {TURNED.get(table, OWN)}") <= own[table], table
            assert touched(f"delete from {table}") <= own[table], table
    assert of_others(coordinator, mediator) == hidden


def of_others(reader: Account, author: Account) -> dict[str, set[object]]:
    """What the author reads and the reader does not, by table."""
    with acting_as(author.pk):
        hers = dict(contents())
    with acting_as(reader.pk):
        own = dict(contents())
    return {table: hers[table] - own[table] for table in hers}


def test_nobody_changes_what_a_person_said_of_herself_who_does_not_read_it(
    here: world.Town, coordinator: Account
) -> None:
    said = edit(
        "self_identification", uuid.uuid4(), {"person": str(PERSON), "answer": "asked", "groups": "roma"}
    )
    assert send(coordinator, here, said).state == "applied"
    with acting_as(world.account("health_mediator", here.unit).pk):
        assert touched("update people_selfidentification set groups = '{}', answer = 'declined'") == 0
        assert touched("delete from people_selfidentification") == 0
    with acting_as(coordinator.pk):
        assert SelfIdentification.objects.get().groups == ["roma"]


def test_a_grievance_is_changed_by_who_reads_it_alone(here: world.Town, coordinator: Account) -> None:
    told(here)
    elsewhere = world.account("grievance_officer", world.town("ELSE").municipality)
    closed = "update grievances_grievance set state = 'closed', closed_at = now()"
    for other in (coordinator, elsewhere, world.account("data_protection_officer", here.municipality)):
        with acting_as(other.pk):
            assert touched(closed) == 0
            assert touched("delete from grievances_grievance") == 0
            assert touched("update grievances_grievanceexpiry set state = 'confirmed'") == 0
    with acting_as(world.account("grievance_officer", here.municipality).pk):
        assert touched(closed) == 1
        assert touched("update grievances_grievance set sealed = ''") == 0


def test_a_form_still_adds_what_its_author_does_not_read(here: world.Town, coordinator: Account) -> None:
    mediator, need = world.account("health_mediator", here.unit), uuid.uuid4()
    said = edit("need", need, {"household": str(HOME), "area": "health", "description": "TB"})
    assert send(coordinator, here, said, mandate="health").state == "applied"
    refused = send(coordinator, here, update("need", need, 1, {"state": "met"}), mandate="health")
    assert refused.state == "needs_correction"
    assert (
        send(mediator, here, update("need", need, 1, {"state": "met"}), mandate="health").state == "applied"
    )
