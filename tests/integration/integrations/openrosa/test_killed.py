"""Server, worker and database are killed in the middle of uploads; after restart and resend nothing is missing.

`make test` sends a hundred, `make torture` the full thousand.
"""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from tests.openrosa_client import MULTIPART, multipart
from tests.running import Running, a_running, wait_until
from tests.world_devices import registration

UPLOADS = 1000 if "TORTURE" in os.environ else 100
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


@pytest.fixture
def stack(started_before: Path) -> Iterator[Running]:
    with a_running(like=started_before) as running:
        running.start()
        yield running


def told(stack: Running, code: str, word: str) -> str:
    """What a piece of code prints after a word, in the running instance."""
    done = stack.command("django", "shell", "-v", "0", "-c", code)
    found: list[str] = [line for line in done.stdout.splitlines() if line.startswith(word)]
    assert found, done.stdout + done.stderr
    return found[0].removeprefix(word).strip()


class Sending:
    """Several devices' connections that post every body until it is answered with 201 or 202."""

    def __init__(self, port: int, token: str, bodies: list[bytes]) -> None:
        self.port, self.path, self.wanted = port, f"/key/{token}/submission", len(bodies)
        self.todo: Queue[bytes] = Queue()
        self.answers: list[int] = []
        self.given_up = threading.Event()
        for body in bodies:
            self.todo.put(body)
        self.threads = [threading.Thread(target=self.send) for _ in range(SENDERS)]
        for thread in self.threads:
            thread.start()

    def send(self) -> None:
        while not self.is_done() and not self.given_up.is_set():
            try:
                body = self.todo.get(timeout=0.2)
            except Empty:  # another connection holds the last ones, and may have to put them back
                continue
            status = self.post(body)
            if status in (201, 202):
                self.answers.append(status)
            else:
                self.todo.put(body)
                time.sleep(0.1)

    def post(self, body: bytes) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", self.path, body, {"Content-Type": MULTIPART})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def is_done(self) -> bool:
        return len(self.answers) >= self.wanted

    def reach(self, share: float) -> None:
        """Wait until this share was answered, and never longer than anything is waited for."""
        try:
            wait_until(lambda: len(self.answers) >= share * self.wanted)
        except BaseException:
            self.given_up.set()
            raise

    def finish(self) -> list[int]:
        self.reach(1)
        for thread in self.threads:
            thread.join()
        return self.answers


def test_each_upload_is_there_exactly_once_after_kill_9(stack: Running) -> None:
    token = told(stack, MADE, "MADE")
    bodies = [
        multipart(registration("KIL-S1", household=uuid.uuid4(), members=1, instance=f"uuid:{uuid.uuid4()}"))
        for _ in range(UPLOADS)
    ]
    sending = Sending(stack.port, token, bodies)
    for share, victim in ((0.1, "granian"), (0.25, "procrastinate"), (0.4, "postgres"), (0.6, "")):
        sending.reach(share)
        assert not sending.is_done()
        stack.kill(victim) if victim else stack.kill_everything()
    stack.start()
    sending.finish()
    assert Sending(stack.port, token, bodies).finish() == [202] * UPLOADS
    counted = json.loads(told(stack, COUNTED, "COUNTED"))
    assert counted == {
        "Submission": UPLOADS,
        "KeptUpload": 0,
        "Household": UPLOADS,
        "Person": UPLOADS,
        "EntityChange": 2 * UPLOADS,
        "states": {"applied": UPLOADS},
    }
