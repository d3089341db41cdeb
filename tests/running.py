"""A `khetane run` of a test's own, on a data folder of its own, with its own PostgreSQL."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

from khetane.config.home import Home
from tests import children

# Seconds; for whatever comes in the end on a machine ten times slower or busier than the one it was written on.
PATIENCE = 1200.0


@dataclass
class Running:
    """A `khetane run` on `home`, and what it said so far."""

    home: Path
    port: int
    arguments: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
    demo: bool = False
    process: subprocess.Popen[bytes] | None = None

    @property
    def said(self) -> str:
        return (self.home.parent / "said").read_text()

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KHETANE_")}
        kept.pop("DATABASE_URL", None)
        kept["KHETANE_REQUIRE_MFA"] = "0"  # tests sign in with a password alone
        return {**kept, "KHETANE_HOME": str(self.home), "PORT": str(self.port), **self.extra}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "khetane.cli", *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def answer(self, *arguments: str) -> Any:
        """What a command prints with --json; the test fails with what it said when it ends badly."""
        done = self.command(*arguments, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def start(self, until: str = "Khetane answers at", patience: float = PATIENCE) -> None:
        demo = [] if self.demo else ["--no-demo"]
        with (self.home.parent / "said").open("wb") as said:
            started = self.process = children.start(
                [sys.executable, "-m", "khetane.cli", "run", *demo, "--workers", "1", *self.arguments],
                env=self.environment(),
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        wait_until(lambda: until in self.said or started.poll() is not None, patience)
        assert started.poll() is None, self.said

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def processes(self) -> list[psutil.Process]:
        """Every process that was started for this data folder, PostgreSQL's included."""
        return [
            process for process in psutil.process_iter() if process.is_running() and self.is_ours(process)
        ]

    def is_ours(self, process: psutil.Process) -> bool:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            if process.environ().get("KHETANE_HOME") == str(self.home):
                return True
            return process.name() == "postgres" and self.home.joinpath("postgres/data").resolve() == Path(
                process.cwd()
            )
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False

    def named(self, word: str) -> psutil.Process:
        """The first of our processes with this word in its command line: the parent of its kind."""
        found = [process for process in self.processes() if word in command_of(process)]
        return min(found, key=lambda process: process.create_time())

    def kill(self, *words: str) -> None:
        """kill -9 each of our processes that has one of these words in its command line."""
        for process in self.processes():
            if any(word in command_of(process) for word in words):
                kill_if_there(process)

    def kill_everything(self) -> None:
        """kill -9 the supervisor and all that it started, at once."""
        assert self.process is not None
        self.process.kill()
        for process in self.processes():
            kill_if_there(process)
        self.process.wait(timeout=PATIENCE)
        wait_until(lambda: self.processes() == [])


def kill_if_there(process: psutil.Process) -> None:
    """kill -9; a process may have ended already, because its parent was killed."""
    with suppress(psutil.NoSuchProcess):
        process.kill()


def command_of(process: psutil.Process) -> str:
    """Its command line; empty when it has ended meanwhile."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def wait_until(holds: Callable[[], bool], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail("what was waited for did not come")
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def a_running(*, first_start: bool = False, like: Path | None = None) -> Iterator[Running]:
    """One that is not started yet; what a test leaves running is ended with it.

    Its data folder is empty, or a copy of the folder `like`, in which nothing runs. Without a first start
    it has neither places nor forms, which most tests do not need.
    """
    with tempfile.TemporaryDirectory(prefix="khetane-run-") as name:  # 0700, as root's home is
        running = Running(home=Path(name) / "var", port=free_port())
        running.home.mkdir(mode=0o700)
        if like is not None:
            copy_home(like, running.home)
        if not first_start:
            (running.home / "first-start-done").touch()
        try:
            yield running
        finally:
            if running.process is not None and running.process.poll() is None:
                running.stop()
            remove_folder_of_root(running.home)


def copy_home(made: Path, into: Path) -> None:
    """Another data folder with the same secrets and a database of the same content."""
    shutil.copytree(made, into, ignore=shutil.ignore_patterns("postgres"), dirs_exist_ok=True)
    database = Home(into).make_postgres_folder()
    # with its owner, who is PostgreSQL's account where root runs the tests
    subprocess.run(["cp", "-a", str(made / "postgres" / "data"), str(database)], check=True)


def remove_folder_of_root(home: Path) -> None:
    """What root's PostgreSQL keeps outside the data folder."""
    target = (home / "postgres").resolve()
    if home.joinpath("postgres").is_symlink():
        subprocess.run(["rm", "-r", str(target)], check=True)
