"""A place for the rows of one table until their file's turn comes, unreadable to anyone else."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from types import TracebackType

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PIECE = 256 * 1024


class Spool:
    """A temporary file without a name, encrypted under a key that exists in this object only."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by __exit__
        self._cipher = Cipher(algorithms.AES(os.urandom(32)), modes.CTR(os.urandom(16)))
        self._encryptor = self._cipher.encryptor()

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._file.write(self._encryptor.update(data))

    def read(self) -> Iterator[bytes]:
        """Everything that was written, from its beginning."""
        decryptor = self._cipher.decryptor()
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield decryptor.update(piece)
