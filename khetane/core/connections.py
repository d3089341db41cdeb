"""Connections that outlive their database: noticed before they are used, without asking the server."""

from __future__ import annotations

import select
from typing import Any

from django.core.signals import request_started
from django.db import connections


def drop_dead(**kwargs: Any) -> None:
    """Close the connections of this thread whose server is gone; the next use opens new ones.

    A server that ends, or is killed, closes its end, and the socket of an idle connection becomes readable.
    Asking the system for that costs microseconds, where a statement would cost a trip to the server.
    """
    for connection in connections.all(initialized_only=True):
        raw = connection.connection
        if raw is None or connection.in_atomic_block:
            continue
        if raw.closed or (_speaks(raw.fileno()) and not connection.is_usable()):
            connection.close()


def renew() -> None:
    """All that Django does for connections at both ends of a request and `drop_dead`, at its beginning."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    drop_dead()


def _speaks(socket: int) -> bool:
    """Whether something waits to be read, the end of the stream included."""
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))


def watch() -> None:
    """Look before every request, of people and devices alike."""
    request_started.connect(drop_dead, dispatch_uid="khetane.core.connections")
