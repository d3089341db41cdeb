"""`khetane report unit`: keys that scripts rely on, files of every format, refusals in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from khetane.config.postgres import role_url

TOWN = """
    insert into places_place (id, kind, code, name, sort_key, parent_id, path, designation_note, source,
        search_text, designation_notes)
    select gen_random_uuid(), 'municipality', 'HERE', 'HERE', 'here', id, 'see.here'::ltree, '', '', '', '{}'
    from places_place where code = 'SEE';
    insert into organisations_unit (id, code, name, municipality_id, decision, memorandum, equipment)
    select gen_random_uuid(), 'HERE-U', 'HERE', id, '', '', '' from places_place where code = 'HERE';
    insert into outreach_visit (id, version, created_at, updated_at, unit_id, place_id, date, state, participants,
        refused_count, absent_count, purpose, cancel_reason)
    select gen_random_uuid(), 1, now(), now(), id, municipality_id, '2026-03-01', 'done', '{health}', 2, 0, '', ''
    from organisations_unit where code = 'HERE-U';
"""
DAYS = ("--from", "2026-01-01", "--to", "2026-06-30")
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def khetane(
    clone_database: Callable[[str], str], passwords: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Command:
    """Runs a khetane command in a folder of its own, on a database with one visit."""
    owner_url = clone_database("khetane_cli_report")
    with psycopg.connect(owner_url) as connection:
        connection.execute(TOWN)
    app = role_url(owner_url, "khetane_app", passwords["khetane_app"])
    environment = {**os.environ, "KHETANE_DATABASE_URL": app, "PYTHONPATH": str(Path.cwd())}
    folder = tmp_path_factory.mktemp("reports")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "khetane.cli", "report", "unit", *arguments]
        return subprocess.run(
            command, env=environment, cwd=folder, capture_output=True, text=True, check=False
        )

    return run


def test_json_is_printed_with_the_keys_of_the_contract(khetane: Command) -> None:
    answer = khetane("HERE-U", *DAYS, "--format", "json")
    assert answer.returncode == 0, answer.stderr
    facts = json.loads(answer.stdout)
    assert facts.keys() >= {"unit", "since", "until", "made_at", "publishable", "age_bands_from", "counts"}
    assert (facts["unit"], facts["since"], facts["until"]) == ("HERE-U", "2026-01-01", "2026-06-30")
    assert facts["counts"]["visits"] == {"done": 1}
    assert facts["counts"]["refused"] == {"": 2}


@pytest.mark.parametrize(("kind", "first"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("docx", b"PK")])
def test_a_document_is_written(kind: str, first: bytes, khetane: Command, tmp_path: Path) -> None:
    out = tmp_path / f"report.{kind}"
    answer = khetane("HERE-U", *DAYS, "--format", kind, "--out", str(out), "--language", "sr")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == str(out)
    assert out.read_bytes().startswith(first)


def test_without_a_name_the_file_is_called_after_unit_and_days(khetane: Command) -> None:
    assert (
        khetane("HERE-U", *DAYS, "--format", "xlsx").stdout.strip()
        == "report-HERE-U-2026-01-01-2026-06-30.xlsx"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("NOWHERE-U", *DAYS), "no mobile unit"),
        (("HERE-U", "--from", "soon", "--to", "2026-06-30"), "is no date"),
        (("HERE-U", "--from", "2026-06-30", "--to", "2026-01-01"), "before it begins"),
        (("HERE-U", *DAYS, "--language", "xx"), "There is no language"),
        (("HERE-U", *DAYS, "--account", "nobody@example.org"), "nobody@example.org"),
        (("HERE-U", *DAYS, "--format", "pdf", "--out", "/nowhere/at/all.pdf"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    arguments: tuple[str, ...], said: str, khetane: Command
) -> None:
    answer = khetane(*arguments)
    assert answer.returncode == 1
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
