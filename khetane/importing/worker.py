"""The process that reads tables: bytes on standard input, one line of JSON on standard output.

Started by `khetane.importing.process` and by nothing else. Before it looks at the table it gives up the right to more
memory and time than the limits, and to open any file or socket.
"""

from __future__ import annotations

import codecs
import json
import os
import sys

import orjson

from khetane.forms.xlsform.limits import ConversionLimits
from khetane.forms.xlsform.worker import confine
from khetane.importing.limits import TableLimits
from khetane.importing.tables import Unreadable, read_sheets

CODECS = ("utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "cp437", "cp1250", "cp1251")


def main() -> None:
    name, limits = sys.argv[1], TableLimits(**json.loads(sys.argv[2]))
    data = sys.stdin.buffer.read()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints does not reach the answer
    for codec in CODECS:  # once confined, none can be loaded any more
        codecs.lookup(codec)
    confine(
        ConversionLimits(
            memory=limits.memory, processor_seconds=limits.processor_seconds, output=limits.output
        )
    )
    try:
        sheets = read_sheets(data, name, limits)
    except Unreadable as wrong:
        told = {"problem": [wrong.problem.code, wrong.problem.sentence, dict(wrong.problem.values)]}
        out.write(orjson.dumps(told))
    else:
        out.write(orjson.dumps({"sheets": [[one.name, one.rows] for one in sheets]}))
    out.flush()


if __name__ == "__main__":
    main()
