"""`khetane search`: keys that scripts rely on, and only what the account may see."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest

from khetane.config.postgres import role_url
from khetane.core.birth import Birth, Precision
from khetane.people.keys import key_rows

TOWN = """
    insert into places_place (id, kind, code, name, sort_key, parent_id, path, designation_note, source,
        search_text, designation_notes)
    select gen_random_uuid(), 'municipality', town, town, lower(town), id, ('see.' || lower(town))::ltree, 'A note of ' || town, '', '', '{}'
    from places_place, unnest(array['HERE', 'THERE']) town where code = 'SEE';
    insert into organisations_unit (id, code, name, municipality_id, decision, memorandum, equipment)
    select gen_random_uuid(), code || '-U', code, id, '', '', '' from places_place where kind = 'municipality' and code in ('HERE', 'THERE');
    insert into people_household (id, version, created_at, updated_at, code, address, phone, note, place_id, unit_id)
    select gen_random_uuid(), 1, now(), now(), 'K7M4-9FX2', '', '', '', municipality_id, id from organisations_unit where code = 'HERE-U';
    insert into people_person (id, version, created_at, updated_at, given_name, family_name, parent_name, sort_key, sex,
        birth_date, birth_precision, phone, language, household_id, unit_id)
    select gen_random_uuid(), 1, now(), now(), 'Džemile', 'Izmišljena', '', '', 'female', '1984-03-01', 'month', '', '', id, unit_id
    from people_household;
"""
KEY = """
    insert into people_personkey (key, name, born_from, born_to, person_id, unit_id)
    select %s, %s, %s, %s, id, unit_id from people_person
"""
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def khetane(clone_database: Callable[[str], str], passwords: dict[str, str]) -> Command:
    """Runs a khetane command on a database with one person."""
    owner_url = clone_database("khetane_cli_search")
    with psycopg.connect(owner_url) as connection:
        connection.execute(TOWN)
        for row in key_rows("Džemile", "Izmišljena", "", Birth(date(1984, 3, 1), Precision.MONTH)):
            connection.execute(KEY, row)
    app = role_url(owner_url, "khetane_app", passwords["khetane_app"])
    environment = {**os.environ, "KHETANE_DATABASE_URL": app}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "khetane.cli", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    for place in ("here", "there"):
        made = run(
            "account", "create", "--email", f"{place}@example.org", "--role", "unit_coordinator",
            "--scope", f"{place.upper()}-U", "--json",
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
    return run


def found(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def test_a_person_is_found_in_another_script(khetane: Command) -> None:
    (one,) = found(khetane("search", "Xhemile 1984", "--account", "here@example.org", "--json"))
    assert one.keys() >= {"person_id", "household_id", "name", "birth", "settlement", "score"}
    assert (one["name"], one["birth"], one["settlement"]) == ("Džemile Izmišljena", "1984-03", "HERE")
    assert one["settlement_note"] == "A note of HERE"
    said = khetane("search", "Џемиле Измишљена", "--account", "here@example.org").stdout
    assert "K7M4-9FX2" in said
    assert said.splitlines()[-1] == "A note of HERE"


def test_another_units_account_finds_nobody(khetane: Command) -> None:
    assert found(khetane("search", "Džemile Izmišljena", "--account", "there@example.org", "--json")) == []


def test_an_unknown_account_is_refused_with_a_sentence(khetane: Command) -> None:
    done = khetane("search", "Džemile", "--account", "nobody@example.org")
    assert done.returncode == 1
    assert "nobody@example.org" in done.stderr
