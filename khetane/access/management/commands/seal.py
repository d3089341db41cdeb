"""`python -m django seal`: seals the audit every second until it is told to stop. `khetane run` starts it."""

from __future__ import annotations

import signal
import threading
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from khetane.access import sealer
from khetane.access.heads import Heads
from khetane.config.problem import Problem

PAUSE = 1.0


class Command(BaseCommand):
    """Seal committed audit events into the chain."""

    help = (
        "Chains committed audit events into blocks every second and writes their heads to KHETANE_HOME/audit."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Seal what there is, then end.")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        environment = settings.ENVIRONMENT
        try:
            with sealer.connect(environment.sealer_database_url) as connection:
                seal_until(stop, connection, Heads.of(environment.home), once=once)
        except (Problem, psycopg.Error) as problem:
            raise CommandError(f"The audit is not sealed at the moment: {problem}") from problem


def seal_until(stop: threading.Event, connection: psycopg.Connection, heads: Heads, *, once: bool) -> None:
    """Wait for one's turn, then seal every second until `stop`."""
    while not sealer.take_turn(connection):
        if once or stop.wait(PAUSE):
            return
    newest = sealer.catch_up(connection, heads)
    while True:
        made = sealer.seal(connection, heads, expect=newest)
        newest = made[-1] if made else newest
        if once or stop.wait(PAUSE):
            return
