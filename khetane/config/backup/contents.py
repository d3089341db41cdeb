"""Reading a backup from beginning to end, and finding that it holds what it says."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyrage

from khetane.config.backup import archive
from khetane.config.backup.archive import BackupProblem, Member
from khetane.config.backup.tables import Table
from khetane.config.backup.taking import FORMAT, Content


@dataclass(frozen=True, slots=True)
class Header:
    """What stands at the beginning of a backup."""

    khetane: str
    taken_at: str
    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, tuple[str, ...]]
    keys: dict[str, str]
    erasures: int
    demo: bool


@dataclass(slots=True)
class Opened:
    """A backup being read: take `pieces()` to the end before anything of it counts."""

    header: Header
    _members: Iterator[Member]
    _path: Path
    contents: dict[str, Content] = field(default_factory=dict)
    sequences: dict[str, tuple[int, bool]] = field(default_factory=dict)

    def pieces(self) -> Iterator[tuple[Table, Iterator[bytes]]]:
        """Each table that has rows, with pieces of its COPY text. Take each table's pieces before the next.

        Raises BackupProblem when the backup is not whole, or a table is not what the manifest says.
        """
        digests: dict[str, Any] = {name: hashlib.sha256() for name in self.header.tables}
        member = next(self._members, None)
        while member is not None and member[0] != "manifest.json":
            name = member[0].partition("/")[0]
            if name not in digests:
                raise self._damaged(f"it holds {member[0]!r}, which its header does not name")
            run = _Run(name, member, self._members)
            yield Table(name, self.header.tables[name]), self._text(run, digests[name])
            member = run.after
        if member is None:
            raise self._damaged("its manifest is missing")
        self._check(json.loads(member[1]), {name: one.hexdigest() for name, one in digests.items()})
        for name, _ in self._members:
            raise self._damaged(f"{name!r} stands after its manifest")

    def _text(self, run: _Run, digest: Any) -> Iterator[bytes]:
        for packed in run:
            try:
                text = gzip.decompress(packed)
            except (OSError, EOFError, zlib.error) as error:
                raise self._damaged(f"a piece of {run.table} cannot be unpacked") from error
            digest.update(text)
            yield text

    def _check(self, manifest: dict[str, Any], hashes: dict[str, str]) -> None:
        said = {name: Content(one["rows"], one["sha256"]) for name, one in manifest["tables"].items()}
        wrong = sorted(
            name for name in {*said, *hashes} if name not in said or said[name].sha256 != hashes.get(name)
        )
        if wrong:
            raise self._damaged(f"the rows of {', '.join(wrong)} are not those it was made with")
        self.contents = said
        self.sequences = {
            name: (int(last), bool(called)) for name, (last, called) in manifest["sequences"].items()
        }

    def _damaged(self, why: str) -> BackupProblem:
        return BackupProblem(
            f"{self._path} is damaged: {why}. Nothing was put back from it; take another backup."
        )


@dataclass(slots=True)
class _Run:
    """Members of one table that stand together; `after` is the first that is not of it."""

    table: str
    first: Member
    members: Iterator[Member]
    after: Member | None = None

    def __iter__(self) -> Iterator[bytes]:
        member: Member | None = self.first
        while member is not None and member[0].startswith(f"{self.table}/"):
            yield member[1]
            member = next(self.members, None)
        self.after = member


@contextmanager
def opened(path: Path, keys: Sequence[pyrage.x25519.Identity]) -> Iterator[Opened]:
    """Begin to read the backup at `path`."""
    with archive.read(path, keys) as members:
        name, content = next(members, ("", b""))
        if name != "header.json":
            raise BackupProblem(f"{path} is no backup of Khetane: it does not begin with a header.")
        yield Opened(_header(json.loads(content), path), members, path)


def verify(path: Path, keys: Sequence[pyrage.x25519.Identity]) -> Opened:
    """Read the whole backup and put nothing back. Raises BackupProblem when it is not whole."""
    with opened(path, keys) as backup:
        for _, pieces in backup.pieces():
            for _ in pieces:
                pass
    return backup


def _header(said: dict[str, Any], path: Path) -> Header:
    if said.get("format") != FORMAT:
        raise BackupProblem(
            f"{path} was written in format {said.get('format')}, and this version of Khetane reads format {FORMAT}. "
            f"Restore it with Khetane {said.get('khetane')}, then upgrade."
        )
    return Header(
        khetane=said["khetane"],
        taken_at=said["taken_at"],
        migrations=tuple((app, name) for app, name in said["migrations"]),
        tables={name: tuple(columns) for name, columns in said["tables"].items()},
        keys=dict(said["keys"]),
        erasures=int(said["erasures"]),
        demo=bool(said["demo"]),
    )
