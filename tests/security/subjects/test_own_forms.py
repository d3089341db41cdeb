"""A name that a unit wrote into its own form goes with the person: from every part, file and backup of it."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
import zipfile
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

from khetane.access.actions_devices import create_device
from khetane.access.models import Account, AuditEvent
from khetane.core.sealing import unseal
from khetane.core.viewer import acting_as
from khetane.forms.actions import NotPublished, publish
from khetane.forms.catalogue import compiled_of, described
from khetane.forms.exports.forms import layout_of
from khetane.forms.keys import key_context, unwrapped
from khetane.forms.models import Form, FormContent, FormMedia, FormVersion, Submission
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from khetane.subjects.models import SubjectRequest
from khetane.subjects.removal import remove
from khetane.subjects.views import what_was_done
from tests.edits import edit, send
from tests.installations import Installation, age_key
from tests.openrosa_client import Phone
from tests.security.subjects.test_erasure import (
    FAMILY,
    GIVEN,
    HER,
    HIM,
    HOME,
    asked,
    erased,
    hits,
    on_disk,
    planted,
)
from tests.workbooks import xlsx
from tests.world import Town, account, country, town
from tests.world_devices import device

CYRILLIC = "Врзгуловска Кварценија"
VALUE = "kvarcenija_vrzgulovska"
ROSTER = {
    "survey": [
        ["type", "name", "label", "hint", "default"],
        ["select_one pupils", "pupil", "Pupil", f"Ask {GIVEN} {FAMILY} first", ""],
        ["select_multiple pupils", "friends", f"Friends of {CYRILLIC}", "", ""],
        ["select_one_from_file neighbours.csv", "neighbour", "Neighbour", "", ""],
        ["text", "remark", "Remark", "", f"{FAMILY}, {GIVEN}"],
        ["text", VALUE, "Note", "", ""],
    ],
    "choices": [
        ["list_name", "name", "label", "media::image", "born"],
        ["pupils", VALUE, f"{GIVEN} {FAMILY}", "one.jpg", "2011"],
        ["pupils", "p2", "Ostajislav Ostajović", "two.jpg", "2012"],
        ["pupils", "p3", CYRILLIC, "", ""],
    ],
    "settings": [["form_id", "form_title", "version"], ["roster", f"Class of {GIVEN} {FAMILY}", "1"]],
}
NEIGHBOURS = f"name,label,telephone\n{VALUE},{CYRILLIC},061\nn2,Ostajislav Ostajović,062\n".encode()
BEFORE, LATE = (str(uuid.UUID(int=n)) for n in (901, 902))
FILES = {"neighbours.csv": NEIGHBOURS, "one.jpg": GIVEN.encode(), "two.jpg": b"two"}


def signed_in(who: Account) -> Client:
    client = Client()
    client.force_login(who)
    return client


def uploaded(coordinator: Account, book: bytes) -> None:
    """The form, published on the page as a coordinator does."""
    files = [SimpleUploadedFile(name, content) for name, content in FILES.items()]
    sent = signed_in(coordinator).post(
        "/forms/upload/", {"file": SimpleUploadedFile("roster.xlsx", book), "attachments": files}
    )
    assert sent.status_code == 302, sent.content.decode()[:3000]


def recorded(author: Account, home: Town) -> None:
    members = [
        edit("person", id, {"household": str(HOME), "given_name": given, "family_name": family})
        for id, given, family in ((HER, GIVEN, FAMILY), (HIM, "Ostajislav", "Ostajović"))
    ]
    applied = send(author, home, edit("household", HOME, {"place": home.settlement.code}), *members)
    assert applied.state == "applied", [reason.message for reason in applied.reasons]


def filled(
    pupil: str, friends: str, *, neighbour: str = "n2", note: str = VALUE, instance: str = ""
) -> bytes:
    return (
        f'<data id="roster" version="1"><pupil>{pupil}</pupil><friends>{friends}</friends><neighbour>{neighbour}</neighbour>'
        f"<remark>ok</remark><{note}>n</{note}><meta><instanceID>uuid:{instance or uuid.uuid4()}</instanceID></meta></data>"
    ).encode()


def taken(author: Account, home: Town, xml: bytes) -> str:
    answer = receive(device(author, home), Upload(xml))
    assert answer.status == 201, answer.said.message
    return content_of(author, answer.instance_id)


def content_of(author: Account, instance: str) -> str:
    with acting_as(author.pk):
        stored = Submission.objects.get(instance_id=instance)
    key = unwrapped(stored.id, bytes(stored.key), stored.key_id)
    return unseal(key, bytes(stored.content), key_context(stored.id)).decode()


def columns(author: Account) -> str:
    """What an export of the roster calls its columns."""
    with acting_as(author.pk):
        return str(layout_of(Form.objects.get(unit__isnull=False).pk))


def in_forms(installation: Installation) -> list[str]:
    """Files and workbooks of forms that say a planted name, packed or not."""
    found = []
    with psycopg.connect(installation.owner_url) as owner:
        rows = owner.execute("select 'source', source from khetane_forms_formcontent").fetchall()
        rows += owner.execute("select name, content from khetane_forms_formmedia").fetchall()
    for name, content in rows:
        parts = [bytes(content)]
        if bytes(content).startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
                parts = [archive.read(part) for part in archive.namelist()]
        found += [name for part in parts if planted(part)]
    return found


def erased_by_page(coordinator: Account, officer: Account) -> str:
    """Asked by the unit, made by the officer; what she is told."""
    asking = {"kind": "erasure", "person": str(HER), "requested_on": "2026-05-04"}
    assert signed_in(coordinator).post(f"/requests/household/{HOME}/", asking).status_code == 302
    with acting_as(coordinator.pk):
        request = SubjectRequest.objects.get()
    client = signed_in(officer)
    assert "taken out of the forms" in client.get(f"/requests/{request.pk}/erase/").content.decode()
    made = client.post(f"/requests/{request.pk}/erase/", follow=True)
    assert made.status_code == 200
    return made.content.decode()


def test_her_name_goes_out_of_a_form_its_files_its_answers_and_older_backups(
    installation: Installation, home: Town, coordinator: Account, officer: Account, tmp_path: Path
) -> None:
    uploaded(coordinator, xlsx(ROSTER))
    recorded(coordinator, home)
    before = filled(VALUE, f"p2 {VALUE}", neighbour=VALUE)
    taken(coordinator, home, before)
    # Of a version that nobody published: kept for review.
    unknown = filled(VALUE, VALUE).replace(b'version="1"', b'version="9"')
    assert receive(device(coordinator, home), Upload(unknown)).status == 404
    exported = partial(columns, coordinator)
    assert VALUE in exported()
    named = {where.partition(":")[0] for where in hits(installation)}
    assert named >= {
        "khetane_forms_form",
        "khetane_forms_formversion",
        "khetane_forms_formcontent",
        "khetane_forms_submission",
        "khetane_forms_keptupload",
    }
    assert set(in_forms(installation)) == {"source", "neighbours.csv", "one.jpg"}
    public, key = age_key(tmp_path)
    installation.answer("backup", str(tmp_path / "older"), "--recipient", public)
    told = erased_by_page(coordinator, officer)
    assert hits(installation) == []
    assert in_forms(installation) == []
    assert VALUE not in exported()
    assert "taken out of forms of the unit: “Class of (erased) 1”" in told
    remove()
    assert on_disk(installation) == []
    installation.answer("restore", str(tmp_path / "older"), "--identity", str(key), "--replace")
    assert hits(installation) == []
    assert in_forms(installation) == []
    assert on_disk(installation) == []


@pytest.fixture
def erased_from(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> FormVersion:
    """The version of a roster, after her erasure; one record was filled in before."""
    uploaded(coordinator, xlsx(ROSTER))
    recorded(coordinator, home)
    taken(coordinator, home, filled(VALUE, f"p2 {VALUE}", instance=BEFORE))
    erased(installation, officer, asked(HER))
    with acting_as(coordinator.pk):
        return FormVersion.objects.get()


def test_the_form_stays_usable_and_old_answers_readable(
    installation: Installation, home: Town, coordinator: Account, erased_from: FormVersion
) -> None:
    with acting_as(coordinator.pk):
        form = described(erased_from.pk)
        content = FormContent.objects.get()
        files = {one.name: bytes(one.content) for one in FormMedia.objects.all()}
        note = next(path for path in compiled_of(erased_from.pk).types if "erased_" in path).rpartition("/")[
            2
        ]
    pupils = {choice.name: next(iter(choice.labels.values())) for choice in form.choice_lists["pupils"]}
    [hers] = set(pupils) - {"p2", "p3"}
    assert pupils == {hers: "(erased)", "p2": "Ostajislav Ostajović", "p3": "(erased)"}
    assert files == {
        "two.jpg": b"two",
        "neighbours.csv": f"name,label,telephone\n{hers},(erased),\nn2,Ostajislav Ostajović,062\n".encode(),
    }
    assert erased_from.xform_md5 == hashlib.md5(content.xform.encode(), usedforsecurity=False).hexdigest()
    assert bytes(content.source) == b""
    old = content_of(coordinator, BEFORE)
    assert f"<pupil>{hers}</pupil><friends>p2 {hers}</friends>" in old
    again = taken(coordinator, home, filled("p2", hers, note=note))
    assert f"<friends>{hers}</friends>" in again
    client = signed_in(coordinator)
    page = client.get(f"/forms/versions/{erased_from.pk}/").content.decode()
    assert "The name of an erased person was taken out of this version" in page
    assert "Save the workbook" not in page
    assert client.get(f"/forms/versions/{erased_from.pk}/source").status_code == 404
    assert client.get(f"/forms/versions/{erased_from.pk}/xform").status_code == 200
    first = client.get("/").content.decode()
    assert "form from which an erased name was taken" in first
    assert f'href="/forms/versions/{erased_from.pk}/"' in first
    with acting_as(coordinator.pk):
        stored = Submission.objects.get(instance_id=BEFORE)
    assert "(erased)" in client.get(f"/submissions/{stored.pk}/").content.decode()


def test_a_phone_that_still_has_the_old_form_brings_no_name_in(
    installation: Installation, home: Town, coordinator: Account, erased_from: FormVersion
) -> None:
    late = filled(VALUE, f"{VALUE} p2", neighbour=VALUE, instance=LATE)
    stored = taken(coordinator, home, late)
    assert hits(installation) == []
    with acting_as(coordinator.pk):
        form = described(erased_from.pk)
        kept = Submission.objects.get(instance_id=LATE)
    [hers] = {choice.name for choice in form.choice_lists["pupils"]} - {"p2", "p3"}
    assert (
        f"<pupil>{hers}</pupil><friends>{hers} p2</friends><neighbour>{hers}</neighbour><remark>ok</remark>"
        in stored
    )
    assert kept.erased_at is not None
    assert bytes(kept.content_sha256) == hashlib.sha256(late).digest()
    assert receive(device(coordinator, home), Upload(late)).status == 202
    unnamed = late.replace(f"<instanceID>uuid:{LATE}</instanceID>".encode(), b"")
    assert [receive(device(coordinator, home), Upload(unnamed)).status for _time in range(2)] == [201, 202]
    ordinary = filled(
        "p2", "p3", note=next(one.name for one in form.questions if one.name.startswith("erased_"))
    )
    assert taken(coordinator, home, ordinary) == ordinary.decode()


def test_a_phone_is_told_that_the_form_changed_and_fetches_it_without_the_name(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    uploaded(coordinator, xlsx(ROSTER))
    recorded(coordinator, home)
    with acting_as(coordinator.pk):
        phone = Phone(create_device(account=coordinator, unit=home.unit)[1])

    def fetched() -> tuple[str, dict[str, str]]:
        """The form by the hash under which it is listed, and its files by theirs."""
        listed = etree.fromstring(phone.get("formList").content)
        address, hashed, files = (
            listed.findtext(f".//{{*}}{name}", "") for name in ("downloadUrl", "hash", "manifestUrl")
        )
        form = phone.get(address).content
        assert hashed == "md5:" + hashlib.md5(form, usedforsecurity=False).hexdigest()
        named = etree.fromstring(phone.get(files).content).iterfind("{*}mediaFile")
        said = {}
        for one in named:
            content = phone.get(one.findtext("{*}downloadUrl", "")).content
            assert one.findtext("{*}hash") == "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()
            said[one.findtext("{*}filename", "")] = content.decode()
        return form.decode(), said

    before, files = fetched()
    assert planted(before.encode())
    assert set(files) == {"neighbours.csv", "one.jpg", "two.jpg"}
    erased(installation, officer, asked(HER))
    after, files = fetched()
    assert after != before
    assert set(files) == {"neighbours.csv", "two.jpg"}
    assert not any(planted(said.encode()) for said in (after, *files.values()))
    assert phone.send(filled(VALUE, f"p2 {VALUE}")).status_code == 201  # it was filled in before
    assert hits(installation) == []


def test_of_a_household_each_goes_and_nobody_made_of_two_of_them(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    """Somebody else has the given name of one and the family name of the other."""
    pupils = [*ROSTER["choices"], ["pupils", "p4", f"{GIVEN} Ostajović", "", ""]]
    uploaded(coordinator, xlsx({**ROSTER, "choices": pupils}))
    recorded(coordinator, home)
    erased(installation, officer, asked(households=(HOME,)))
    with acting_as(coordinator.pk):
        form = described(FormVersion.objects.get().pk)
    told = [next(iter(choice.labels.values())) for choice in form.choice_lists["pupils"]]
    assert told == ["(erased)", "(erased)", "(erased)", f"{GIVEN} Ostajović"]


def test_the_same_workbook_again_is_refused_under_its_version_and_taken_under_a_next_one(
    coordinator: Account, erased_from: FormVersion
) -> None:
    with acting_as(coordinator.pk), pytest.raises(NotPublished) as refused:
        publish(xlsx(ROSTER), "roster.xlsx")
    assert [one.problem.code for one in refused.value.problems] == ["publish-13"]
    second = json.loads(json.dumps(ROSTER))
    second["settings"][1] = ["roster", "Class", "2"]
    with acting_as(coordinator.pk):
        publish(xlsx(second), "roster.xlsx")
    assert "form from which an erased name was taken" not in signed_in(coordinator).get("/").content.decode()


def test_it_is_on_record_without_the_name_and_nobody_outside_the_unit_is_told(
    installation: Installation, coordinator: Account, officer: Account, erased_from: FormVersion
) -> None:
    with acting_as(officer.pk):
        event = AuditEvent.objects.get(action="redacted")
        assert (event.kind, event.subjects, event.account) == ("form_version", [erased_from.pk], officer.pk)
    elsewhere = town("PRO")
    for stranger in (account("unit_coordinator", elsewhere.unit), account("administrator", country())):
        pages = [
            signed_in(stranger).get(path)
            for path in (
                "/",
                "/forms/",
                f"/forms/{erased_from.form_id}/",
                f"/forms/versions/{erased_from.pk}/",
            )
        ]
        assert not any("an erased" in page.content.decode() for page in pages)
        with acting_as(stranger.pk):
            assert not FormContent.objects.filter(names_removed_at__isnull=False).exists()


def test_what_a_form_says_is_changed_by_erasures_alone(
    installation: Installation, coordinator: Account, erased_from: FormVersion
) -> None:
    changes = (
        "update khetane_forms_formcontent set xform = ''",
        "update khetane_forms_formcontent set names_removed_at = null",
        "delete from khetane_forms_formcontent",
    )
    for change in changes:
        with psycopg.connect(installation.url("khetane_app")) as app:
            app.execute("select set_config('khetane.viewer', %s, true)", [str(coordinator.pk)])
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(change)
    with psycopg.connect(installation.url("khetane_eraser")) as eraser:
        for table in ("khetane_forms_form", "khetane_forms_formversion", "khetane_forms_formcontent"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), eraser.transaction():
                eraser.execute(f"delete from {table}")


def test_forms_of_others_stay_and_the_officer_is_told_of_one_for_every_unit(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    elsewhere = town("PRO")
    stranger = account("unit_coordinator", elsewhere.unit)
    administrator = account("administrator", country())
    choices = [
        ["list_name", "name", "label"],
        ["staff", "s1", f"{GIVEN} {FAMILY}"],
        ["staff", "s2", f"{GIVEN} Ilić"],
    ]
    for who, id in ((stranger, "theirs"), (administrator, "all"), (coordinator, "ours")):
        sheets = {
            "survey": [["type", "name", "label"], ["select_one staff", "who", "Who"]],
            "choices": choices if who != coordinator else [choices[0], choices[2]],
            "settings": [["form_id", "form_title", "version"], [id, id, "1"]],
        }
        with acting_as(who.pk):
            publish(xlsx(sheets), f"{id}.xlsx")
    recorded(coordinator, home)
    with psycopg.connect(installation.owner_url) as owner:
        before = owner.execute("select * from khetane_forms_formcontent order by version_id").fetchall()
        done = erased(installation, officer, asked(HER))
        assert (
            owner.execute("select * from khetane_forms_formcontent order by version_id").fetchall() == before
        )
    assert (done.forms, done.naming, done.one_name) == ((), ("all",), False)


def test_the_officer_is_told_of_who_cannot_be_found_in_forms(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    with acting_as(coordinator.pk):
        publish(xlsx(ROSTER), "roster.xlsx")
    single = edit("person", HER, {"household": str(HOME), "given_name": GIVEN})
    assert (
        send(coordinator, home, edit("household", HOME, {"place": home.settlement.code}), single).state
        == "applied"
    )
    done = erased(installation, officer, asked(HER))
    assert done.one_name
    assert "One name alone was on record" in what_was_done(done)
    assert set(in_forms(installation)) == {"source"}
