"""The doctor says when a backup is missing or old, and when the ledger of erasures was changed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from khetane.config import checks
from khetane.config.home import Home
from khetane.subjects.ledger import Ledger


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home.of({"KHETANE_HOME": str(tmp_path)})
    (made.postgres / "data").mkdir(parents=True)
    return made


def states(home: Home) -> list[str]:
    return [finding.state for finding in checks.backups(home)]


def taken(home: Home, days: int) -> None:
    at = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    (home.folder / "last-backup").write_text(json.dumps({"at": at.isoformat(), "file": "b", "rows": 1}))


def test_a_missing_and_an_old_backup_are_said(home: Home) -> None:
    assert states(home) == ["warning"]
    taken(home, days=3)
    assert states(home) == ["warning"]
    taken(home, days=1)
    assert states(home) == ["good"]


def test_a_demonstration_needs_no_backup(home: Home) -> None:
    home.demo.touch()
    assert states(home) == []


def test_a_changed_ledger_is_said(home: Home) -> None:
    assert [finding.state for finding in checks.ledger(home)] == ["good"]
    path = Ledger.of(home.folder).path
    path.parent.mkdir()
    path.write_text("{}\n")
    (found,) = checks.ledger(home)
    assert found.state == "bad"
    assert "Line 1" in found.sentence


@pytest.mark.parametrize(
    ("own", "state", "said"),
    [
        ("", "good", "come with Khetane"),
        (
            "grievances:\n  then: erase\n  status: verified\n  source: D 1\n",
            "good",
            "keeping.yaml: grievances",
        ),
        ("rules:\n  casework:\n    then: forget\n", "bad", "Mend the file or take it away"),
    ],
)
def test_the_installations_rules_of_keeping_are_read(home: Home, own: str, state: str, said: str) -> None:
    if own:
        (home.folder / "keeping.yaml").write_text(own)
    found = checks.keeping(home)
    assert found.state == state
    assert said in found.sentence


def test_an_unknown_variable_is_said_of_the_settings() -> None:
    found = checks.variables_read({"KHETANE_ENV": "test", "KHETANE_FOO": "1"})
    assert (found.subject, found.state) == ("settings", "bad")
    assert "KHETANE_FOO, which Khetane does not know" in found.sentence


def test_one_thing_wrong_is_said_once(tmp_path: Path) -> None:
    home = Home.of({"KHETANE_HOME": str(tmp_path)})
    home.secrets.write_text("KHETANE_SECRET_KEY=x\n")
    home.secrets.chmod(0o644)
    wrong = {one.subject: one.sentence for one in checks.examine(home) if one.state == "bad"}
    assert "secrets.env" in wrong["secrets"]
    assert wrong["database"] != wrong["secrets"]
    assert "not looked at" in wrong["database"]
