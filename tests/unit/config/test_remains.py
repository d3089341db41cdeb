from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from khetane.config import remains
from khetane.config.home import Home
from tests.running import PATIENCE


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.of({"KHETANE_HOME": str(tmp_path / "var")})


def sleeper(home: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"]
    process = subprocess.Popen(
        command, env={"KHETANE_HOME": home}, start_new_session=True, stdout=subprocess.PIPE
    )
    if process.stdout is not None:
        process.stdout.read(1)  # it has its own environment only once it runs
    return process


@pytest.fixture
def leftover(home: Home) -> Iterator[subprocess.Popen[bytes]]:
    process = sleeper(str(home.folder))
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    process = sleeper("/somewhere/else")
    yield process
    process.kill()
    process.communicate()


def test_what_a_killed_run_left_is_ended_and_a_stranger_with_its_number_is_not(
    home: Home, leftover: subprocess.Popen[bytes], stranger: subprocess.Popen[bytes]
) -> None:
    remains.write_down(home, {leftover.pid, stranger.pid})
    remains.clear(home)
    leftover.wait(timeout=PATIENCE)
    assert stranger.poll() is None
    remains.clear(home)  # nothing is left to clear
