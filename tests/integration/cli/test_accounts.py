"""The commands that scripts rely on: their keys, their secrets, their refusals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from khetane.config.postgres import role_url

TOWN = """
    insert into places_place (id, kind, code, name, sort_key, parent_id, path, designation_note, source,
        search_text, designation_notes)
    select gen_random_uuid(), 'municipality', 'TOWN', 'Town', 'town', id, 'see.town', '', '', 'town', '{}' from places_place where code = 'SEE';
    insert into organisations_unit (id, code, name, municipality_id, decision, memorandum, equipment)
    select gen_random_uuid(), 'TOWN-U', 'Unit of Town', id, '', '', '' from places_place where code = 'TOWN';
"""

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def khetane(clone_database: Callable[[str], str], passwords: dict[str, str]) -> Command:
    """Runs a khetane command on a database of this module's own."""
    owner_url = clone_database("khetane_cli_accounts")
    with psycopg.connect(owner_url) as connection:
        connection.execute(TOWN)
    environment = {
        **os.environ,
        "KHETANE_DATABASE_URL": role_url(owner_url, "khetane_app", passwords["khetane_app"]),
        "KHETANE_PUBLIC_URL": "https://khetane.example.org",
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "khetane.cli", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def answer(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_an_account_a_device_and_a_token(khetane: Command) -> None:
    email = "coordinator@example.org"
    made = answer(
        khetane(
            "account", "create", "--email", email, "--role", "unit_coordinator", "--scope", "TOWN-U", "--json"
        )
    )
    assert made.keys() >= {"id", "email", "password"}
    assert len(made["password"]) >= 16
    device = answer(khetane("device", "create", "--account", email, "--unit", "TOWN-U", "--json"))
    assert device["server_url"] == f"https://khetane.example.org/key/{device['token']}"
    assert device["qr"]
    token = answer(khetane("token", "create", "--account", email, "--json"))
    assert token["token"] != device["token"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("account", "create", "--email", "a@example.org", "--role", "x", "--scope", "TOWN"),
            "There is no role x",
        ),
        (("account", "create", "--email", "a@example.org", "--role", "x", "--scope", "Y"), "has the code Y"),
        (("device", "create", "--account", "no@example.org", "--unit", "TOWN-U"), "No open account"),
        (("token", "create", "--account", "no@example.org"), "No open account"),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_code_one(
    khetane: Command, arguments: tuple[str, ...], sentence: str
) -> None:
    done = khetane(*arguments)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
