"""Converts each form in a process of its own, so that no upload can take the server down."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import orjson

import khetane
from khetane.core.problems import Problem
from khetane.forms.xlsform import problems
from khetane.forms.xlsform.limits import DEFAULT_LIMITS, MEGABYTE, ConversionLimits
from khetane.forms.xlsform.problems import nowhere
from khetane.forms.xlsform.results import Converted, Refused
from khetane.forms.xlsform.turns import Turns

logger = logging.getLogger(__name__)
_WORKER = "khetane.forms.xlsform.worker"
_OUT_OF_MEMORY = 3
_PACKAGES = str(Path(khetane.__file__).parent.parent)
_LOGGED = 4000
# Of a web process: two of its threads at most are busy with forms, and the others answer.
TURNS = Turns(at_once=1, waiting=1, patience=DEFAULT_LIMITS.seconds)


def convert_in_turn(data: bytes, filename: str) -> Converted | Refused:
    """Convert what somebody uploads: one after the other, and one that comes while others wait is Refused."""
    with TURNS.taken() as taken:
        return convert(data, filename) if taken else _refused(problems.CROWDED.about())


def convert(data: bytes, filename: str, limits: ConversionLimits = DEFAULT_LIMITS) -> Converted | Refused:
    """Convert an XLSForm (.xlsx, .xls) or take a ready XForm.

    Never raises for what is in `data`: a file that is wrong, too large, crashes the converter or
    keeps it busy is Refused with a sentence.
    """
    with closing(convert_each([(filename, data)], limits)) as answers:
        return next(answers)


def convert_each(
    forms: Sequence[tuple[str, bytes]], limits: ConversionLimits = DEFAULT_LIMITS
) -> Generator[Converted | Refused, None, None]:
    """The same for several files, (name, bytes), in their order: the converter is loaded once for all.

    Each still has a process and the limits to itself.
    """
    named = [(_short(filename), data) for filename, data in forms]
    refused = [_beforehand(filename, data, limits) for filename, data in named]
    wanted = [form for form, no in zip(named, refused, strict=True) if no is None]
    with closing(_converted(wanted, limits)) as converted:
        for no in refused:
            yield no or next(converted)


def _short(filename: str) -> str:
    return filename.rpartition("/")[2].rpartition("\\")[2][:200] or "form"


def _beforehand(filename: str, data: bytes, limits: ConversionLimits) -> Refused | None:
    """What can be said without a process."""
    if not data:
        return _refused(problems.EMPTY.about(filename=filename))
    if len(data) > limits.file:
        return _refused(problems.TOO_LARGE.about(size=len(data), limit=limits.file))
    return None


def _converted(
    forms: Sequence[tuple[str, bytes]], limits: ConversionLimits
) -> Generator[Converted | Refused, None, None]:
    if not forms:
        return
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as said:
        for _, data in forms:
            sent.write(data)
        sent.seek(0)
        sizes = [(filename, len(data)) for filename, data in forms]
        with _started(sizes, limits, sent, said) as process:
            for _ in forms:
                yield _answer(process, said, limits)


@contextmanager
def _started(
    sizes: Sequence[tuple[str, int]], limits: ConversionLimits, sent: IO[bytes], said: IO[bytes]
) -> Iterator[subprocess.Popen[bytes]]:
    """The worker, which ends with the block, as do the processes it started."""
    # The environment holds no secret of the server; a fixed hash seed makes the same form give
    # the same XForm, and so the same version.
    told = [json.dumps(sizes), json.dumps(asdict(limits))]
    process = subprocess.Popen(  # fixed command; the file names are data
        [sys.executable, "-P", "-s", "-X", "utf8", "-m", _WORKER, *told],
        stdin=sent,
        stdout=subprocess.PIPE,
        stderr=said,
        env={"PYTHONPATH": _PACKAGES, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd="/",
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            _end(process.pid)


def _end(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of them have ended


def _answer(
    process: subprocess.Popen[bytes], said: IO[bytes], limits: ConversionLimits
) -> Converted | Refused:
    """The worker's next answer. The worker itself watches the clock of each form."""
    if process.stdout is None:
        raise ValueError("The worker was started without a pipe for its answers.")
    line = process.stdout.readline()
    answer: dict[str, Any] = orjson.loads(line) if line else {"status": process.wait(), "told": None}
    status, told = answer["status"], answer["told"]
    if told is None:
        said.seek(max(0, said.seek(0, os.SEEK_END) - _LOGGED))
        logger.warning("form conversion ended with %s: %s", status, said.read().decode(errors="replace"))
        return _refused(_why_it_ended(status, limits))
    return (Converted if told["converted"] else Refused).from_json(told["result"])


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
