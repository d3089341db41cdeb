"""`khetane run` as a person starts it: real processes, a real database, a data folder closed to others."""

from __future__ import annotations

import json
import signal
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from khetane.config.home import Home
from khetane.config.postgres import temporary_server
from khetane.forms.standard import FORMS
from tests.running import PATIENCE, Running, a_running, command_of, wait_until

COUNTED = """
import os, psycopg
with psycopg.connect(os.environ["KHETANE_OWNER_DATABASE_URL"]) as owner:
    for table in ("places_place", "khetane_forms_formversion", "people_household", "access_account"):
        print(owner.execute(f"select count(*) from {table}").fetchone()[0])
"""


@pytest.fixture
def empty() -> Iterator[Running]:
    """On an empty folder."""
    with a_running() as one:
        yield one


@pytest.fixture
def running(started_before: Path) -> Iterator[Running]:
    """On a folder in which it ran before."""
    with a_running(like=started_before) as one:
        yield one


def test_it_starts_answers_and_stops_without_leaving_anything(empty: Running) -> None:
    empty.start()
    assert empty.healthy()
    second = empty.command("run")
    assert second.returncode == 1
    assert "is in use by khetane run" in second.stderr
    doctor = json.loads(empty.command("doctor", "--json").stdout)
    states = {(finding["subject"], finding["state"]) for finding in doctor}
    assert {("tables", "good"), ("roles", "good"), ("secrets", "good"), ("database", "good")} <= states
    assert empty.stop(signal.SIGINT) == 0
    assert empty.said.rstrip().endswith("Khetane has stopped.")
    assert empty.processes() == []


def test_a_killed_run_leaves_nothing_that_prevents_the_next(running: Running) -> None:
    running.start()
    secrets = (running.home / "secrets.env").read_text()
    for _ in range(2):
        running.stop(signal.SIGKILL)
        running.start()
        assert running.healthy()
    assert (running.home / "secrets.env").read_text() == secrets


def test_the_processes_of_a_killed_run_end_by_themselves(running: Running) -> None:
    running.start()
    assert running.processes()
    running.stop(signal.SIGKILL)
    wait_until(lambda: running.processes() == [])


def test_what_dies_is_started_again(running: Running) -> None:
    running.start()
    for word in ("bin/postgres", "procrastinate", "granian"):
        victim = running.named(word)
        victim.kill()
        wait_until(partial(is_alive, running, word, victim.pid))
    for sentence in ("The web server ended (killed by SIGKILL)", "PostgreSQL ended and was started again"):
        wait_until(partial(is_told, running, sentence))  # another of its processes may answer until then
    wait_until(running.healthy)


def is_told(running: Running, sentence: str) -> bool:
    return sentence in running.said


def is_alive(running: Running, word: str, former: int) -> bool:
    found = [process for process in running.processes() if word in command_of(process)]
    return bool(found) and all(process.pid != former for process in found)


def test_https_with_the_installation_s_own_authority(running: Running) -> None:
    running.arguments = ("--tls",)
    running.start()
    trust = ssl.create_default_context(cafile=str(running.home / "tls" / "ca.pem"))
    url = f"https://localhost:{running.port}/healthz"
    with urllib.request.urlopen(url, timeout=PATIENCE, context=trust) as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(url, timeout=PATIENCE)
    assert (running.home / "tls" / "ca-key.pem").stat().st_mode & 0o077 == 0


def test_a_server_of_one_s_own_takes_the_place_of_the_embedded_one(empty: Running) -> None:
    with temporary_server() as url:
        empty.extra = {"DATABASE_URL": url}
        empty.start()
        assert empty.healthy()
        assert not (empty.home / "postgres").exists()
        empty.extra = {}  # another shell: the running instance tells where its database is
        assert "up to date" in empty.command("doctor").stdout
        empty.stop()


def test_the_first_start_without_demonstration_brings_places_and_forms_and_nobody(running: Running) -> None:
    (running.home / "first-start-done").unlink()
    running.start()
    assert "standard forms" in running.said
    answer = running.command("django", "shell", "--no-imports", "--command", COUNTED)
    places, forms, households, accounts = map(int, answer.stdout.split())
    assert places > 100
    assert forms == len(FORMS)
    assert (households, accounts) == (0, 1)  # the account the program itself acts as
    running.stop()
    running.start()
    assert "First start" not in running.said


def test_a_wrong_file_of_keeping_stops_the_start_with_one_sentence(empty: Running) -> None:
    empty.home.mkdir(parents=True, exist_ok=True)
    (empty.home / "keeping.yaml").write_text("rules:\n  football: {}\n")
    refused = empty.command("run")
    assert refused.returncode == 1
    assert "there is no rule “football”" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (empty.home / "postgres").exists()
    doctor = empty.command("doctor", "--json")
    assert doctor.returncode == 1
    [found] = [one for one in json.loads(doctor.stdout) if one["subject"] == "rules of keeping"]
    assert (found["state"], "football" in found["sentence"]) == ("bad", True)


def test_a_wrong_scheme_stops_the_start_with_one_sentence(empty: Running) -> None:
    folder = empty.home / "schemes"
    folder.mkdir(parents=True)
    (folder / "music_school.yaml").write_text("versions: []\n")
    refused = empty.command("run")
    assert refused.returncode == 1
    assert "music_school.yaml: no version of its rules. Give at least one." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (empty.home / "postgres").exists()
    doctor = empty.command("doctor", "--json")
    assert doctor.returncode == 1
    [found] = [one for one in json.loads(doctor.stdout) if one["subject"] == "schemes"]
    assert (found["state"], "music_school.yaml" in found["sentence"]) == ("bad", True)


def test_a_taken_port_is_named(empty: Running) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", empty.port))
        other.listen()
        answer = empty.command("run", "--no-demo")
    assert answer.returncode == 1
    assert f"port {empty.port}" in answer.stderr
    assert f"PORT={empty.port + 1}" in answer.stderr


def test_lost_secrets_stop_the_start_and_are_not_made_anew(running: Running) -> None:
    (running.home / "secrets.env").unlink()
    answer = running.command("run", "--no-demo")
    assert answer.returncode == 1
    assert "KHETANE_MASTER_KEYS" in answer.stderr
    assert "safe copy" in answer.stderr
    assert not (running.home / "secrets.env").exists()


def test_a_command_of_an_empty_folder_says_that_there_is_no_database(empty: Running) -> None:
    nothing = empty.command("migrate")
    assert nothing.returncode == 1
    assert "There is no database" in nothing.stderr


def test_a_command_opens_the_database_for_itself_when_nothing_runs(running: Running) -> None:
    assert running.command("django", "check", "--database", "default").returncode == 0
    assert running.processes() == []


@pytest.mark.torture
def test_a_demonstration_that_was_cut_off_is_completed_and_marked_from_its_first_record(
    empty: Running,
) -> None:
    empty.demo = True
    (empty.home / "first-start-done").unlink()
    empty.start(until="Mobile units and their members")
    assert Home(empty.home).half_a_demonstration
    assert empty.process is not None
    empty.process.kill()
    empty.process.wait()
    empty.start(until="Accounts of the demonstration")
    assert "going on" in empty.said
    wait_until(lambda: "Khetane answers at" in empty.said)
    with urllib.request.urlopen(f"http://127.0.0.1:{empty.port}/") as page:
        assert "synthetic" in page.read().decode()
    assert not Home(empty.home).half_a_demonstration
