"""How a worker process of a run ends: at once, however much its tests left behind.

A worker that has not ended five seconds after the last test is sent a SIGINT by execnet, which pytest then prints among
the points as somebody's KeyboardInterrupt. What took so long was pytest's last garbage collection over all that
thousands of tests had made; the process ends anyway.
"""

from __future__ import annotations

import gc

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave to the operating system what a worker still holds; a run without workers collects it as ever."""
    if hasattr(session.config, "workerinput"):
        gc.freeze()
