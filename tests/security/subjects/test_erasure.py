"""An erased person's name is nowhere any more: tables, sealed content, files, a restored older backup."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from procrastinate.contrib.django import app
from psycopg import sql

from khetane.access.models import Account, AuditEvent
from khetane.config.backup.tables import tables
from khetane.core.sealing import SealBroken, unseal
from khetane.core.sensitivity import Sensitivity, fields_at
from khetane.core.viewer import acting_as
from khetane.desk.waiting import in_detail
from khetane.forms import reasons
from khetane.forms.attaching import File
from khetane.forms.keys import file_context, key_context, unwrapped
from khetane.forms.models import KeptUpload, Submission
from khetane.forms.office import create, edit
from khetane.forms.problems import NOT_ATTACHED
from khetane.forms.reapplying import reapply
from khetane.forms.receiving import receive
from khetane.forms.telling import told
from khetane.forms.uploads import Answer, Upload
from khetane.history.changes import change_context
from khetane.history.conflicts import side_context
from khetane.people.models import Household, Person
from khetane.subjects.erasing import Erased, erase
from khetane.subjects.ledger import Entry, Ledger
from khetane.subjects.removal import PAUSES, NotRemoved, remove
from khetane.subjects.tasks import remove_old_bytes, replay_erasures
from tests.edits import edit as made
from tests.edits import send, update
from tests.installations import Installation, age_key
from tests.world import Town
from tests.world_devices import PLAIN, device, plain, published

GIVEN, FAMILY = "Kvarcenija", "Vrzgulovska"
PLANTED = ("kvarcenij", "vrzgulovsk", "кварцениј", "врзгуловск", "kvarcenij".upper())
PLACES = {
    "people_person", "outreach_visitnote", "people_household", "cases_need", "cases_caseplan", "cases_planstep", "history_attributes", "khetane_forms_entity",
    "upgrading_process", "upgrading_processevent", "upgrading_safeguard", "upgrading_housingproposal",
    "programmes_enrolment", "programmes_milestone", "programmes_session", "cases_groupdelivery",
    "khetane_forms_attachment", "khetane_forms_submission", "khetane_forms_keptupload", "attachment", "change", "side",
}  # fmt: skip
HOME, HER, HIM, NOTE, VISIT, PLAN = (uuid.UUID(int=n) for n in range(101, 107))


def household_xml() -> bytes:
    """A registration of two people; her name also stands in a remark, in Cyrillic and declined."""
    members = "".join(
        f"<member><home>{HOME}</home><given_name>{given}</given_name><family_name>{family}</family_name>"
        f'<birth>1980-02-03</birth><meta><entity dataset="person" id="{id}" create="1">'
        f"<label>{given} {family}</label></entity></meta></member>"
        for id, given, family in ((HER, GIVEN, FAMILY), (HIM, "Ostajislav", "Ostajović"))
    )
    return (
        f'<data id="registration" version="1"><!-- {GIVEN} --><day>2026-05-04</day><place>NIS-S1</place>'
        f"<address>Ulica 5</address><spot>43.5 21.2 0 5</spot><remark>Кварценији Врзгуловској треба лек, "
        f"Ostajislav zna</remark>{members}<meta><instanceID>uuid:{uuid.uuid4()}</instanceID>"
        f'<entity dataset="household" id="{HOME}" create="1"><label>Ulica 5</label></entity></meta></data>'
    ).encode()


def sent(author: Account, home: Town, xml: bytes, *files: File) -> Answer:
    answer = receive(device(author, home), Upload(xml, files))
    assert answer.status in (201, 409, 404), answer.said.message
    return answer


def work_with_her() -> Iterator[tuple[str, UUID, dict[str, str]]]:
    """A workshop she came to, a scheme she is in, with what was written of both."""
    enrolment, day = uuid.uuid4(), "2026-05-04"
    group = {
        "type": "rights_workshop",
        "date": day,
        "attended": "2",
        "participants": str(HER),
        "topic": f"O {GIVEN} {FAMILY}",
    }
    scheme = {"scheme": "rights_awareness", "reason": f"Kaže {GIVEN}"}
    yield "group_delivery", uuid.uuid4(), group
    yield "enrolment", enrolment, {"household": str(HOME), "person": str(HER), "applied_on": day, **scheme}
    reached = {"kind": "used_a_right", "state": "reached", "reached_on": day, "note": f"{GIVEN} {FAMILY}"}
    yield "milestone", uuid.uuid4(), {"enrolment": str(enrolment), **reached}
    met = {
        "scheme": "rights_awareness",
        "date": day,
        "present": str(enrolment),
        "topic": f"Gost {GIVEN} {FAMILY}",
    }
    yield "session", uuid.uuid4(), met


def settlement_with_her(home: Town) -> Iterator[tuple[str, UUID, dict[str, str]]]:
    """The process of her settlement, in which somebody wrote her name against what stands beside each field."""
    process, day, name = uuid.uuid4(), "2026-05-04", f"{GIVEN} {FAMILY}"
    begun = {"place": str(home.settlement.pk), "kind": "relocation", "begun_on": day}
    yield "settlement_process", process, {**begun, "title": f"Kuća u kojoj je {name}"}
    of = {"process": str(process)}
    looked = {"kind": "inspection", "date": day, "result": "in_order", "findings": f"Otvorila {name}"}
    yield "process_event", uuid.uuid4(), {**of, **looked}
    answered = {"code": "notice", "answer": "met", "evidence": f"Primila {name}", "answered_on": day}
    yield "safeguard", uuid.uuid4(), {**of, **answered}
    proposed = {"title": f"Dom za {name}", "site": "elsewhere", "answer_flood": f"Kaže {name}"}
    yield "housing_proposal", uuid.uuid4(), {**of, **proposed}
    yield "concerned_household", uuid.uuid4(), {**of, "household": str(HOME), "view": "objected"}


def plant(author: Account, home: Town) -> None:
    """Her name comes in by every way there is."""
    from tests.world_devices import REGISTRATION

    published(author, REGISTRATION)
    published(author, PLAIN)
    first = household_xml()
    answer = sent(author, home, first, File("Kvarcenija.jpg", f"photo of {GIVEN}".encode()))
    assert answer.state == "applied", answer.said.message
    # an upload that could not be taken: the same id, other words; and a form nobody knows
    sent(author, home, first.replace(b"Ulica 5", b"Ulica 6"))
    sent(author, home, plain(f"Poseta: {GIVEN} {FAMILY}", form="unknown"))
    # another household's record that names her in full
    sent(author, home, plain(f"Komšinica {GIVEN} {FAMILY} je rekla", instance="uuid:other"))
    with acting_as(author.pk):
        create(
            "visit_note",
            NOTE,
            {"household": str(HOME), "text": f"Razgovor sa Kvarcenijom; {HIM}"},
            unit_id=home.unit.pk,
            mandate="health",
        )
        edit("household", HOME, 1, {"note": f"{GIVEN} otvara vrata", "address": "Ulica 7"})
        edit("person", HIM, 1, {"phone": "061 222"})
    # a conflict about her, and one about the household's note
    send(author, home, update("person", HER, 1, {"given_name": "Кварценија", "family_name": FAMILY}))
    send(author, home, update("person", HER, 1, {"given_name": "Kvarcenijka", "family_name": FAMILY}))
    send(author, home, update("household", HOME, 1, {"note": "Kvarcenija je kod kuće"}))
    # what waits for a record that never came, an answer without a field of ours, another dataset
    send(author, home, update("person", uuid.uuid4(), 1, {"phone": f"{GIVEN} {FAMILY}"}))
    send(
        author,
        home,
        made(
            "need",
            uuid.uuid4(),
            {"person": str(HER), "area": "health", "description": f"lek za {GIVEN}"},
        ),
    )
    send(author, home, update("household", HOME, 2, {"who_opened": f"{GIVEN}"}))
    plan = {"household": str(HOME), "goals": f"{GIVEN} ide u školu"}
    send(author, home, made("case_plan", PLAN, plan))
    send(author, home, made("plan_step", uuid.uuid4(), {"plan": str(PLAN), "what": f"Upis: {GIVEN}"}))
    send(author, home, made("scholarship", uuid.uuid4(), {"person": str(HER), "reason": GIVEN}))
    for dataset, record, values in (*work_with_her(), *settlement_with_her(home)):
        applied = send(author, home, made(dataset, record, values))
        assert applied.state == "applied", [reason.message for reason in applied.reasons]
    send(
        author,
        home,
        made(
            "document",
            uuid.uuid4(),
            {"person": str(HER), "kind": "id_card", "state": "has", "number": "KVARCENIJ1"},
        ),
    )


def asked(*persons: UUID, households: tuple[UUID, ...] = ()) -> Entry:
    return Entry(uuid.uuid4(), persons, households, (), (), dt.datetime.now(dt.UTC))


def erased(installation: Installation, officer: Account, entry: Entry) -> Erased:
    with acting_as(officer.pk):
        return erase(entry, by=officer.pk, ledger=Ledger.of(installation.home))


def forgotten(installation: Installation) -> None:
    """Nothing knows the erased ids, as after an upgrade from a version that kept no list of them."""
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute("delete from khetane_forms_erased")


def hits(installation: Installation) -> list[str]:
    """Where any planted spelling stands: each row of each table as text, and each sealed content opened."""
    found = []
    with psycopg.connect(installation.owner_url) as owner:
        for table in tables(owner):
            for (row,) in owner.execute(
                sql.SQL("select to_jsonb(t)::text from {} t").format(sql.Identifier(table.name))
            ):
                if planted(row.encode()) or planted(json.dumps(json.loads(row), ensure_ascii=False).encode()):
                    found.append(f"{table.name}: {row[:300]}")
        found += [where for where, content in opened(owner) if planted(content)]
    for file in installation.home.rglob("*"):
        if file.is_file() and planted(file.read_bytes()):
            found.append(str(file))
    return found


def on_disk(installation: Installation) -> list[str]:
    """The files of the server in which a planted spelling stands; other tests' databases left out."""
    with psycopg.connect(installation.owner_url) as owner:
        [[data, mine]] = owner.execute(
            "select current_setting('data_directory'), oid::text from pg_database where datname = current_database()"
        ).fetchall()
    server = Path(data).parent.parent  # its log lies there too
    files = [file for file in server.rglob("*") if file.is_file()]
    assert {"pg_wal", "global", mine} <= {file.parent.name for file in files}
    return [
        str(file.relative_to(server))
        for file in files
        if (file.parent.parent.name != "base" or file.parent.name == mine) and planted(standing(file))
    ]


