"""What was erased, in a file outside the database and its backups: `KHETANE_HOME/erasures/ledger`.

One JSON object a line, only ever appended and flushed to disk: ids and a time, nothing else. A restore makes
every erasure in it again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from khetane.config.problem import Problem


class LedgerProblem(Problem):
    """The ledger cannot be read; the message says which line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure: who was erased (`persons`, and whole `households`), for which request, in which units.

    `records` are the ids of everything that was theirs, so that a submission which names one is found again.
    `leaves` says which kinds of records stay as counts, where it was made because their time was over; None: at a request.
    `grievances` are those that went because their time was over; they are of no person and no household.
    """

    request: UUID
    persons: tuple[UUID, ...]
    households: tuple[UUID, ...]
    units: tuple[UUID, ...]
    records: tuple[UUID, ...]
    at: dt.datetime
    leaves: tuple[str, ...] | None = None
    grievances: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file at `path`. Reading raises LedgerProblem at a line that says no erasure."""

    path: Path

    @classmethod
    def of(cls, home: Path) -> Ledger:
        """The ledger of the installation whose data folder is `home`."""
        return cls(home / "erasures" / "ledger")

    def append(self, entry: Entry) -> None:
        """Write an erasure down; it is on the disk when this returns."""
        line = json.dumps(
            {
                "request": str(entry.request),
                "persons": [str(one) for one in entry.persons],
                "households": [str(one) for one in entry.households],
                "units": [str(one) for one in entry.units],
                "records": [str(one) for one in entry.records],
                "at": entry.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
                **({} if entry.leaves is None else {"leaves": list(entry.leaves)}),
                **({"grievances": [str(one) for one in entry.grievances]} if entry.grievances else {}),
            },
            separators=(",", ":"),
        )
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._mend()
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode() + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)

    def entries(self) -> Iterator[Entry]:
        """Every erasure, oldest first. Raises LedgerProblem at a line that cannot be read."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.endswith(b"\n"):  # a crash may leave a last line unfinished: that erasure was not made
                    yield self._read(raw, number)

    def count(self) -> int:
        """How many erasures it holds."""
        return sum(1 for _ in self.entries())

    def _read(self, raw: bytes, number: int) -> Entry:
        try:
            said = json.loads(raw)
            persons, households, units, records = (
                tuple(map(UUID, said[name])) for name in ("persons", "households", "units", "records")
            )
            at = dt.datetime.fromisoformat(said["at"])
            leaves = None if said.get("leaves") is None else tuple(map(str, said["leaves"]))
            grievances = tuple(map(UUID, said.get("grievances", ())))
            return Entry(UUID(said["request"]), persons, households, units, records, at, leaves, grievances)
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerProblem(
                f"Line {number} of {self.path} cannot be read: somebody changed the file. Put it back from the copy "
                "you keep elsewhere; without it a restore would bring erased people back."
            ) from error

    def _mend(self) -> None:
        """Cut off a last line that a crash left unfinished."""
        if not self.path.exists():
            return
        with self.path.open("r+b") as file:
            content = file.read()
            kept = content.rfind(b"\n") + 1
            if kept != len(content):
                file.truncate(kept)
                os.fsync(file.fileno())
