"""Root's database folders that no data folder leads to any more: it was removed, or begun anew."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from khetane.config.postgres import leftovers
from khetane.config.postgres.binaries import ROOT_FOLDER

PROGRAMS = ("postgresql-", ".")  # begin the names of what is no database


@dataclass(frozen=True, slots=True)
class Orphan:
    """A folder that may hold a database. `server`: the process of a PostgreSQL that still runs in it."""

    folder: Path
    belonged_to: Path | None
    last_used: dt.datetime | None
    server: int | None


def orphans(root: Path = ROOT_FOLDER) -> Iterator[Orphan]:
    """Those under `root`, by name; only root can tell, since only root made them and may look everywhere."""
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if folder.name.startswith(PROGRAMS) or not folder.is_dir():
            continue
        home = _home_of(folder)
        if home is None or not _leads_to(home / "postgres", folder):
            yield Orphan(folder, home, _last_used(folder), _server_in(folder))


def _home_of(folder: Path) -> Path | None:
    """The data folder it was made for (`Home.make_postgres_folder`)."""
    try:
        return Path(os.fsdecode((folder / "belongs-to").read_bytes()))
    except FileNotFoundError:
        return None


def _leads_to(link: Path, folder: Path) -> bool:
    return link.resolve() == folder.resolve()


def _last_used(folder: Path) -> dt.datetime | None:
    """PostgreSQL writes this file at every checkpoint and when it stops."""
    try:
        written = (folder / "data" / "global" / "pg_control").stat().st_mtime
    except FileNotFoundError:
        return None
    return dt.datetime.fromtimestamp(written, dt.UTC)


def _server_in(folder: Path) -> int | None:
    pid = leftovers.recorded_pid(folder / "data" / "postmaster.pid")
    running = pid is not None and leftovers.server_of(folder / "data", pid) is not None
    return pid if running else None
