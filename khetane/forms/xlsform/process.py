"""Converts a form in a process of its own, so that no upload can take the server down."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import IO

import orjson

import khetane
from khetane.core.problems import Problem
from khetane.forms.xlsform import problems
from khetane.forms.xlsform.limits import DEFAULT_LIMITS, MEGABYTE, ConversionLimits
from khetane.forms.xlsform.problems import nowhere
from khetane.forms.xlsform.results import Converted, Refused

logger = logging.getLogger(__name__)
_WORKER = "khetane.forms.xlsform.worker"
_OUT_OF_MEMORY = 3
_PACKAGES = str(Path(khetane.__file__).parent.parent)
_LOGGED = 4000


def convert(data: bytes, filename: str, limits: ConversionLimits = DEFAULT_LIMITS) -> Converted | Refused:
    """Convert an XLSForm (.xlsx, .xls) or take a ready XForm.

    Never raises for what is in `data`: a file that is wrong, too large, crashes the converter or
    keeps it busy is Refused with a sentence.
    """
    filename = filename.rpartition("/")[2].rpartition("\\")[2][:200] or "form"
    if not data:
        return _refused(problems.EMPTY.about(filename=filename))
    if len(data) > limits.file:
        return _refused(problems.TOO_LARGE.about(size=len(data), limit=limits.file))
    with (
        tempfile.TemporaryFile() as sent,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as said,
    ):
        sent.write(data)
        sent.seek(0)
        status = _run(filename, limits, sent, answer, said)
        if status != 0:
            said.seek(max(0, said.seek(0, os.SEEK_END) - _LOGGED))
            logger.warning("form conversion ended with %s: %s", status, said.read().decode(errors="replace"))
            return _refused(_why_it_ended(status, limits))
        answer.seek(0)
        told = orjson.loads(answer.read())
    return (Converted if told["converted"] else Refused).from_json(told["result"])


def _run(
    filename: str, limits: ConversionLimits, sent: IO[bytes], answer: IO[bytes], said: IO[bytes]
) -> int | None:
    """The exit status of the worker, negative for a signal, or None when its time was over."""
    # The environment holds no secret of the server; a fixed hash seed makes the same form give
    # the same XForm, and so the same version.
    process = subprocess.Popen(  # fixed command; the file name is data
        [sys.executable, "-P", "-s", "-X", "utf8", "-m", _WORKER, filename, json.dumps(asdict(limits))],
        stdin=sent,
        stdout=answer,
        stderr=said,
        env={"PYTHONPATH": _PACKAGES, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd="/",
        start_new_session=True,
    )
    try:
        return process.wait(timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _why_it_ended(status: int | None, limits: ConversionLimits) -> Problem:
    if status is None:
        return problems.TOOK_TOO_LONG.about(seconds=limits.seconds)
    if status == -signal.SIGXCPU:
        return problems.TOOK_TOO_LONG.about(seconds=limits.processor_seconds)
    if status == _OUT_OF_MEMORY:
        return problems.TOOK_TOO_MUCH.about(megabytes=limits.memory // MEGABYTE)
    reason = signal.Signals(-status).name if status < 0 else f"status {status}"
    return problems.STOPPED.about(reason=reason)


def _refused(problem: Problem) -> Refused:
    return Refused((nowhere(problem),))
