"""A worker process of a test run ends without an interrupt that nobody made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
# Garbage that only the last collection would find, and that takes longer than execnet waits.
LEAVES_MUCH = """
import gc, time

class Left:
    def __del__(self):
        time.sleep(60)

def test_leaves_much():
    gc.disable()
    one = Left()
    one.itself = one
"""


def test_what_tests_leave_behind_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(LEAVES_MUCH)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "1", "-p", "tests.ending", "-p", "no:cacheprovider", "-p", "no:django",
         "test_it.py"],
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert "KeyboardInterrupt" not in done.stdout + done.stderr
