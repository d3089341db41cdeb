"""Taking a backup: every table as it stands at one moment, as the role khetane_backup."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
import pyrage
from psycopg import Connection, IsolationLevel

from khetane.config.backup import archive
from khetane.config.backup.archive import Member
from khetane.config.backup.tables import LEFT_OUT, SAME_TEXT, Table, migrations, sequences, tables

FORMAT = 1
PIECE = 4 * 1024 * 1024  # bytes of COPY text per member: what is held in memory
FASTEST = 1  # of gzip; the text of encrypted columns hardly gets smaller

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Facts:
    """What of the installation a backup names, so that it is put back beside the right keys and erasures.

    `keys` holds a fingerprint per key, never a key; `erasures` how many the ledger outside the database has.
    """

    keys: dict[str, str]
    erasures: int
    demo: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What a backup holds of a table: the number of rows, and SHA-256 of their COPY text."""

    rows: int
    sha256: str


def take(
    url: str, path: Path, recipients: Sequence[pyrage.x25519.Recipient], facts: Facts, progress: Progress
) -> dict[str, Content]:
    """Write a backup of the database at `url` to `path`; what it holds, by table.

    All tables are read in one transaction. `progress` hears the table, how many are done, and of how many.
    """
    contents: dict[str, Content] = {}
    with psycopg.connect(url) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.transaction():
            connection.execute(SAME_TEXT)
            archive.write(path, _members(connection, facts, contents, progress), recipients)
    return contents


def _members(
    connection: Connection, facts: Facts, contents: dict[str, Content], progress: Progress
) -> Iterator[Member]:
    taken = [table for table in tables(connection) if table.name not in LEFT_OUT]
    yield "header.json", _json(_header(connection, facts, taken))
    for done, table in enumerate(taken):
        progress(table.name, done, len(taken))
        yield from _pieces(connection, table, contents)
    progress("", len(taken), len(taken))
    yield (
        "manifest.json",
        _json(
            {
                "tables": {name: {"rows": one.rows, "sha256": one.sha256} for name, one in contents.items()},
                "sequences": sequences(connection),
            }
        ),
    )


def _header(connection: Connection, facts: Facts, taken: Sequence[Table]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "khetane": version("khetane"),
        "postgresql": connection.info.server_version,
        "taken_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "migrations": migrations(connection),
        "tables": {table.name: table.columns for table in taken},
        "keys": facts.keys,
        "erasures": facts.erasures,
        "demo": facts.demo,
    }


def _pieces(connection: Connection, table: Table, contents: dict[str, Content]) -> Iterator[Member]:
    digest, number, piece = hashlib.sha256(), 0, bytearray()
    with connection.cursor() as cursor:
        with cursor.copy(table.copy_out()) as copy:
            for row in copy:
                piece += row
                if len(piece) >= PIECE:
                    number += 1
                    digest.update(piece)
                    yield _piece(table, number, piece)
                    piece.clear()
        rows = cursor.rowcount
    digest.update(piece)
    if piece:
        yield _piece(table, number + 1, piece)
    contents[table.name] = Content(rows, digest.hexdigest())


def _piece(table: Table, number: int, text: bytearray) -> Member:
    return f"{table.name}/{number:06}.copy.gz", gzip.compress(text, FASTEST, mtime=0)


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, indent=1).encode()
