"""Server, worker and database are killed in the middle of uploads; after restart and resend nothing is missing.

`make test` sends a bounded number, `make torture` the full thousand.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue

import psutil
import pytest

from tests.openrosa_client import MULTIPART, multipart
from tests.world_devices import registration

PATIENCE = 180.0
SENDERS = 6
MADE = """
import json
from khetane.access.actions_devices import create_device
from khetane.core.viewer import acting_as
from tests.world import account, town
from tests.world_devices import published
home = town("KIL")
coordinator = account("unit_coordinator", home.unit, email="kill@example.org")
published(coordinator)
with acting_as(coordinator.pk):
    print("MADE", create_device(account=coordinator, unit=home.unit)[1])
"""
COUNTED = """
import json
from collections import Counter
from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.forms.models import KeptUpload, Submission
from khetane.history.models import EntityChange
from khetane.people.models import Household, Person
with acting_as(Account.objects.get(email="kill@example.org").pk):
    found = {m.__name__: m._default_manager.count() for m in (Submission, KeptUpload, Household, Person, EntityChange)}
    found["states"] = dict(Counter(Submission.objects.values_list("state", flat=True)))
    print("COUNTED", json.dumps(found))
"""


@dataclass
class Stack:
    """A `khetane run` of this test's own."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    said: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KHETANE_")}
        kept.pop("DATABASE_URL", None)
        return {**kept, "KHETANE_HOME": str(self.home), "PORT": str(self.port)}

    def start(self) -> None:
        self.home.mkdir(mode=0o700, exist_ok=True)
        (self.home / "first-start-done").touch()  # its forms are the test's own
        log = self.home.parent / "said"
        with log.open("wb") as out:
            command = [sys.executable, "-m", "khetane.cli", "run", "--no-demo", "--workers", "1"]
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=out, stderr=subprocess.STDOUT
            )
        wait_until(lambda: self.healthy() or self.process.poll() is not None)  # type: ignore[union-attr]  # just set
        assert self.process.poll() is None, log.read_text()

    def healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def children(self) -> list[psutil.Process]:
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill(self, *words: str) -> None:
        """kill -9 what runs below the supervisor and has all these words in its command."""
        for process in self.children():
            try:
                if all(word in " ".join(process.cmdline()) for word in words):
                    process.kill()
            except psutil.NoSuchProcess:
                continue

    def kill_everything(self) -> None:
        assert self.process is not None
        doomed = [psutil.Process(self.process.pid), *self.children()]
        for process in doomed:
            if process.is_running():
                process.kill()
        self.process.wait()
        psutil.wait_procs(doomed, timeout=30)

    def shell(self, code: str, word: str) -> str:
        command = [sys.executable, "-m", "khetane.cli", "django", "shell", "-v", "0", "-c", code]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE)
        found = [line for line in done.stdout.splitlines() if line.startswith(word)]
        assert found, done.stdout + done.stderr
        return found[0].removeprefix(word).strip()


@pytest.fixture
def stack() -> Iterator[Stack]:
    with tempfile.TemporaryDirectory(prefix="khetane-killed-") as folder, socket.socket() as probe:
        Path(folder).chmod(0o755)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        running = Stack(Path(folder) / "var", port)
        try:
            running.start()
            yield running
        finally:
            if running.process is not None and running.process.poll() is None:
                running.process.send_signal(signal.SIGTERM)
                running.process.wait(timeout=PATIENCE)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "this takes too long"
        time.sleep(0.3)


def send_all(port: int, token: str, bodies: list[bytes]) -> list[bytes]:
    """Post every body once from several connections; those that got no 201 or 202."""
    todo: Queue[bytes] = Queue()
    failed: list[bytes] = []
    for body in bodies:
        todo.put(body)

    def sender() -> None:
        while True:
            try:
                body = todo.get_nowait()
            except Empty:
                return
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                connection.request("POST", f"/key/{token}/submission", body, {"Content-Type": MULTIPART})
                if connection.getresponse().status not in (201, 202):
                    failed.append(body)
            except (OSError, http.client.HTTPException):
                failed.append(body)
                time.sleep(0.05)
            finally:
                connection.close()

    threads = [threading.Thread(target=sender) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def kill_in_the_middle(stack: Stack, token: str, bodies: list[bytes]) -> None:
    """Send while web server, worker and database are killed one after the other, then everything at once."""
    first, second = bodies[: len(bodies) // 2], bodies[len(bodies) // 2 :]
    for share, victims in ((first, (("granian",), ("procrastinate",), ("postgres",))), (second, ())):
        sending = threading.Thread(target=send_all, args=(stack.port, token, share))
        sending.start()
        for words in victims:
            time.sleep(random.Random(str(words)).uniform(0.3, 1.2))
            stack.kill(*words)
        if not victims:
            time.sleep(0.5)
            stack.kill_everything()
        sending.join()
        if victims:
            wait_until(stack.healthy)


def exactly_once(stack: Stack, records: int) -> None:
    token = stack.shell(MADE, "MADE")
    household = [uuid.uuid4() for _ in range(records)]
    bodies = [multipart(registration("KIL-S1", household=one, members=1)) for one in household]
    kill_in_the_middle(stack, token, bodies)
    stack.start()
    for _ in range(20):
        bodies_left = send_all(stack.port, token, bodies)
        if not bodies_left:
            break
        bodies = bodies_left
    counted = json.loads(stack.shell(COUNTED, "COUNTED"))
    assert counted == {
        "Submission": records,
        "KeptUpload": 0,
        "Household": records,
        "Person": records,
        "EntityChange": 2 * records,
        "states": {"applied": records},
    }


@pytest.mark.timeout(600)
def test_a_hundred_uploads_survive_kill_9(stack: Stack) -> None:
    exactly_once(stack, 100)


@pytest.mark.torture
@pytest.mark.skipif("TORTURE" not in os.environ, reason="the full count runs in make torture")
@pytest.mark.timeout(1800)
def test_a_thousand_uploads_survive_kill_9(stack: Stack) -> None:
    exactly_once(stack, 1000)
