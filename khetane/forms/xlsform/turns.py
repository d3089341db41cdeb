"""Whose turn it is: so many at once, so many who wait, and nobody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Lets `at_once` callers of this process work while `waiting` more wait, each for `patience` seconds at most."""

    def __init__(self, *, at_once: int, waiting: int, patience: float) -> None:
        self.patience = patience
        self._inside = threading.BoundedSemaphore(at_once + waiting)
        self._working = threading.BoundedSemaphore(at_once)

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Whether the caller may work, until the block ends."""
        if not self._inside.acquire(blocking=False):
            yield False
            return
        try:
            working = self._working.acquire(timeout=self.patience)
            try:
                yield working
            finally:
                if working:
                    self._working.release()
        finally:
            self._inside.release()
