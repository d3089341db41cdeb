"""`khetane audit verify` and the sealer that `khetane run` starts, as processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
import pytest

from khetane.config.postgres import role_url
from khetane.core.viewer import SYSTEM_ACCOUNT
from tests import children
from tests.running import PATIENCE, wait_until

SEAL = [sys.executable, "-m", "django", "seal"]
VERIFY = [sys.executable, "-m", "khetane.cli", "audit", "verify", "--json"]
EVENT = "insert into access_auditevent (action, kind, subjects, fields) values ('read', 'person', '{}', '{}')"


class Installation:
    """A database and a data folder of this test's own."""

    def __init__(self, owner_url: str, passwords: dict[str, str], folder: Path) -> None:
        self.owner_url = owner_url
        self.app_url = role_url(owner_url, "khetane_app", passwords["khetane_app"])
        self.environment = {
            **os.environ,
            "KHETANE_HOME": str(folder),
            "KHETANE_DATABASE_URL": self.app_url,
            "KHETANE_OWNER_DATABASE_URL": owner_url,
            "KHETANE_SEALER_DATABASE_URL": role_url(owner_url, "khetane_sealer", passwords["khetane_sealer"]),
        }

    def event(self) -> None:
        with psycopg.connect(self.app_url) as connection:
            connection.execute("select set_config('khetane.viewer', gen_random_uuid()::text, true)")
            connection.execute(EVENT)

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def blocks(self) -> int:
        with psycopg.connect(self.owner_url) as connection:
            row = connection.execute("select count(*) from access_auditblock").fetchone()
        return int(row[0]) if row else 0


@pytest.fixture
def installation(
    clone_database: Callable[[str], str],
    passwords: dict[str, str],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Installation:
    name = f"khetane_{request.node.name.removeprefix('test_')}"[:60]
    return Installation(clone_database(name), passwords, tmp_path)


def test_verify_answers_and_ends_with_one_when_something_is_wrong(installation: Installation) -> None:
    installation.event()
    assert installation.run([*SEAL, "--once"]).returncode == 0
    done = installation.run(VERIFY)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["ok"], report["blocks"], report["sealed_events"]) == (True, 1, 1)
    with psycopg.connect(installation.owner_url) as connection:
        connection.execute("alter table access_auditevent disable trigger user")
        connection.execute("delete from access_auditevent")
    done = installation.run(VERIFY)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["findings"][0]["kind"] == "removed"
    assert report["findings"][0]["block"] == 1


def test_a_check_is_itself_on_record(installation: Installation) -> None:
    assert installation.run(VERIFY).returncode == 0
    unknown = installation.run([*VERIFY, "--account", "nobody@example.org"])
    assert unknown.returncode == 1
    assert "nobody@example.org" in unknown.stderr
    with psycopg.connect(installation.owner_url) as connection:
        found = connection.execute("select action, kind, fields, account from access_auditevent").fetchall()
    assert found == [("verified", "audit", ["whole"], SYSTEM_ACCOUNT)]


def sealed(installation: Installation, number: int) -> bool:
    return installation.blocks() >= number


def test_the_sealer_runs_until_it_is_told_to_stop(installation: Installation) -> None:
    running = children.start(SEAL, env=installation.environment)
    try:
        for number in (1, 2):
            installation.event()
            wait_until(partial(sealed, installation, number))
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=PATIENCE) == 0
    assert installation.blocks() == 2
    assert json.loads(installation.run(VERIFY).stdout)["ok"]
