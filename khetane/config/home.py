"""The data folder: what lies where in it, and who works in it now.

secrets.env      keys and passwords, readable by their owner only
postgres/        the embedded database; for root a link into /var/lib/khetane
run/             lock, and what a running instance tells other commands
log/  tls/       PostgreSQL's log; the local certificate
demo             stands here from the moment the demonstration country begins to be loaded
demo-complete    stands here when all of it is in
first-start-done stands here when it was decided whether to load it
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from khetane.config.postgres.binaries import ROOT_FOLDER
from khetane.config.problem import Problem


class HomeProblem(Problem):
    """The data folder cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Instance:
    """What `khetane run` tells other commands. `owner_url` holds a password: the file is private."""

    pid: int
    state: str  # starting, then ready
    address: str
    owner_url: str


@dataclass(frozen=True, slots=True)
class Home:
    """The data folder of an installation, and where each thing lies in it."""

    folder: Path

    @classmethod
    def of(cls, source: Mapping[str, str]) -> Home:
        """The folder that KHETANE_HOME names, made private if it is missing."""
        folder = Path(source.get("KHETANE_HOME") or "var").expanduser().absolute()
        home = cls(folder)
        try:
            for part in (folder, home.run, home.log):
                part.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise HomeProblem(
                f"The data folder {folder} cannot be used: {error.strerror}. Name one that you may write to with "
                "KHETANE_HOME."
            ) from error
        return home

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets.env"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def tls(self) -> Path:
        return self.folder / "tls"

    @property
    def demo(self) -> Path:
        return self.folder / "demo"

    @property
    def demo_complete(self) -> Path:
        return self.folder / "demo-complete"

    @property
    def half_a_demonstration(self) -> bool:
        """Whether loading it was begun and cut off."""
        return self.demo.exists() and not self.demo_complete.exists()

    @property
    def decided(self) -> Path:
        return self.folder / "first-start-done"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    def has_database(self) -> bool:
        return (self.postgres / "data").exists()

    def make_postgres_folder(self) -> Path:
        """The folder for the database, in a place that PostgreSQL's account can reach.

        An ordinary user runs PostgreSQL itself: the folder lies here. Root cannot, and this folder may
        lie under one that is closed to others; so root's lies in /var/lib/khetane, with a link here. Its
        name is new each time: what an installation that was removed left there is never taken for ours.
        """
        if os.geteuid() == 0 and not self.postgres.exists():
            name = secrets.token_hex(6)
            ROOT_FOLDER.mkdir(mode=0o755, exist_ok=True)
            (ROOT_FOLDER / name).mkdir(mode=0o755)
            (ROOT_FOLDER / name / "belongs-to").write_bytes(os.fsencode(self.folder))
            self.postgres.unlink(missing_ok=True)  # a link whose target is gone
            self.postgres.symlink_to(ROOT_FOLDER / name)
        self.postgres.mkdir(mode=0o700, exist_ok=True)
        return self.postgres.resolve()

    def instance(self) -> Instance | None:
        """The instance that runs in this folder now, if one does."""
        if not self.is_locked():
            return None
        try:
            return Instance(**json.loads((self.run / "instance.json").read_text()))
        except FileNotFoundError:
            return None

    def announce(self, instance: Instance) -> None:
        write_private(self.run / "instance.json", json.dumps(asdict(instance)))

    def forget_instance(self) -> None:
        (self.run / "instance.json").unlink(missing_ok=True)

    def is_locked(self) -> bool:
        with self._lock_file() as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    @contextmanager
    def lock(self, purpose: str) -> Iterator[None]:
        """Work alone in this folder, or raise HomeProblem and say who does."""
        with self._lock_file() as handle:
            if not _taken(handle):
                holder = os.read(handle, 200).decode(errors="replace") or "another command"
                raise HomeProblem(
                    f"{self.folder} is in use by {holder}. Stop it first, or give another data folder with "
                    "KHETANE_HOME."
                )
            os.ftruncate(handle, 0)
            os.write(handle, f"{purpose}, process {os.getpid()}".encode())
            yield

    @contextmanager
    def _lock_file(self) -> Iterator[int]:
        handle = os.open(self.run / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield handle
        finally:
            os.close(handle)


def _taken(handle: int) -> bool:
    """Whether the lock could be had; tried for a moment, since a look at it holds it too."""
    for _ in range(10):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.02)
        else:
            return True
    return False


def write_private(path: Path, text: str) -> None:
    """Replace `path` whole, flushed to disk, readable by its owner only."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
