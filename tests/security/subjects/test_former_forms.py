"""Phones with a form as it was before an erasure, met by processes that know the old one, at the same moment, or by former names."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.forms.catalogue import described
from khetane.forms.models import Form, FormVersion, KeptUpload, Submission
from khetane.forms.receiving import receive
from khetane.forms.uploads import Upload
from tests.installations import Installation
from tests.security.subjects.test_erasure import FAMILY, GIVEN, HER, HOME, asked, erased, hits
from tests.security.subjects.test_own_forms import (
    ROSTER,
    VALUE,
    content_of,
    filled,
    recorded,
    signed_in,
    taken,
    uploaded,
)
from tests.workbooks import xlsx
from tests.world import Town, account, town
from tests.world_devices import device

LONGEST = 60
IN_ANOTHER_PROCESS = """
import datetime as dt, uuid
from django.conf import settings
from khetane.core.viewer import acting_as_system
from khetane.subjects.erasing import erase
from khetane.subjects.ledger import Entry, Ledger
with acting_as_system():
    erase(Entry(uuid.uuid4(), (uuid.UUID("{her}"),), (), (), (), dt.datetime.now(dt.UTC)),
          by=uuid.UUID("{by}"), ledger=Ledger.of(settings.ENVIRONMENT.home))
"""


@pytest.fixture
def roster(installation: Installation, home: Town, coordinator: Account) -> None:
    """A form with her name, which this process has read to take a record in and to show it."""
    uploaded(coordinator, xlsx(ROSTER))
    recorded(coordinator, home)
    taken(coordinator, home, filled(VALUE, f"p2 {VALUE}"))
    with acting_as(coordinator.pk):
        version = FormVersion.objects.get()
    page = signed_in(coordinator).get(f"/forms/versions/{version.pk}/")
    assert FAMILY in page.content.decode()  # what it asks is known to this process too


def neutral_pupil(coordinator: Account) -> str:
    with acting_as(coordinator.pk):
        form = described(FormVersion.objects.get().pk)
    [hers] = {choice.name for choice in form.choice_lists["pupils"]} - {"p2", "p3"}
    return hers


def test_what_another_process_erased_is_stored_by_none_from_that_moment_on(
    installation: Installation, home: Town, coordinator: Account, officer: Account, roster: None
) -> None:
    done = installation.run(
        "django", "shell", "-v", "0", "-c", IN_ANOTHER_PROCESS.format(her=HER, by=officer.pk)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    stored = taken(coordinator, home, filled(VALUE, f"{VALUE} p2", neighbour=VALUE))
    hers = neutral_pupil(coordinator)
    assert f"<pupil>{hers}</pupil><friends>{hers} p2</friends><neighbour>{hers}</neighbour>" in stored
    assert hits(installation) == []


@contextmanager
def held(installation: Installation, table: str) -> Iterator[psycopg.Connection]:
    """Nobody writes in a table meanwhile."""
    with psycopg.connect(installation.owner_url) as owner:
        owner.execute(sql.SQL("lock table {} in share mode").format(sql.Identifier(table)))
        yield owner
        owner.rollback()


def waits_for(installation: Installation, kind: str) -> None:
    """Until somebody waits for a lock of this kind."""
    ends = time.monotonic() + LONGEST
    with psycopg.connect(installation.owner_url, autocommit=True) as owner:
        while not owner.execute(
            "select 1 from pg_locks l join pg_database d on d.oid = l.database "
            "where not granted and locktype = %s and datname = current_database()",
            [kind],
        ).fetchone():
            assert time.monotonic() < ends, f"nobody waits for a lock ({kind})"
            time.sleep(0.05)


@contextmanager
def beside() -> Iterator[Callable[..., Future[str]]]:
    """Work in threads, each with a connection of its own."""

    def alone(work: Callable[..., object], *given: object) -> str:
        try:
            return str(work(*given))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        yield lambda work, *given: pool.submit(alone, work, *given)


def test_a_record_that_began_before_the_erasure_is_waited_for(
    installation: Installation, home: Town, coordinator: Account, officer: Account, roster: None
) -> None:
    with beside() as start:
        with held(installation, "khetane_forms_submission"):
            arriving = start(taken, coordinator, home, filled(VALUE, VALUE, instance=str(uuid.UUID(int=77))))
            waits_for(installation, "relation")
            erasing = start(erased, installation, officer, asked(HER))
            waits_for(installation, "advisory")
        assert VALUE in arriving.result(LONGEST)
        erasing.result(LONGEST)
    assert hits(installation) == []
    stored = content_of(coordinator, str(uuid.UUID(int=77)))
    assert f"<pupil>{neutral_pupil(coordinator)}</pupil>" in stored


def test_a_record_that_comes_while_an_erasure_is_under_way_waits_for_the_form_as_it_is_then(
    installation: Installation, home: Town, coordinator: Account, officer: Account, roster: None
) -> None:
    with beside() as start:
        with held(installation, "khetane_forms_formcontent"):
            erasing = start(erased, installation, officer, asked(HER))
            waits_for(installation, "relation")
            arriving = start(taken, coordinator, home, filled(VALUE, VALUE))
            waits_for(installation, "advisory")
        erasing.result(LONGEST)
        stored = arriving.result(LONGEST)
    assert f"<pupil>{neutral_pupil(coordinator)}</pupil>" in stored
    assert hits(installation) == []


FORM_ID, VERSION = f"roster_{VALUE}", f"{GIVEN} {FAMILY} 2026"


def under_former_names(version: str = VERSION, instance: str = "") -> bytes:
    named = f'id="{FORM_ID}" version="{version}"'.encode()
    return filled(VALUE, f"p2 {VALUE}", neighbour=VALUE, instance=instance).replace(
        b'id="roster" version="1"', named
    )


@pytest.fixture
def renamed(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> tuple[Form, FormVersion]:
    """A form whose id and version named her, after her erasure."""
    settings = [ROSTER["settings"][0], [FORM_ID, "Class", VERSION]]
    uploaded(coordinator, xlsx({**ROSTER, "settings": settings}))
    recorded(coordinator, home)
    taken(coordinator, home, under_former_names(instance=str(uuid.UUID(int=78))))
    kept = receive(device(coordinator, home), Upload(under_former_names(f"{GIVEN} {FAMILY} 9")))
    assert kept.status == 404
    erased(installation, officer, asked(HER))
    assert hits(installation) == []
    with acting_as(coordinator.pk):
        return Form.objects.get(), FormVersion.objects.get()


def test_a_phone_with_a_form_under_its_former_names_loses_nothing_and_brings_no_name_in(
    installation: Installation, home: Town, coordinator: Account, renamed: tuple[Form, FormVersion]
) -> None:
    form, version = renamed
    late = under_former_names(instance=str(uuid.UUID(int=79)))
    stored = taken(coordinator, home, late)
    hers = neutral_pupil(coordinator)
    assert f'id="{form.form_id}" version="{version.version}"' in stored
    assert f"<pupil>{hers}</pupil><friends>p2 {hers}</friends><neighbour>{hers}</neighbour>" in stored
    assert receive(device(coordinator, home), Upload(late)).status == 202
    with acting_as(coordinator.pk):
        assert Submission.objects.get(instance_id=str(uuid.UUID(int=79))).form_version_id == version.pk
        assert "erased_" in KeptUpload.objects.get().form_version
    assert hits(installation) == []


def test_what_is_kept_for_review_of_a_form_under_its_former_name_holds_no_name(
    installation: Installation, home: Town, coordinator: Account, renamed: tuple[Form, FormVersion]
) -> None:
    form, _ = renamed
    of_no_version = under_former_names(f"{FAMILY} 7")
    assert receive(device(coordinator, home), Upload(of_no_version)).status == 404
    other_content = under_former_names(instance=str(uuid.UUID(int=78))).replace(b"ok", b"other")
    assert receive(device(coordinator, home), Upload(other_content)).status == 409
    with acting_as(coordinator.pk):
        kept = list(KeptUpload.objects.order_by("received_at"))
    assert [one.form_id for one in kept] == [form.form_id] * 3
    assert hits(installation) == []


def test_nobody_but_who_sends_for_the_unit_is_answered_by_a_former_name(
    installation: Installation, coordinator: Account, renamed: tuple[Form, FormVersion]
) -> None:
    elsewhere = town("PRO")
    stranger = account("unit_coordinator", elsewhere.unit)
    answers = [
        receive(device(stranger, elsewhere), Upload(under_former_names().replace(FORM_ID.encode(), said)))
        for said in (FORM_ID.encode(), b"never_heard_of")
    ]
    assert {(one.status, one.said.code) for one in answers} == {(404, answers[0].said.code)}
    with psycopg.connect(installation.url("khetane_app")) as app:
        app.execute("select set_config('khetane.viewer', %s, true)", [str(coordinator.pk)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("select * from khetane_forms_formername")
    with psycopg.connect(installation.owner_url) as owner:
        assert owner.execute("select count(*) from khetane_forms_formername").fetchone() == (2,)


def test_of_two_erased_of_one_list_a_third_who_shares_a_name_with_each_stays_hers(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    third, label = f"{GIVEN.lower()}_ostajovic", f"{GIVEN} Ostajović"
    pupils = [*ROSTER["choices"], ["pupils", third, label, "", ""]]
    uploaded(coordinator, xlsx({**ROSTER, "choices": pupils}))
    recorded(coordinator, home)
    erased(installation, officer, asked(households=(HOME,)))
    with acting_as(coordinator.pk):
        form = described(FormVersion.objects.get().pk)
    labels = {choice.name: next(iter(choice.labels.values())) for choice in form.choice_lists["pupils"]}
    assert labels[third] == label
    assert [one for one in labels.values() if one != "(erased)"] == [label]
    late = taken(coordinator, home, filled(VALUE, f"{third} p2"))
    assert f"<friends>{third} p2</friends>" in late
    assert VALUE not in late


CALLING = {
    "survey": [
        ["type", "name", "label", "calculation"],
        ["select_one pupils", "pupil", "Pupil", ""],
        ["calculate", "called", "", "jr:choice-name(${pupil}, '${pupil}')"],
        ["calculate", "again", "", "concat('O: ', ${called})"],
        ["calculate", "day", "", "today()"],
    ],
    "choices": [["list_name", "name", "label"], *(row[:3] for row in ROSTER["choices"][1:3])],
    "settings": [
        ["form_id", "form_title", "version", "instance_name"],
        ["roster", "Class", "1", "${again}"],
    ],
}


def worked_out(pupil: str, called: str) -> bytes:
    return (
        f'<data id="roster" version="1"><pupil>{pupil}</pupil><called>{called}</called><again>O: {called}</again>'
        f"<day>2026-05-04</day><meta><instanceID>uuid:{uuid.uuid4()}</instanceID>"
        f"<instanceName>O: {called}</instanceName></meta></data>"
    ).encode()


def test_what_an_old_form_worked_out_of_her_answer_comes_in_without_her_and_the_rest_stays(
    installation: Installation, home: Town, coordinator: Account, officer: Account
) -> None:
    uploaded(coordinator, xlsx(CALLING))
    recorded(coordinator, home)
    taken(coordinator, home, worked_out(VALUE, f"{GIVEN} {FAMILY}"))
    erased(installation, officer, asked(HER))
    assert hits(installation) == []
    late = taken(coordinator, home, worked_out(VALUE, f"{GIVEN} {FAMILY}"))
    assert hits(installation) == []
    assert "<called/><again/><day>2026-05-04</day>" in late
    others = worked_out("p2", "Ostajislav Ostajović")
    assert taken(coordinator, home, others) == others.decode()
