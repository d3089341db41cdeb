"""What a backup says of the installation it was taken from, and whether this one can read it."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path

from khetane.config import environment
from khetane.config.backup.archive import BackupProblem
from khetane.config.backup.contents import Header
from khetane.config.backup.taking import Facts
from khetane.config.home import Home, write_private

PURPOSE = b"khetane backup: which key is this"


def fingerprint(key: bytes) -> str:
    """Tells two keys apart and tells nothing of either."""
    return hmac.new(key, PURPOSE, hashlib.sha256).hexdigest()[:16]


def fingerprints(said: Mapping[str, str]) -> dict[str, str]:
    """The fingerprints of the keys that `said` (secrets or environment) holds, by name."""
    found: dict[str, str] = {}
    if said.get("KHETANE_MASTER_KEYS"):
        keys = environment.keys(said["KHETANE_MASTER_KEYS"])
        found |= {f"master key {name}": fingerprint(key) for name, key in keys.items()}
    if said.get("KHETANE_LOOKUP_KEY"):
        found["lookup key"] = fingerprint(environment.key(said["KHETANE_LOOKUP_KEY"]))
    return found


def facts(home: Home, keys: Mapping[str, str], *, erasures: int) -> Facts:
    """Of the installation in `home`, with the fingerprints of its keys."""
    return Facts(keys=dict(keys), erasures=erasures, demo=home.demo.exists())


def check_keys(header: Header, here: Mapping[str, str], home: Home) -> None:
    """Refuse a backup whose personal content this installation could not open."""
    missing = sorted(name for name, known in header.keys.items() if here.get(name) != known)
    if missing:
        raise BackupProblem(
            f"The backup was taken with other keys than this installation has ({', '.join(missing)}), so its personal "
            f"content could not be read. Copy the secrets.env that belongs to it to {home.secrets} first; or restore "
            "with --without-keys and do without that content."
        )


def check_ledger(header: Header, here: int, path: Path) -> None:
    """Refuse to bring back people who were erased: the ledger here must know all the backup knew."""
    if here < header.erasures:
        raise BackupProblem(
            f"When the backup was taken {header.erasures} erasures had been made, and the ledger {path} has {here}. "
            "Copy the ledger of the installation it comes from there, so that later erasures are made again; or "
            "restore with --without-ledger when it is lost."
        )


def note_taken(home: Home, path: Path, rows: int) -> None:
    """Remember when the last backup was taken, for the operator's page and `khetane doctor`."""
    said = {"at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "file": str(path), "rows": rows}
    write_private(home.folder / "last-backup", json.dumps(said))


def last_taken(home: Home) -> dt.datetime | None:
    """When the last backup was taken; None when none was."""
    note = home.folder / "last-backup"
    return dt.datetime.fromisoformat(json.loads(note.read_text())["at"]) if note.exists() else None
