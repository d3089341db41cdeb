"""What a test starts ends with it, also when the test is killed."""

from __future__ import annotations

import signal
import subprocess
import sys

import psutil
import pytest

STARTS_ONE = """
import time
from tests import children
print(children.start(["sleep", "600"]).pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system call is Linux's")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_ends_with_a_killed_test(number: signal.Signals) -> None:
    killed = subprocess.Popen([sys.executable, "-c", STARTS_ONE], stdout=subprocess.PIPE)
    assert killed.stdout is not None
    child = psutil.Process(int(killed.stdout.readline()))
    assert child.is_running()
    killed.send_signal(number)
    killed.communicate()
    try:
        child.wait(timeout=60)
    except psutil.TimeoutExpired:
        child.kill()
        pytest.fail("the child outlived the test that started it")
