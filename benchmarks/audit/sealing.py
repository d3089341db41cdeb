"""The sealer at its work while the audit is on, and stopped while it is off, so that its cost is the audit's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from khetane.config.postgres.account import signal_when_parent_dies

PATIENCE = 60.0
_SEALED = """
    select coalesce((select (epoch, xid) from access_auditevent order by epoch desc, xid desc limit 1)
        <= (select (epoch, xid_to) from access_auditblock order by number desc limit 1), true)
"""


@contextmanager
def sealer(environment: Mapping[str, str]) -> Iterator[int]:
    """Its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "seal"],
        env=dict(environment),
        preexec_fn=signal_when_parent_dies(signal.SIGTERM),
    )
    try:
        yield process.pid
    finally:
        go_on(process.pid)
        process.terminate()
        process.wait()


def rest(process: int) -> None:
    os.kill(process, signal.SIGSTOP)


def go_on(process: int) -> None:
    os.kill(process, signal.SIGCONT)


def wait_until_sealed(connection: psycopg.Connection) -> None:
    """Return when every event is in a block; TimeoutError when the sealer does not get there."""
    deadline = time.monotonic() + PATIENCE
    while not (connection.execute(_SEALED).fetchone() or [False])[0]:
        if time.monotonic() > deadline:
            raise TimeoutError("The sealer has not sealed what was written.")
        time.sleep(0.2)
