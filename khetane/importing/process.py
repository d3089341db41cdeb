"""Reads each table in a process of its own, so that no upload can take the server down."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import orjson

import khetane
from khetane.core.problems import Problem
from khetane.forms.xlsform.turns import Turns
from khetane.importing import problems
from khetane.importing.limits import DEFAULT_LIMITS, TableLimits
from khetane.importing.tables import Sheet, Unreadable

logger = logging.getLogger(__name__)
_WORKER = "khetane.importing.worker"
_PACKAGES = str(Path(khetane.__file__).parent.parent)
_LOGGED = 4000
TURNS = Turns(at_once=1, waiting=1, patience=DEFAULT_LIMITS.seconds)


def read_in_turn(data: bytes, name: str) -> list[Sheet]:
    """Read what somebody uploads: one after the other. Raises Unreadable."""
    with TURNS.taken() as taken:
        if not taken:
            raise Unreadable(problems.CROWDED.about())
        return read_table(data, name)


def read_table(data: bytes, name: str, limits: TableLimits = DEFAULT_LIMITS) -> list[Sheet]:
    """The sheets of an .xlsx, .xls, .ods or CSV file. Raises Unreadable for whatever is wrong with it."""
    name = name.rpartition("/")[2].rpartition("\\")[2][:200] or "table"
    if not data:
        raise Unreadable(problems.EMPTY.about(name=name))
    if len(data) > limits.file:
        raise Unreadable(problems.TOO_LARGE.about(name=name, size=len(data), limit=limits.file))
    answer = _answer(data, name, limits)
    if answer is None:
        raise Unreadable(problems.STOPPED.about(name=name))
    told = orjson.loads(answer)
    if "problem" in told:
        raise Unreadable(Problem(*told["problem"]))
    return [Sheet(title, rows) for title, rows in told["sheets"]]


def _answer(data: bytes, name: str, limits: TableLimits) -> bytes | None:
    """What the worker says; None when it was stopped. Its environment holds no secret of the server."""
    try:
        done = subprocess.run(  # fixed command; the file's name is data
            [sys.executable, "-P", "-s", "-X", "utf8", "-m", _WORKER, name, json.dumps(asdict(limits))],
            input=data,
            capture_output=True,
            env={"PYTHONPATH": _PACKAGES, "PYTHONDONTWRITEBYTECODE": "1"},
            cwd="/",
            timeout=limits.seconds,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        logger.warning(
            "reading a table ended with %s: %s",
            done.returncode,
            done.stderr[-_LOGGED:].decode(errors="replace"),
        )
        return None
    return done.stdout
