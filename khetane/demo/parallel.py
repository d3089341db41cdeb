"""Several units at once, each sent in by a process of its own."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.queues import Queue

from django.db import connections

from khetane.config.postgres.account import signal_when_parent_dies
from khetane.demo.country import Country
from khetane.demo.loading import Progress, Workers, send_unit

PATIENCE = 600.0  # seconds without a word of any process


class Failed(Exception):
    """A process ended with an error; the message is its traceback."""


def send_all(country: Country, workers: Mapping[str, Workers], processes: int) -> Iterator[Progress]:
    """Send every unit in. Raises Failed when one could not be; what was sent in stays."""
    connections.close_all()  # a connection must not be shared between processes
    context = multiprocessing.get_context("fork")
    waiting: Queue[str | None] = context.Queue()
    told: Queue[Progress | str] = context.Queue()
    for unit in [*workers, *[None] * processes]:
        waiting.put(unit)
    arm = signal_when_parent_dies(signal.SIGTERM)
    started = [
        context.Process(target=_send_waiting, args=(country, workers, waiting, told, arm), daemon=True)
        for _ in range(processes)
    ]
    for process in started:
        process.start()
    try:
        yield from _listen(told, len(workers))
    finally:
        for process in started:
            process.terminate()
            process.join()


def _listen(told: Queue[Progress | str], units: int) -> Iterator[Progress]:
    while units:
        word = told.get(timeout=PATIENCE)
        if isinstance(word, str):
            raise Failed(word)
        units -= word.hundredths == 100
        yield word


def _send_waiting(
    country: Country,
    workers: Mapping[str, Workers],
    waiting: Queue[str | None],
    told: Queue[Progress | str],
    arm: Callable[[], None] | None,
) -> None:
    """Ctrl-C reaches every process of a terminal: the parent alone hears it, and ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if arm is not None:
        arm()
    towns, households = {town.unit: town for town in country.towns()}, country.households()
    try:
        while (unit := waiting.get()) is not None:
            for progress in send_unit(country, towns[unit], households[unit], workers[unit]):
                told.put(progress)
    except Exception:  # said by the parent, which raises it again as Failed
        told.put(traceback.format_exc())
