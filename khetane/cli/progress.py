"""How far long work is: a bar on a terminal, a plain line now and then where there is none (a log, a service)."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TextIO

import typer
from rich.console import Console
from rich.progress import Progress

OFTEN = 2.0  # seconds between lines while tenths go by quickly
SELDOM = 10.0  # seconds after which a line comes although there is no new tenth


class Reached(Protocol):
    """Called with how much is done, of how much (0: not known yet), and perhaps what is at work."""

    def __call__(self, done: int, whole: int, what: str = "") -> None: ...


@contextmanager
def progress(label: str) -> Iterator[Reached]:
    """`with progress("Places") as reached:` shows on the error output what `reached` is told."""
    if not sys.stderr.isatty():
        yield Lines(label, sys.stderr)
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def reached(done: int, whole: int, what: str = "") -> None:
            description = f"{label} {what}" if what else label
            bar.update(task, description=description, completed=done, total=whole or None)

        yield reached


@dataclass(slots=True)
class Lines:
    """Plain lines: "Records: 40 %". Work that is over at once says nothing."""

    label: str
    out: TextIO
    clock: Callable[[], float] = time.monotonic
    said_at: float = -1.0
    tenth: int = 0

    def __call__(self, done: int, whole: int, what: str = "") -> None:
        now = self.clock()
        if self.said_at < 0:
            self.said_at = now
        tenth, since = (done * 10 // whole if whole else 0), now - self.said_at
        if since >= SELDOM or (tenth > self.tenth and since >= OFTEN):
            self.said_at, self.tenth = now, tenth
            share = f" {done * 100 // whole} %" if whole else f" {done}"
            typer.echo(f"{self.label}:{share}{f', {what}' if what else ''}", file=self.out)
