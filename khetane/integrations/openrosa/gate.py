"""The short way in for devices: their requests pass none of the middleware made for people's browsers.

A device has no session, cookie or form token, and its answers carry their own headers; the views and
the addresses are the same as in the long way, which tests use too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest, get_script_name
from django.http import HttpRequest
from django.urls import ResolverMatch, set_script_prefix

from khetane.core import connections
from khetane.core.routes import ROUTE

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
PREFIX = "/key/"


class DeviceRequest(WSGIRequest):
    """A device's request. What its body is, only the view asks that reads it."""

    def _set_content_type_params(self, meta: Environ) -> None:
        self.content_type, self.content_params = meta.get("CONTENT_TYPE", ""), {}


class DeviceHandler(WSGIHandler):
    """Django's handler without middleware and signals, for answers that are whole."""

    def answer(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """What a WSGI server calls."""
        connections.renew()
        set_script_prefix(get_script_name(environ))
        response = self.get_response(DeviceRequest(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [b"".join(response)]

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        self._middleware_chain = convert_exception_to_response(
            self._get_response  # type: ignore[attr-defined]  # the stubs leave out Django's own parts
        )

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        found = super().resolve_request(request)
        request.META[ROUTE] = found.view_name
        return found


def with_devices(rest: Application) -> Application:
    """Send devices the short way and everybody else to `rest`."""
    devices = DeviceHandler()

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        chosen = devices.answer if environ.get("PATH_INFO", "").startswith(PREFIX) else rest
        return chosen(environ, start_response)

    return application
