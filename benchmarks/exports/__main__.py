"""`python -m benchmarks.exports --count 50000`: CPU-seconds and peak memory of each export, beside bare reads.

The references do less, on the same rows: COPY sends them as they are stored; "open and parse" decrypts
each and parses it with lxml, no more. Client and database share the machine; both are counted.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable, Iterable
from time import process_time
from typing import Any

import psutil

from benchmarks.exports.stored import Stored, database


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with database(options.count) as stored:
        print(f"{options.count} submissions of {stored.body_bytes} bytes; best of {options.rounds}")
        print(f"{'':24}{'own CPU s':>10}{'database s':>12}{'MB sent':>9}{'peak MB':>9}")
        for name, work in works(stored).items():
            own, base, size = min(measure(stored, work) for _ in range(options.rounds))
            print(f"{name:24}{own:10.2f}{base:12.2f}{size / 1e6:9.1f}{peak():9.0f}")


def works(stored: Stored) -> dict[str, Callable[[], Iterable[Any]]]:
    from lxml import etree

    from khetane.forms.exports.forms import asked_of, csv_archive
    from khetane.forms.exports.stream import arrived

    def copied() -> Iterable[bytes]:
        from django.db import connection

        with connection.connection.cursor().copy(
            "copy (select id, instance_id, content, key, key_id from khetane_forms_submission order by received_at, id) "
            "to stdout (format binary)"
        ) as copy:
            yield from copy

    def parsed() -> Iterable[bytes]:
        for submission in arrived(asked_of(stored.form_id)):
            etree.fromstring(submission.content)
            yield submission.content

    return {
        "bare COPY": copied,
        "open and parse": parsed,
        "CSV archive": lambda: csv_archive(stored.form_id),
        "OData Submissions": lambda: odata(stored, "Submissions"),
        "OData Submissions.member": lambda: odata(stored, "Submissions.member"),
    }


def odata(stored: Stored, name: str) -> Iterable[bytes]:
    """The whole of one OData table."""
    from khetane.forms.exports.forms import asked_of, layout_of
    from khetane.forms.models import FormVersion
    from khetane.integrations.odata.asking import options
    from khetane.integrations.odata.documents import Reading, document
    from khetane.integrations.odata.schema import entity_sets

    layout = layout_of(stored.form_id)
    table = next(one for one in entity_sets(layout) if one.name == name)
    versions = dict(FormVersion.objects.filter(form_id=stored.form_id).values_list("pk", "version"))
    reading = Reading(table, layout, asked_of(stored.form_id), versions, options({}, table))
    return document(reading, "", lambda token: token)


def measure(stored: Stored, work: Callable[[], Iterable[Any]]) -> tuple[float, float, int]:
    """(own CPU seconds, those of the database's process, bytes)."""
    from django.db import connection

    from khetane.core.viewer import acting_as

    with acting_as(stored.account_id):
        backend = psutil.Process(connection.connection.info.backend_pid)
        began, base = process_time(), sum(backend.cpu_times()[:2])
        size = sum(len(piece) for piece in work())
        return process_time() - began, sum(backend.cpu_times()[:2]) - base, size


def peak() -> float:
    """The most memory this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
