"""The heads of the audit chain in a file outside the database: `KHETANE_HOME/audit/heads`.

One JSON object a line, only ever appended and flushed to disk. A line is the head of a block, or says
that the database was restored (`restored`: the last block it still has), or that the file was begun
anew from a database that already had blocks (`rebuilt`).
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from khetane.access.chain import Block
from khetane.config.problem import Problem


class HeadsProblem(Problem):
    """The file of heads cannot be read; the message says which line."""


@dataclass(frozen=True, slots=True)
class Head:
    """A block's number and hash, as written outside the database."""

    number: int
    hash: bytes


@dataclass(slots=True)
class Heads:
    """The file of heads. One process appends; others may read at the same time."""

    path: Path
    rebuilt: list[str] = field(default_factory=list)
    restored: list[tuple[int, int]] = field(default_factory=list)  # (line, last block that stayed)

    @classmethod
    def of(cls, home: Path) -> Heads:
        """The heads of the installation whose data folder is `home`."""
        return cls(home / "audit" / "heads")

    def exists(self) -> bool:
        """Whether anything was ever written."""
        return self.path.exists()

    def size(self) -> int:
        """How much of the file there is now."""
        return self.path.stat().st_size if self.exists() else 0

    def read(self, size: int | None = None) -> Iterator[Head]:
        """The heads that must be found in the database, in order of their numbers.

        `size`: read no further than the file was long at some moment. Those that a later restore left behind are passed over. Fills `restored` and `rebuilt`.
        Raises HeadsProblem at a line that cannot be read.
        """
        self.restored = [(at, line["restored"]) for at, line in self._lines(size) if "restored" in line]
        self.rebuilt = [line["rebuilt"] for _, line in self._lines(size) if "rebuilt" in line]
        for at, line in self._lines(size):
            if "block" in line and not self._left_behind(at, line["block"]):
                yield Head(line["block"], bytes.fromhex(line["hash"]))

    def last(self) -> Head | None:
        """The last head that must be found in the database."""
        found = None
        for head in self.read():
            found = head
        return found

    def append(self, block: Block) -> None:
        """Write the head of a block that the database has committed."""
        self._append({"block": block.number, "hash": block.hash.hex(), "sealed": block.sealed_at.isoformat()})

    def append_restored(self, *, last_block: int, epoch: int) -> None:
        """Say that the database was restored and has no block after `last_block`."""
        self._append({"restored": last_block, "epoch": epoch, "at": _now()})

    def append_rebuilt(self) -> None:
        """Say that the file is begun anew: of what was before, only the database tells."""
        self._append({"rebuilt": _now()})

    def mend(self) -> None:
        """Cut off a last line that a crash left unfinished; the sealer writes it again."""
        if not self.exists():
            return
        with self.path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            back = min(size, 4096)
            file.seek(size - back)
            kept = size - back + file.read(back).rfind(b"\n") + 1
            if kept != size:
                file.truncate(kept)
                os.fsync(file.fileno())

    def _left_behind(self, at: int, number: int) -> bool:
        return any(line > at and number > stayed for line, stayed in self.restored)

    def _lines(self, size: int | None) -> Iterator[tuple[int, dict[str, Any]]]:
        if not self.exists():
            return
        read = 0
        with self.path.open("rb") as file:
            for at, raw in enumerate(file, 1):
                read += len(raw)
                if not raw.endswith(b"\n") or (size is not None and read > size):
                    return  # being written at this moment
                try:
                    yield at, json.loads(raw)
                except ValueError as error:
                    raise HeadsProblem(
                        f"Line {at} of {self.path} cannot be read: somebody changed the file. Compare it with the "
                        "copy you keep elsewhere."
                    ) from error

    def _append(self, line: dict[str, Any]) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, json.dumps(line, separators=(",", ":")).encode() + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
