"""The migrated database of a test run, kept for the next run: to migrate takes ten times as long as to restore it.

A kept one is a dump in the user's cache folder (`$XDG_CACHE_HOME/khetane-tests`), named after the content of every
migration and of all that migrations import: changed by a letter, another is made.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from khetane.config.postgres import binaries

ROOT = Path(__file__).parents[1]
# What migrations are made of: their own files, and the parts of the code that they import.
SOURCES = (
    "khetane/*/migrations/*",
    "khetane/core/sealing.py",
    "khetane/core/sql.py",
    "khetane/core/viewer.py",
    "khetane/config/postgres/*.py",
    "khetane/cases/standing_anew.py",
    "khetane/forms/keys.py",
    "khetane/people/rekeying.py",
    "requirements-dev.lock",
)
A_WEEK = 7 * 24 * 3600


def migrated(url: str, migrate: Callable[[], object]) -> None:
    """Restore the kept database into the empty one at `url`, or `migrate` it and keep it."""
    kept = cache() / f"{fingerprint()}.dump"
    if kept.exists():
        _run("pg_restore", "--exit-on-error", "--dbname", url, str(kept))
        migrate()  # nothing is left to do but what follows every migration
        return
    migrate()
    with tempfile.NamedTemporaryFile(dir=kept.parent, suffix=".part", delete=False) as part:
        _run("pg_dump", "--format", "custom", "--compress", "1", "--file", part.name, "--dbname", url)
    Path(part.name).rename(kept)
    _forget_old(kept.parent)


def cache() -> Path:
    """The folder of kept databases; where the user has no home to write to, one of this system's temporary folder."""
    wanted = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "khetane-tests"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError:
        wanted = Path(tempfile.gettempdir()) / f"khetane-tests-{os.getuid()}"
        wanted.mkdir(mode=0o700, exist_ok=True)
    return wanted


def fingerprint() -> str:
    """Of the content of every source of the tables."""
    total = hashlib.sha256()
    for path in sources():
        total.update(f"{path.relative_to(ROOT)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:32]


def sources() -> Iterator[Path]:
    for pattern in SOURCES:
        yield from sorted(path for path in ROOT.glob(pattern) if path.is_file())


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(binaries.installed() / "bin" / program), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{program} ended with {done.returncode}: {done.stderr[-2000:]}")


def _forget_old(folder: Path) -> None:
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > A_WEEK:
            path.unlink(missing_ok=True)
