from __future__ import annotations

import os
import subprocess
import sys

COLLECTED = """
import gc
import khetane.config.wsgi
before = len(gc.get_objects())
print(gc.get_freeze_count() > 9 * before)
"""


def test_a_web_process_does_not_look_through_what_it_loaded_for_garbage() -> None:
    told = subprocess.run(
        [sys.executable, "-c", COLLECTED],
        env={**os.environ, "KHETANE_ENV": "test", "DJANGO_SETTINGS_MODULE": "khetane.config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "True"
