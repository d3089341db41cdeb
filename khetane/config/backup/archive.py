"""The file of a backup: a tar archive, encrypted with age while it is written, decrypted while it is read.

`age --decrypt -i KEYFILE FILE | tar -x` opens it without Khetane. Members, in this order: `header.json`;
`TABLE/000001.copy.gz` … (pieces of one COPY text, each compressed); `manifest.json` with counts and hashes.
"""

from __future__ import annotations

import io
import os
import tarfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyrage

from khetane.config.problem import Problem

Member = tuple[str, bytes]
BLOCK = 512


class BackupProblem(Problem):
    """A backup cannot be made, read or put back; the message says why and what to do."""


def recipient(text: str) -> pyrage.x25519.Recipient:
    """The public age key that `text` writes."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise BackupProblem(
            f"{text!r} is no public age key. Give one that begins with age1; `age-keygen` makes a pair."
        ) from error


def identities(path: Path) -> list[pyrage.x25519.Identity]:
    """The secret keys in a file as `age-keygen` writes it."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        found = [
            pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")
        ]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise BackupProblem(f"The age key in {path} cannot be read: {error}.") from error
    if not found:
        raise BackupProblem(
            f"{path} holds no secret age key: none of its lines begins with AGE-SECRET-KEY-1. Give the file that "
            "`age-keygen` made."
        )
    return found


def write(path: Path, members: Iterator[Member], recipients: Sequence[pyrage.x25519.Recipient]) -> None:
    """Encrypt the archive of `members` into `path`, which appears whole or not at all, for its owner only."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            pyrage.encrypt_io(_Pulled(_tar(members)), file, list(recipients))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(path)


def _tar(members: Iterator[Member]) -> Iterator[bytes]:
    for name, content in members:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), 0o600
        yield entry.tobuf(tarfile.PAX_FORMAT)
        yield content
        yield bytes(-len(content) % BLOCK)
    yield bytes(2 * BLOCK)


class _Pulled(io.RawIOBase):
    """Pieces of bytes as something that can be read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        taken = self._rest[: size if size > 0 else None]
        self._rest = self._rest[len(taken) :]
        return bytes(taken)


@contextmanager
def read(path: Path, keys: Sequence[pyrage.x25519.Identity]) -> Iterator[Iterator[Member]]:
    """The members of the backup at `path`, decrypted as they are taken.

    age authenticates every piece, so a changed or missing byte raises BackupProblem: at the latest when the
    members have been taken to the end. What was taken before that must not be trusted yet.
    """
    try:
        source = path.open("rb")
    except OSError as error:
        raise BackupProblem(f"{path} cannot be opened: {error.strerror}.") from error
    with source:
        decrypting = _Decrypting(source, keys, path)
        try:
            yield decrypting.members()
        finally:
            decrypting.close()


class _Decrypting:
    """age pushes and tar pulls: a thread decrypts into a pipe, which holds a few pages and no more."""

    def __init__(self, source: IO[bytes], keys: Sequence[pyrage.x25519.Identity], path: Path) -> None:
        outgoing, incoming = os.pipe()
        self._source, self._keys, self._path = source, keys, path
        self._plain = os.fdopen(outgoing, "rb")
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._decrypt, args=(incoming,), daemon=True)
        self._thread.start()

    def members(self) -> Iterator[Member]:
        """Every member; ends only when age has vouched for the last byte."""
        try:
            with tarfile.open(fileobj=self._plain, mode="r|") as archive:
                for entry in archive:
                    content = archive.extractfile(entry)
                    yield entry.name, content.read() if content else b""
            while self._plain.read(1 << 16):
                pass
        except (tarfile.TarError, EOFError) as error:
            self._thread.join()
            raise self._problem() from error
        self._thread.join()
        if self._error is not None:
            raise self._problem() from self._error

    def close(self) -> None:
        """Stop, also in the middle."""
        self._plain.close()
        self._thread.join()

    def _decrypt(self, incoming: int) -> None:
        try:
            with os.fdopen(incoming, "wb") as target:
                pyrage.decrypt_io(self._source, target, list(self._keys))
        except Exception as error:  # told by `members`, in the thread that can tell it
            self._error = error

    def _problem(self) -> BackupProblem:
        if self._error is not None and "No matching keys" in str(self._error):
            return BackupProblem(
                f"{self._path} was encrypted for another key. Give the key file whose public key it was made for."
            )
        return BackupProblem(
            f"{self._path} is damaged: it was cut off or changed, or it is no backup of Khetane "
            f"({self._error or 'the archive ends too early'}). Nothing was put back from it; take another backup."
        )
