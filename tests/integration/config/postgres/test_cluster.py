from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from khetane.config.postgres import Cluster, ClusterProblem, ensure_database
from tests.running import PATIENCE

PASSWORD = "an owner's password / with @ signs"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's account can reach; pytest's own is closed to it when we are root."""
    with tempfile.TemporaryDirectory(prefix="khetane-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    cluster = make(folder)
    yield cluster
    cluster.stop()


def make(folder: Path, password: str = PASSWORD) -> Cluster:
    return Cluster.at(folder / "postgres", owner_password=password, log=folder / "postgres.log")


def ask(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.owner_url("postgres")) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def remember(cluster: Cluster) -> None:
    with psycopg.connect(cluster.owner_url("postgres")) as connection:
        connection.execute("CREATE TABLE remembered AS SELECT 42 AS answer")


def test_what_is_committed_is_safe_and_nothing_personal_is_logged(cluster: Cluster) -> None:
    cluster.start()
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        assert ask(cluster, f"SHOW {name}") == "on"
    with psycopg.connect(cluster.owner_url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE person (name text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES ('Planted Name')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES (%s)", ["Planted Name"])
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT 'Planted Name'::int")
    cluster.stop()
    logged = cluster.log.read_text()
    assert "shut down" in logged  # the log is the one that is written
    assert "Planted" not in logged


def test_nobody_connects_without_the_password_or_over_the_network(cluster: Cluster) -> None:
    cluster.start()
    wrong = cluster.owner_url("postgres").replace("khetane_owner:an", "khetane_owner:guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert cluster.socket.stat().st_mode & 0o077 == 0


def test_a_database_is_made_once(cluster: Cluster) -> None:
    cluster.start()
    for _ in range(2):
        ensure_database(cluster.owner_url("postgres"), "khetane")
    assert ask(cluster, "SELECT count(*) FROM pg_database WHERE datname = 'khetane'") == 1


def test_it_starts_again_after_the_server_was_killed(cluster: Cluster) -> None:
    cluster.start()
    remember(cluster)
    assert cluster.process is not None
    cluster.process.kill()
    cluster.process.wait()
    cluster.start()
    assert ask(cluster, "SELECT answer FROM remembered") == 42


def test_a_server_left_running_is_stopped_and_started_anew(folder: Path, cluster: Cluster) -> None:
    cluster.start()
    remember(cluster)
    assert cluster.process is not None
    after = make(folder)
    after.start()
    try:
        assert cluster.process.wait(timeout=PATIENCE) == 0
        assert ask(after, "SELECT answer FROM remembered") == 42
    finally:
        after.stop()


def test_a_pid_file_that_names_a_stranger_is_removed_and_the_stranger_lives(cluster: Cluster) -> None:
    cluster.start()
    remember(cluster)
    assert cluster.process is not None
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    cluster.process.send_signal(signal.SIGKILL)
    cluster.process.wait()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        cluster.start()
        assert stranger.poll() is None
        assert ask(cluster, "SELECT answer FROM remembered") == 42
    finally:
        stranger.kill()
        stranger.wait()


def test_a_lock_of_the_socket_that_names_a_living_process_does_not_prevent_the_start(
    cluster: Cluster,
) -> None:
    cluster.start()
    assert cluster.process is not None
    cluster.process.send_signal(signal.SIGKILL)
    cluster.process.wait()
    stranger = subprocess.Popen(["sleep", "60"], **cluster.account.popen_options())
    try:
        (lock,) = cluster.socket.glob("*.lock")
        lines = lock.read_text().splitlines()
        lock.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        cluster.start()
        assert stranger.poll() is None
        assert ask(cluster, "SELECT 1") == 1
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("content", ["", "not a number\n"])
def test_a_half_written_pid_file_does_not_prevent_the_start(cluster: Cluster, content: str) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(content)
    cluster.start()
    assert ask(cluster, "SELECT 1") == 1


def test_a_half_made_data_folder_is_thrown_away(folder: Path, cluster: Cluster) -> None:
    half_made = folder / "postgres" / "data.unfinished-old"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    cluster.start()
    assert ask(cluster, "SELECT 1") == 1
    assert not half_made.exists()


def test_secrets_of_another_folder_are_told_apart_from_a_slow_start(folder: Path, cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    with pytest.raises(ClusterProblem, match=r"does not take the password in secrets\.env"):
        make(folder, password="another").start()


def test_a_folder_of_another_postgresql_is_refused(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(ClusterProblem, match=r"made by PostgreSQL 16.*upgrade\.md"):
        cluster.start()


def test_a_start_that_fails_says_what_postgresql_said(folder: Path, cluster: Cluster) -> None:
    (folder / "postgres" / "local.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(ClusterProblem, match="no_such_setting"):
        cluster.start()


def test_the_operator_may_add_settings(folder: Path, cluster: Cluster) -> None:
    (folder / "postgres" / "local.conf").write_text("max_connections = 33\n")
    cluster.start()
    assert ask(cluster, "SHOW max_connections") == "33"


def test_a_long_path_still_has_a_socket(folder: Path) -> None:
    cluster = Cluster.at(folder / ("long" * 25), owner_password=PASSWORD, log=folder / "postgres.log")
    try:
        cluster.start()
        assert ask(cluster, "SELECT 1") == 1
    finally:
        cluster.stop()
        cluster.socket.rmdir()


@pytest.mark.parametrize(
    "name", ["moj klon", "a+b", "100% ours", "R&D", "мој клон", "one, two", 'Ana\'s "own"']
)
def test_any_name_of_a_folder_will_do(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    cluster = make(folder / name)
    try:
        cluster.start()
        assert ask(cluster, "SELECT 1") == 1
    finally:
        cluster.stop()


def test_a_server_that_never_answers_is_given_up_with_what_was_last_seen(
    folder: Path, cluster: Cluster
) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    cluster.account.give(elsewhere)
    (folder / "postgres" / "local.conf").write_text(f"unix_socket_directories = '{elsewhere}'\n")
    with pytest.raises(ClusterProblem, match=r"It last answered: .*No such file"):
        cluster.start(patience=3)


def test_a_socket_folder_open_to_others_is_refused(folder: Path) -> None:
    (folder / "postgres" / "socket").mkdir(parents=True)
    os.chmod(folder / "postgres" / "socket", 0o777)
    with pytest.raises(ClusterProblem, match="not safe"):
        make(folder)
