"""Processes of a test that end with it, also when the test itself is killed."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Sequence
from typing import Any

from khetane.config.postgres.account import signal_when_parent_dies


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """As Popen; asked to end (TERM) once this process is gone. Linux only; elsewhere it is left."""
    return subprocess.Popen(list(command), preexec_fn=signal_when_parent_dies(signal.SIGTERM), **options)
