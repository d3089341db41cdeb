"""Which operating-system account PostgreSQL runs under, and how its programs are started."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from khetane.config.problem import Problem

CANDIDATES = ("postgres", "nobody")
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Account:
    """Where `switch` is true we are root, and PostgreSQL, which refuses root, must run as `name`."""

    name: str
    uid: int
    gid: int
    switch: bool

    def popen_options(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def give(self, path: Path) -> None:
        if self.switch:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def choose(data: Path) -> Account:
    """The account for the cluster in `data`: its owner if it exists, so that the choice never changes."""
    if os.geteuid() != 0:
        return Account(name=str(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), switch=False)
    if data.exists() and data.stat().st_uid != 0:
        entry = pwd.getpwuid(data.stat().st_uid)
        return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, switch=True)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid, switch=True)
    raise Problem(
        f"PostgreSQL does not run as root, and this machine has none of the accounts {', '.join(CANDIDATES)}. "
        "Start Khetane as an ordinary user."
    )


def start(
    command: Sequence[str], *, account: Account, log: IO[bytes] | None, die_with_us: bool = False
) -> subprocess.Popen[bytes]:
    """Start a program of PostgreSQL in its own session, with nothing of our environment."""
    return subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=log or subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        start_new_session=True,
        preexec_fn=signal_when_parent_dies(signal.SIGINT) if die_with_us else None,
        **account.popen_options(),
    )


def signal_when_parent_dies(number: signal.Signals) -> Callable[[], None] | None:
    """What a child calls before exec so that it is sent `number` if we are killed. Linux only; else None."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)  # loaded before the fork
    parent = os.getpid()

    def arm() -> None:
        library.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return arm
