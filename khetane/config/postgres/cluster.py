"""One embedded PostgreSQL: made whole or not at all, started, mended after a crash, stopped.

folder/            owned by whoever runs Khetane
  postgresql.conf  written at each start; local.conf beside it is the operator's
  pg_hba.conf
  data/            the cluster; owned by PostgreSQL's account
  socket/          the only way in; owned by PostgreSQL's account
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg

from khetane.config.postgres import account, binaries, configuration, leftovers
from khetane.config.postgres.roles import OWNER
from khetane.config.problem import Problem

# A path of a unix socket holds at most 107 bytes, and PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 85
UNFINISHED = "data.unfinished-"


class ClusterProblem(Problem):
    """PostgreSQL cannot be made or started; the message says why and what to do."""


@dataclass(slots=True)
class Cluster:
    """`folder` holds everything; `programs` has bin/; `socket` is where clients find the server."""

    folder: Path
    programs: Path
    owner_password: str
    account: account.Account
    socket: Path
    log: Path
    throwaway: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @classmethod
    def at(cls, folder: Path, *, owner_password: str, log: Path, throwaway: bool = False) -> Cluster:
        """The cluster of `folder`, which every account must be able to reach when we are root."""
        folder.mkdir(parents=True, exist_ok=True)
        runs_as = account.choose(folder / "data")
        programs = binaries.reachable() if runs_as.switch else binaries.installed()
        return cls(
            folder=folder,
            programs=programs,
            owner_password=owner_password,
            account=runs_as,
            socket=socket_folder(folder, runs_as),
            log=log,
            throwaway=throwaway,
        )

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def owner_url(self, database: str) -> str:
        # libpq takes "+" for a plus, not for a space.
        query = urlencode({"host": str(self.socket)}, quote_via=quote)
        return f"postgresql://{OWNER}:{quote(self.owner_password, safe='')}@/{database}?{query}"

    def start(self, *, patience: float = 600.0) -> None:
        """Make the cluster if there is none, and return when it takes connections.

        The caller holds the lock of the data folder, so whatever still runs here is a leftover.
        `patience`: seconds; recovery after a crash may take long on a large database.
        """
        if not self.data.exists():
            self._make()
        self._check_version()
        leftovers.clear(self.data)
        leftovers.clear_socket(self.socket)
        self._write_configuration()
        deadline = time.monotonic() + patience
        while not self._launch(deadline):
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop at once but cleanly: open transactions are rolled back, nothing needs recovery."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(timeout=30)
        self.process = None

    def _make(self) -> None:
        for unfinished in self.folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(unfinished)
        unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.folder))
        self.account.give(unfinished)
        with self._password_file() as password_file:
            command = [str(self.programs / "bin" / "initdb"), "--pgdata", str(unfinished)]
            command += ["--username", OWNER, "--pwfile", password_file, "--auth", "scram-sha-256"]
            command += ["--encoding", "UTF8", "--locale", "C"]
            command += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
            command += ["--no-sync", "--no-instructions"] if self.throwaway else ["--no-instructions"]
            process = account.start(command, account=self.account, log=None, die_with_us=True)
            output, _ = process.communicate()
        if process.returncode != 0:
            raise ClusterProblem(
                f"PostgreSQL could not make its data folder in {self.folder}: {output.decode(errors='replace')[-2000:]}"
            )
        unfinished.rename(self.data)

    def _password_file(self) -> _PasswordFile:
        return _PasswordFile(self.folder, self.account, self.owner_password)

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        have = binaries.version().partition(".")[0]
        if made_by != have:
            raise ClusterProblem(
                f"{self.data} was made by PostgreSQL {made_by}, and this version of Khetane brings {have}. Take a "
                "backup with the version that made it, then restore it here: docs/how-to/upgrade.md."
            )

    def _write_configuration(self) -> None:
        text = configuration.server(
            socket_folder=str(self.socket),
            memory=0 if self.throwaway else configuration.memory_of_this_machine(),
            throwaway=self.throwaway,
        )
        (self.folder / "postgresql.conf").write_text(text + "include_if_exists 'local.conf'\n")
        (self.folder / "pg_hba.conf").write_text(configuration.HBA)

    def _launch(self, deadline: float) -> bool:
        """True when it takes connections; False when it should be tried again."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        begins = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            command = [str(self.programs / "bin" / "postgres"), "-D", str(self.data)]
            command += ["-c", f"config_file={self.folder / 'postgresql.conf'}"]
            command += ["-c", f"hba_file={self.folder / 'pg_hba.conf'}"]
            self.process = account.start(command, account=self.account, log=log, die_with_us=True)
        refusal = ""
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                return self._why_it_ended(begins)
            refusal = self._refusal()
            if not refusal:
                return True
            time.sleep(0.05)
        self.stop()
        raise ClusterProblem(
            f"PostgreSQL did not become ready in time. It last answered: {refusal} Its log may say more: {self.log}"
        )

    def _refusal(self) -> str:
        """Why it takes no connection yet, as PostgreSQL or the system says; empty when it does."""
        try:
            psycopg.connect(self.owner_url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                self.stop()
                raise ClusterProblem(
                    f"The database in {self.folder} does not take the password in secrets.env: the file belongs to "
                    "another data folder. Put back the secrets.env that was made with this one."
                ) from error
            return str(error).strip()
        return ""

    def _why_it_ended(self, begins: int) -> bool:
        with self.log.open("rb") as log:
            log.seek(begins)
            said = log.read().decode(errors="replace")
        if "pre-existing shared memory block" in said:
            return False  # sessions of a killed server are still ending
        raise ClusterProblem(f"PostgreSQL did not start: {said[-2000:].strip()}")


@dataclass(slots=True)
class _PasswordFile:
    """A file that only PostgreSQL's account can read, for the time initdb runs."""

    folder: Path
    account: account.Account
    password: str
    path: str = ""

    def __enter__(self) -> str:
        handle, self.path = tempfile.mkstemp(prefix=".password-", dir=self.folder)
        with os.fdopen(handle, "w") as file:
            file.write(self.password + "\n")
        self.account.give(Path(self.path))
        return self.path

    def __exit__(self, *_: object) -> None:
        os.unlink(self.path)


def socket_folder(folder: Path, runs_as: account.Account) -> Path:
    """A private folder with a path that clients can take, made if it is missing."""
    wanted = folder / "socket"
    # To libpq, a comma stands between two hosts.
    if len(os.fsencode(wanted)) > LONGEST_SOCKET_FOLDER or "," in str(wanted):
        wanted = Path("/tmp") / f"khetane-{runs_as.uid}-{folder_number(folder)}"  # noqa: S108  # checked below
    try:
        wanted.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        runs_as.give(wanted)
    found = wanted.lstat()
    if wanted.is_symlink() or found.st_uid != runs_as.uid or found.st_mode & 0o077:
        raise ClusterProblem(
            f"{wanted} belongs to somebody else or is open to others, so the database's socket is not safe in it. "
            "Look at what it is, remove it, and start again."
        )
    return wanted


def folder_number(folder: Path) -> str:
    """The same short text for the same folder, as long as it stands where it stands."""
    found = folder.stat()
    return f"{found.st_dev:x}-{found.st_ino:x}"
