"""How large a request may be, looked at before anything of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from khetane.api.answers import problem
from khetane.core.problems import Sentence, gettext_noop

MEGABYTE = 1024 * 1024
STRANGER = 256 * 1024  # whoever is not signed in writes a few fields at most
SIGNED_IN = 220 * MEGABYTE  # a form with the files beside it (`khetane.forms.actions.MAX_MEDIA_TOGETHER`)
DEVICES = "/key/"  # a device's own address (`khetane.integrations.openrosa.urls`)
TOO_LARGE = Sentence(
    "body_too_large",
    gettext_noop("The request has more than {limit} bytes, which is the most that is taken."),
)


class BodiesBounded:
    """413 for a body that announces more than its sender may send; one that announces no length has none (WSGI).

    Devices go another way past this, with a bound of their own (`khetane.integrations.openrosa.bodies`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = announced(request)
        if length <= STRANGER or request.path_info.startswith(DEVICES):
            return self.get_response(request)
        limit = most(request)
        return self.get_response(request) if length <= limit else refused(request, limit)


def announced(request: HttpRequest) -> int:
    """The length that the request says it has."""
    told = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(told) if told.isdecimal() and len(told) < 20 else 0


def most(request: HttpRequest) -> int:
    """How many bytes whoever sends may send. A session is looked up for a large body only."""
    if request.path.startswith("/api/") and "Authorization" in request.headers:
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or STRANGER  # none has files
    return SIGNED_IN if request.user.is_authenticated else STRANGER


def refused(request: HttpRequest, limit: int) -> HttpResponse:
    """Why, as a page or for a program."""
    if request.path.startswith("/api/"):
        said = TOO_LARGE.about(limit=limit)
        return problem(request, 413, said.translated(gettext), said.code)
    return render(request, "413.html", {"limit": limit}, status=413)
