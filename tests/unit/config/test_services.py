from __future__ import annotations

import os
import sys

from khetane.config.services import LONGEST_PAUSE, Service, ending, keep_alive, next_pause


def test_the_pause_doubles_to_a_limit_and_starts_again_after_a_steady_life() -> None:
    pauses = [0.0]
    for _ in range(8):
        pauses.append(next_pause(pauses[-1], lived=1.0))
    assert pauses == [0, 1, 2, 4, 8, 16, 32, 60, LONGEST_PAUSE]
    assert next_pause(60.0, lived=61.0) == 0


def test_an_ending_is_told_in_words() -> None:
    assert ending(3) == "code 3"
    assert ending(-9) == "killed by SIGKILL"


def test_what_ends_is_started_again_and_everything_is_stopped_last_first() -> None:
    sentences: list[str] = []
    stopped: list[str] = []

    class Noted(Service):
        def stop(self) -> None:
            stopped.append(self.name)
            super().stop()

    first = Noted("The first", [sys.executable, "-c", "import time; time.sleep(60)"], os.environ)
    brief = Noted("The brief one", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)
    keep_alive(
        [first, brief], stopping=lambda: len(sentences) >= 2, report=sentences.append, each=lambda: None
    )
    assert sentences == [
        "The brief one ended (code 3); starting it again in 1 s",
        "The brief one ended (code 3); starting it again in 2 s",
    ]
    assert stopped == ["The brief one", "The first"]
    assert first.process is None
