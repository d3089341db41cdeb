"""The process that converts forms: their bytes on standard input, a line of JSON for each on standard output.

Started by `khetane.forms.xlsform.process` and by nothing else. It loads the converter once and never looks
at a form: each is converted in a process forked for it, which gives up, before it begins, the right to more
memory and time than the limits, to write files, and to open any file or socket at all.
"""

from __future__ import annotations

import codecs
import json
import os
import resource
import signal
import sys
import tempfile
import time
from typing import IO

import orjson

from khetane.forms.xlsform.conversion import convert_here
from khetane.forms.xlsform.limits import ConversionLimits
from khetane.forms.xlsform.results import Converted

# Codecs are loaded on first use; once confined, no file can be opened any more.
_CODECS_OF_OLD_WORKBOOKS = (
    *(f"cp{page}" for page in (437, 850, 852, 855, 857, 866, 932, 936, 949, 950, 1250, 1251, 1252)),
    *(f"cp{page}" for page in (1253, 1254, 1255, 1256, 1257, 1258)),
    *("ascii", "latin_1", "utf_8", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "unicode_escape"),
    *("mac_roman", "mac_cyrillic", "mac_greek", "mac_latin2", "mac_turkish", "idna"),
)
OUT_OF_MEMORY = 3


PAUSE = 0.01


def main() -> None:
    """Convert the forms on standard input, each in a confined process of its own, and tell each outcome on a line."""
    forms: list[tuple[str, int]] = json.loads(sys.argv[1])
    limits = ConversionLimits(**json.loads(sys.argv[2]))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints does not reach the answers
    for name in _CODECS_OF_OLD_WORKBOOKS:
        codecs.lookup(name)
    for filename, size in forms:
        data = sys.stdin.buffer.read(size)
        with tempfile.TemporaryFile() as answer:
            status = _in_a_process(data, filename, limits, answer, out)
            answer.seek(0)
            told = answer.read() if status == 0 else b"null"
        out.write(b'{"status":%s,"told":%s}\n' % (orjson.dumps(status), told))
        out.flush()


def _in_a_process(
    data: bytes, filename: str, limits: ConversionLimits, answer: IO[bytes], out: IO[bytes]
) -> int | None:
    """Convert one form in a process of its own; its exit status as `subprocess` tells it, None when time was over."""
    process = os.fork()
    if process == 0:
        os.close(out.fileno())
        try:
            _convert(data, filename, limits, answer)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    end = time.monotonic() + limits.seconds
    while True:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= end:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return None
        time.sleep(PAUSE)


def _convert(data: bytes, filename: str, limits: ConversionLimits, answer: IO[bytes]) -> None:
    """What the forked process does."""
    confine(limits)
    try:
        result = convert_here(data, filename, limits)
        told = orjson.dumps({"converted": isinstance(result, Converted), "result": result.to_json()})
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    answer.write(told)
    answer.flush()


def confine(limits: ConversionLimits) -> None:
    """Give up rights for good; none of this can be taken back by the process."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor_seconds),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
