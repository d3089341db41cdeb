"""The processes of a running Khetane: what each is started with, and keeping each alive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from khetane.config.postgres.account import signal_when_parent_dies

LONGEST_PAUSE = 60.0
STEADY_AFTER = 60.0  # seconds; a process that lived this long starts again at once
GRACE = 20.0


@dataclass(slots=True)
class Service:
    """One process in a session of its own, so that its children end with it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    pause: float = field(default=0.0, init=False)
    due: float = field(default=0.0, init=False)

    def start(self, now: float) -> None:
        self.process = subprocess.Popen(
            list(self.command),
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=signal_when_parent_dies(signal.SIGTERM),
        )
        self.started = now

    def tend(self, now: float) -> str:
        """Start it again if it ended, after a pause that doubles. Returns a sentence when something happened."""
        if self.process is None:
            if now >= self.due:
                self.start(now)
            return ""
        code = self.process.poll()
        if code is None:
            return ""
        end_group(self.process.pid, signal.SIGKILL)  # its children must not hold the port
        self.process = None
        self.pause = next_pause(self.pause, lived=now - self.started)
        self.due = now + self.pause
        return f"{self.name} ended ({ending(code)}); starting it again in {self.pause:.0f} s"

    def stop(self) -> None:
        """Ask it to finish what it does, then end it and whatever it started."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            end_group(self.process.pid, signal.SIGKILL)
            self.process.wait()
        end_group(self.process.pid, signal.SIGKILL)
        self.process = None


def next_pause(pause: float, *, lived: float) -> float:
    """Seconds to wait before the next start: 0, 1, 2, 4 … 60; from the beginning after a steady life."""
    if lived >= STEADY_AFTER:
        return 0.0
    return min(max(1.0, pause * 2), LONGEST_PAUSE)


def ending(code: int) -> str:
    return f"code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"


def end_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return  # nobody of it is left


def run_once(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """A step of the start, such as the migration; its exit code. In a session of its own: Ctrl-C is ours to hear."""
    return subprocess.run(
        list(command),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        check=False,
        start_new_session=True,
        preexec_fn=signal_when_parent_dies(signal.SIGTERM),
    ).returncode


def run_quietly(command: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str]:
    """The exit code, and what it said."""
    done = subprocess.run(
        list(command),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def django(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "django", *arguments]


class Tended(Protocol):
    """What is kept alive: a service, or the database."""

    def start(self, now: float) -> None: ...

    def tend(self, now: float) -> str: ...

    def stop(self) -> None: ...


def keep_alive(
    tended: Sequence[Tended],
    *,
    stopping: Callable[[], bool],
    report: Callable[[str], None],
    each: Callable[[], None],
) -> None:
    """Start everything and tend it until `stopping`; then stop it, the last started first.

    `each` is called after every round.
    """
    try:
        for one in tended:
            one.start(time.monotonic())
        while not stopping():
            for one in tended:
                sentence = one.tend(time.monotonic())
                if sentence:
                    report(sentence)
            each()
            time.sleep(0.2)
    finally:
        for one in reversed(tended):
            one.stop()
