"""Processes that a killed `khetane run` left behind: which they are is written down while it runs."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterable

import psutil

from khetane.config.home import Home, write_private
from khetane.config.services import end_group

PATIENCE = 10.0


def write_down(home: Home, groups: Iterable[int]) -> None:
    write_private(home.run / "processes.json", json.dumps(sorted(groups)))


def clear(home: Home) -> None:
    """End what a former run left. The caller holds the lock, so the former run itself is gone."""
    record = home.run / "processes.json"
    if not record.exists():
        return
    for group in json.loads(record.read_text()):
        members = members_of(group, home)
        if members:
            end_group(group, signal.SIGTERM)
            psutil.wait_procs(members, timeout=PATIENCE)
            end_group(group, signal.SIGKILL)
    record.unlink()


def members_of(group: int, home: Home) -> list[psutil.Process]:
    """Processes of this group that were started for this data folder: a number may be a stranger's by now."""
    return [process for process in psutil.process_iter() if _belongs(process, group, home)]


def _belongs(process: psutil.Process, group: int, home: Home) -> bool:
    try:
        in_group = os.getpgid(process.pid) == group
        return in_group and process.environ().get("KHETANE_HOME") == str(home.folder)
    except (ProcessLookupError, psutil.NoSuchProcess, psutil.AccessDenied):
        return False
