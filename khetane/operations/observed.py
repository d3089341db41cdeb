"""Around every request, of people and devices alike: how long it took, counted and logged by its route's name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.http import Http404
from django.urls import resolve

from khetane.core.routes import ROUTE
from khetane.operations import metrics

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
NO_ROUTE = "no such page"
STATIC = "static"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
log = structlog.get_logger("khetane.requests")


def observed(application: Application) -> Application:
    """`application`, with every answer counted and logged. Neither paths nor queries are told."""

    def watching(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, said = time.perf_counter(), {"status": 0}

        def started(status: str, *rest: Any) -> Any:
            said["status"] = int(status[:3])
            return start_response(status, *rest)

        answer = application(environ, started)
        seconds = time.perf_counter() - began
        route = environ.get(ROUTE) or route_of(environ.get("PATH_INFO", ""))
        method = environ.get("REQUEST_METHOD", "")
        method = method if method in METHODS else "other"
        metrics.answered(route, method, said["status"], seconds)
        log.info("request", route=route, method=method, status=said["status"], ms=round(seconds * 1000, 1))
        return answer

    return watching


def route_of(path: str) -> str:
    """The name of the route, which holds nothing of what was asked."""
    if path.startswith("/static/"):
        return STATIC
    try:
        found = resolve(path)
    except Http404:
        return NO_ROUTE
    return found.view_name or found.func.__name__