def standing(file: Path) -> bytes:
    """What a file of a running server holds; nothing of one that was removed since it was listed."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def planted(content: bytes) -> bool:
    text = content.decode(errors="replace").lower()
    return any(word.lower() in text for word in PLANTED)


def opened(owner: psycopg.Connection) -> Iterator[tuple[str, bytes]]:
    """Every sealed content of the database in clear text."""
    keys: dict[UUID, bytes] = {}
    for table in ("khetane_forms_submission", "khetane_forms_keptupload"):
        rows = owner.execute(sql.SQL("select id, key, key_id, content from {}").format(sql.Identifier(table)))
        for id, key, key_id, content in rows:
            keys[id] = unwrapped(id, key, key_id)
            yield table, unseal(keys[id], content, key_context(id))
    for id, submission, content in owner.execute(
        "select id, submission_id, content from khetane_forms_attachment"
    ):
        yield "attachment", unseal(keys[submission], content, file_context(id))
    for dataset, record, version, mandate, source, sealed in owner.execute(
        "select dataset, record, version, mandate, source, sealed from history_entitychange"
    ):
        yield "change", unseal(keys[source], sealed, change_context(dataset, record, version, mandate))
    for id, source, sealed in owner.execute("select id, source, sealed from history_conflictside"):
        yield "side", unseal(keys[source], sealed, side_context(id))


def test_a_planted_name_is_nowhere_after_erasure_and_after_restoring_an_older_backup(
    installation: Installation, home: Town, coordinator: Account, officer: Account, tmp_path: Path
) -> None:
    plant(coordinator, home)
    assert {
        where.partition(":")[0] for where in hits(installation)
    } >= PLACES  # the search finds what there is
    public, key = age_key(tmp_path)
    installation.answer("backup", str(tmp_path / "older"), "--recipient", public)
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute("analyze")  # the planner takes samples of values
        assert planted(str(owner.execute("select * from pg_stats").fetchall()).encode())
    done = erased(installation, officer, asked(HER))
    assert hits(installation) == []
    assert done.submissions >= 8
    assert {Path(file).parent.name for file in on_disk(installation)} >= {
        "pg_wal"
    }  # the search finds what there is
    assert done.left_bytes
    remove()
    assert on_disk(installation) == []
    installation.answer("restore", str(tmp_path / "older"), "--identity", str(key), "--replace")
    assert hits(installation) == []
    assert on_disk(installation) == []
    with psycopg.connect(installation.owner_url) as owner:
        assert owner.execute("select count(*) from people_person").fetchone() == (1,)


def test_others_keep_what_they_said(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    erased(installation, officer, asked(HER))
    with acting_as(coordinator.pk):
        him = Person.objects.get()
        assert (him.pk, him.given_name, him.phone) == (HIM, "Ostajislav", "061 222")
        assert Household.objects.get().address == "Ulica 7"
        registration = Submission.objects.order_by("received_at").first()
        changes = told(registration.instance_id, in_detail)["changes"] if registration else []
        assert (str(HIM), "Ostajislav") in {(one["id"], one["after"]) for one in changes}
    with psycopg.connect(installation.owner_url) as owner:
        everything = [content.decode(errors="replace") for _, content in opened(owner)]
    assert any("<given_name>Ostajislav</given_name>" in text and "Ulica 5" in text for text in everything)
    assert any('"phone": ["", "061 222"]' in text for text in everything)


def test_erasing_again_changes_nothing_and_the_hash_of_what_came_stays(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    with acting_as(coordinator.pk):
        before = {one.pk: bytes(one.content_sha256) for one in Submission.objects.all()}
    entry = asked(HER)
    erased(installation, officer, entry)
    again = erased(installation, officer, entry)
    assert (again.submissions, again.files, again.uploads, again.texts) == (0, 0, 0, 0)
    assert not again.left_bytes
    with acting_as(coordinator.pk):
        assert {one.pk: bytes(one.content_sha256) for one in Submission.objects.all()} == before


def test_a_record_sent_again_after_erasure_brings_nothing_back(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    published(coordinator)
    xml = household_xml()
    sent(coordinator, home, xml, File("a.jpg", GIVEN.encode()))
    erased(installation, officer, asked(HER))
    again = receive(
        device(coordinator, home),
        Upload(xml, (File("a.jpg", GIVEN.encode()), File("b.jpg", FAMILY.encode()))),
    )
    assert again.status in (201, 202)
    assert again.said == NOT_ATTACHED.about()
    assert hits(installation) == []


def test_what_comes_later_about_an_erased_person_goes_when_the_ledger_is_replayed(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    published(coordinator)
    sent(coordinator, home, household_xml())
    erased(installation, officer, asked(HER))
    forgotten(installation)
    again = {"household": str(HOME), "given_name": GIVEN, "family_name": FAMILY}
    send(coordinator, home, made("person", HER, again))
    assert hits(installation) != []
    assert installation.answer("erase", "replay") == {"erased_again": 1}
    assert hits(installation) == []


def test_the_ledger_is_replayed_each_night(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    [due] = [
        one for key, one in app.periodic_registry.periodic_tasks.items() if key[0] == replay_erasures.name
    ]
    assert due.cron == "40 2 * * *"
    published(coordinator)
    sent(coordinator, home, household_xml())
    erased(installation, officer, asked(HER))
    forgotten(installation)
    again = {"household": str(HOME), "given_name": GIVEN, "family_name": FAMILY}
    send(coordinator, home, made("person", HER, again))
    assert hits(installation) != []
    assert due.task.func(timestamp=0) == 1
    assert hits(installation) == []
    with psycopg.connect(installation.owner_url) as owner:
        assert owner.execute("select task_name, args from procrastinate_jobs").fetchall() == [
            (remove_old_bytes.name, {"at_night": True})
        ]
    remove_old_bytes.func(at_night=True)
    assert on_disk(installation) == []


def corrected(first: bytes, *, replaces: bool = True) -> bytes:
    """The registration as a tablet sends it again, edited: another instance id, the same records, an address more."""
    old = first.partition(b"<instanceID>")[2].partition(b"<")[0]
    former = b"<deprecatedID>" + old + b"</deprecatedID>" if replaces else b""
    again = first.replace(old, f"uuid:{uuid.uuid4()}".encode())
    again = again.replace(b"</instanceID>", b"</instanceID>" + former)
    return again.replace("Ostajović".encode(), b"Ostajovski")


@pytest.mark.parametrize("replaces", [True, False])
def test_a_corrected_copy_sent_after_erasure_is_taken_without_her(
    installation: Installation, home: Town, coordinator: Account, officer: Account, replaces: bool
) -> None:
    published(coordinator)
    first = household_xml()
    sent(coordinator, home, first)
    erased(installation, officer, asked(HER))
    copy = corrected(first, replaces=replaces)
    answer = sent(coordinator, home, copy, File("Kvarcenija.jpg", GIVEN.encode()))
    assert answer.status == 201
    assert "erased-01" in {reason.code for reason in answer.reasons}
    assert hits(installation) == []
    with acting_as(coordinator.pk):
        assert [one.pk for one in Person.objects.all()] == [HIM]
        if replaces:  # what others said in it counts
            assert Person.objects.get().family_name == "Ostajovski"
        late = Submission.objects.get(instance_id=answer.instance_id)
    assert late.erased_at is not None
    assert "erased-01" in {reason.code for reason in reasons.of(late)}
    assert bytes(late.content_sha256) == hashlib.sha256(copy).digest()
    with acting_as(officer.pk):
        told = AuditEvent.objects.get(action="kept_out")
        assert HER in told.subjects
    # sent once more it is known, its late files are not taken, and applied again it brings nothing back
    assert receive(device(coordinator, home), Upload(copy)).status == 202
    sent(coordinator, home, copy, File("late.jpg", GIVEN.encode()))
    with acting_as(coordinator.pk):
        reapply(late.pk)
    assert hits(installation) == []
    assert installation.answer("erase", "replay") == {"erased_again": 1}
    assert hits(installation) == []


def test_a_corrected_copy_that_waits_is_applied_without_her_when_the_first_arrives(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    published(coordinator)
    known, other = (
        household_xml(),
        household_xml()
        .replace(str(HIM).encode(), str(uuid.UUID(int=777)).encode())
        .replace(str(HOME).encode(), str(uuid.UUID(int=778)).encode()),
    )
    sent(coordinator, home, known)
    erased(installation, officer, asked(HER))
    assert sent(coordinator, home, corrected(other)).state == "held"
    assert hits(installation) == []
    sent(coordinator, home, other)
    assert hits(installation) == []
    with acting_as(coordinator.pk):
        assert {one.pk for one in Person.objects.all()} >= {HIM, uuid.UUID(int=777)}
        assert not Person.objects.filter(pk=HER).exists()


def test_what_cannot_be_taken_after_erasure_is_kept_without_her(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    published(coordinator)
    first = household_xml()
    sent(coordinator, home, first)
    erased(installation, officer, asked(HER))
    assert sent(coordinator, home, first.replace(b"Ulica 5", b"Ulica 6")).status == 409
    unknown = corrected(first, replaces=False).replace(b'version="1"', b'version="99"')
    assert sent(coordinator, home, unknown, File("a.jpg", GIVEN.encode())).status == 404
    assert hits(installation) == []
    with acting_as(coordinator.pk):
        assert KeptUpload.objects.count() == 2


def test_a_screen_left_open_brings_nothing_back(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    erased(installation, officer, asked(HER))
    with acting_as(coordinator.pk):
        values = {"household": str(HOME), "given_name": GIVEN, "family_name": FAMILY}
        create("person", HER, values, unit_id=home.unit.pk)
        create(
            "need",
            uuid.uuid4(),
            {"person": str(HER), "area": "health", "description": f"lek za {GIVEN}"},
            unit_id=home.unit.pk,
        )
        assert not Person.objects.filter(pk=HER).exists()
        assert Submission.objects.filter(erased_at__isnull=False, source="office").count() >= 2
    assert [where for where in hits(installation) if FAMILY in where] == []
    assert hits(installation) == []


def test_every_table_with_personal_fields_is_open_to_the_eraser_or_says_why_not(
    installation: Installation,
) -> None:
    personal = {
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("khetane.")
        and fields_at(model, Sensitivity.PERSONAL, Sensitivity.SPECIAL)
    }
    with psycopg.connect(installation.owner_url) as owner:
        rows = owner.execute("select tablename from pg_policies where policyname = 'eraser_all'").fetchall()
    assert personal - {name for (name,) in rows} == {"access_account", "access_auditevent"}  # staff; ids only


def test_a_household_goes_with_all_who_belong_to_it(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    erased(installation, officer, asked(households=(HOME,)))
    with psycopg.connect(installation.owner_url) as owner:
        assert owner.execute("select count(*) from people_household").fetchone() == (0,)
        assert owner.execute("select count(*) from people_person").fetchone() == (0,)
        everything = [content.decode(errors="replace") for _, content in opened(owner)]
    assert not any("Ostajislav" in text or "Ulica 5" in text for text in everything)
    assert hits(installation) == []


def test_a_destroyed_key_opens_nothing(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    with psycopg.connect(installation.owner_url) as owner:
        id, key, key_id = owner.execute(
            "select id, key, key_id from khetane_forms_submission order by received_at limit 1"
        ).fetchone() or (None, None, None)
        old = unwrapped(id, key, key_id)
        erased(installation, officer, asked(HER))
        row = owner.execute(
            "select content, erased_at from khetane_forms_submission where id = %s", [id]
        ).fetchone()
    assert row is not None
    assert row[1] is not None
    with pytest.raises(SealBroken):
        unseal(old, row[0], key_context(id))


def test_the_erasure_is_on_record_with_ids_only(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    plant(coordinator, home)
    erased(installation, officer, asked(HER))
    with psycopg.connect(installation.owner_url) as owner:
        told = owner.execute(
            "select account, kind, subjects from access_auditevent where action = 'erased'"
        ).fetchall()
    assert told == [(officer.pk, "person", [HER])]
    (entry,) = Ledger.of(installation.home).entries()
    assert entry.persons == (HER,)
    assert home.unit.pk in entry.units
    assert Ledger.of(installation.home).path.stat().st_mode & 0o077 == 0


def test_the_application_itself_cannot_erase(
    installation: Installation, home: Town, coordinator: Account
) -> None:
    plant(coordinator, home)
    with psycopg.connect(installation.url("khetane_app")) as app:
        app.execute("select set_config('khetane.viewer', %s, true)", [str(coordinator.pk)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("update khetane_forms_submission set content = ''")
    with (
        psycopg.connect(installation.url("khetane_eraser")) as eraser,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        eraser.execute("select * from access_account")


def test_the_bytes_of_a_reader_who_began_before_wait_and_say_so(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    published(coordinator)
    sent(coordinator, home, household_xml())
    with psycopg.connect(installation.url("khetane_backup")) as reader:
        reader.execute("set transaction isolation level repeatable read")
        reader.execute("select count(*) from places_place")
        erased(installation, officer, asked(HER))
        waited: list[float] = []
        with pytest.raises(NotRemoved, match="does not let go"):
            remove(sleep=waited.append)
        assert waited == list(PAUSES)
    remove()
    assert on_disk(installation) == []
