"""The confined process that converts one form: bytes on standard input, JSON on standard output.

Started by `khetane.forms.xlsform.process` and by nothing else. It gives up, before it looks at the
form, the right to more memory and time than the limits, to write files, and to open any file or
socket at all.
"""

from __future__ import annotations

import codecs
import json
import os
import resource
import sys

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


def main() -> None:
    filename, limits = sys.argv[1], ConversionLimits(**json.loads(sys.argv[2]))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints does not reach the answer
    data = sys.stdin.buffer.read()
    for name in _CODECS_OF_OLD_WORKBOOKS:
        codecs.lookup(name)
    confine(limits)
    try:
        result = convert_here(data, filename, limits)
        answer = orjson.dumps({"converted": isinstance(result, Converted), "result": result.to_json()})
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    out.write(answer)
    out.flush()


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
