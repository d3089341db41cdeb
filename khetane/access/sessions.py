"""Sessions end: after a while without a page, after a working day in any case, and for who is not welcome any more."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from khetane.access.accounts import is_welcome

BEGAN, SEEN = "khetane_began", "khetane_seen"
WRITE_SHARE = 20  # the session is written at most so often within the idle time


class SessionEnds:
    """Signs out whoever was idle for SESSION_IDLE or signed in for SESSION_COOKIE_AGE seconds.

    The cookie's own age would be renewed with every change of the session; the beginning is not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._look(request, time.time())
        return self.get_response(request)

    def _look(self, request: HttpRequest, now: float) -> None:
        session = request.session
        began = session.setdefault(BEGAN, now)
        seen = session.setdefault(SEEN, now)
        over = now - seen > settings.SESSION_IDLE or now - began > settings.SESSION_COOKIE_AGE
        if over or not is_welcome(request.user):
            logout(request)
        elif now - seen > settings.SESSION_IDLE / WRITE_SHARE:
            session[SEEN] = now
