"""Publishing by command, and what a submission changed, as scripts read them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from khetane.config.postgres import role_url
from tests.installations import point_django_at
from tests.workbooks import form, xlsx
from tests.world_devices import REGISTRATION, registration

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def owner_url(clone_database: Callable[[str], str]) -> str:
    return clone_database("khetane_cli_forms")


@pytest.fixture(scope="module")
def khetane(owner_url: str, passwords: dict[str, str]) -> Command:
    environment = {
        **os.environ,
        "KHETANE_DATABASE_URL": role_url(owner_url, "khetane_app", passwords["khetane_app"]),
        "KHETANE_OWNER_DATABASE_URL": owner_url,
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "khetane.cli", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def django_here(
    owner_url: str, passwords: dict[str, str], django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Django on the same database as the commands, without a transaction around the test."""
    from django.db import connections

    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    point_django_at(owner_url, passwords)
    with django_db_blocker.unblock():
        yield
        connections.close_all()
    for alias, settings in before.items():
        connections[alias].settings_dict.update(settings)


def read(done: subprocess.CompletedProcess[str], code: int = 0) -> dict[str, Any]:
    assert done.returncode == code, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_form_is_published_and_again_changes_nothing(khetane: Command, tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(
        xlsx({**REGISTRATION, "settings": [["form_id", "form_title", "version"], ["cli", "Cli", "4"]]})
    )
    told = read(khetane("form", "publish", str(file), "--json"))
    assert (told["form_id"], told["version"], told["changed"]) == ("cli", "4", True)
    assert isinstance(told["warnings"], list)
    assert read(khetane("form", "publish", str(file), "--json"))["changed"] is False


def test_errors_name_sheet_and_row(khetane: Command, tmp_path: Path) -> None:
    file = tmp_path / "bad.xlsx"
    survey = [("type", "name", "label"), ("select_one yn", "q", "Q")]
    choices = [("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "yes", "Again")]
    file.write_bytes(xlsx(form(survey, choices=choices)))
    told = read(khetane("form", "publish", str(file), "--json"), code=1)
    assert (told["errors"][0]["sheet"], told["errors"][0]["row"]) == ("choices", 3)
    assert "yes" in told["errors"][0]["message"]


def test_what_the_converter_says_keeps_the_keys_that_scripts_read(khetane: Command, tmp_path: Path) -> None:
    known, unknown, taken = (tmp_path / name for name in ("known.xlsx", "unknown.xlsx", "taken.xlsx"))
    known.write_bytes(xlsx(form([("type", "name", "label"), ("text", "a", "A"), ("end_repeat", "", "")])))
    unknown.write_bytes(xlsx(form([("type", "name", "label"), ("include", "q", "Q")])))
    taken.write_bytes(xlsx(form([("type", "name", "label"), ("image", "q", "Q")])))
    (error,) = read(khetane("form", "publish", str(known), "--json"), code=1)["errors"]
    (quoted,) = read(khetane("form", "publish", str(unknown), "--json"), code=1)["errors"]
    (remark,) = read(khetane("form", "publish", str(taken), "--json"))["warnings"]
    keys = ["sheet", "row", "message", "code", "sentence", "values"]
    assert [list(one) for one in (error, quoted, remark)] == [keys] * 3
    assert (error["sheet"], error["row"], error["code"]) == ("survey", 3, "form-71")
    assert error["message"].startswith('Row 3 of sheet "survey": "end_repeat" ends what was never begun.')
    assert quoted["values"] == {"text": "This section has not been included."}
    assert (remark["row"], remark["code"]) == (2, "form-45")


def test_a_missing_file_is_one_sentence(khetane: Command) -> None:
    done = khetane("form", "publish", "/nowhere/form.xlsx", "--json")
    assert done.returncode == 1
    assert "cannot be read" in done.stderr
    assert "cannot be read" in read(done, code=1)["errors"][0]["message"]
    assert "Traceback" not in done.stderr


def test_what_a_submission_changed_is_shown_and_audited(
    khetane: Command, django_here: None, owner_url: str
) -> None:
    from khetane.forms.receiving import receive
    from khetane.forms.uploads import Upload
    from tests.world import account, town
    from tests.world_devices import device, published

    home = town("CLI")
    coordinator = account("unit_coordinator", home.unit, email="cli@example.org")
    published(coordinator)
    household, instance = uuid.uuid4(), f"uuid:{uuid.uuid4()}"
    receive(
        device(coordinator, home),
        Upload(registration("CLI-S1", household=household, instance=instance, members=0)),
    )
    told = read(khetane("submissions", "show", instance, "--json"))
    assert told["instance_id"] == instance.removeprefix("uuid:")
    assert (told["state"], told["reason"], told["conflicts"]) == ("applied", "", [])
    fields = {change["field"]: change for change in told["changes"]}
    assert fields["address"]["after"] == "Ulica 5"
    assert fields["address"]["id"] == str(household)
    wrong = f"uuid:{uuid.uuid4()}"
    receive(device(coordinator, home), Upload(registration("CLI-S1", instance=wrong, birth="1985-31-02")))
    told_why = read(khetane("submissions", "show", wrong, "--json"))
    assert told_why["state"] == "needs_correction"
    assert "/data/member" not in told_why["reason"]
    assert "birth_date" not in told_why["reason"]
    assert "Person 2: “1985-31-02” is not a date for “birth date”." in told_why["reason"]
    assert [
        (one["dataset"], one["path"], one["field"], one["code"]) for one in told_why["reason_details"]
    ] == [("person", f"/data/member[{number}]", "birth_date", "not_a_date") for number in (1, 2)]
    as_account = read(khetane("submissions", "show", instance, "--account", "cli@example.org", "--json"))
    assert as_account == told
    with psycopg.connect(owner_url) as connection:
        events = connection.execute(
            "select count(*) from access_auditevent where action = 'read' and kind = 'submission'"
        ).fetchone()
    assert events == (3,)


def test_an_unknown_instance_is_one_sentence(khetane: Command) -> None:
    done = khetane("submissions", "show", "nobody", "--json")
    assert done.returncode == 1
    assert "no submission with the instance id nobody" in done.stderr
