"""How the HTTP API knows who calls: an API token (`Authorization: Bearer …`), or the browser's session.

Mount an API with `ruled(api.urls)`; ViewerMiddleware then runs each call as the token's or the
session's account, in one transaction that is rolled back when the answer is an error. Give each
operation `auth=may("permission")`, or `auth=may()` for anyone with an account.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from khetane.core.routes import takes_tokens
from khetane.core.viewer import NO_ROLE, Viewer

ApiUrls = tuple[list[Any], str, str]


class BearerToken(HttpBearer):
    """An API token in the Authorization header; 401 without a good one, 403 without the permission."""

    def __init__(self, permission: str = "") -> None:
        super().__init__()
        self.permission = permission

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        return allowed(request, self.permission)


class SignedIn(APIKeyCookie):
    """The session of someone signed in; unsafe methods need the CSRF token."""

    param_name = "sessionid"

    def __init__(self, permission: str = "") -> None:
        super().__init__(csrf=True)
        self.permission = permission

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:
        return allowed(request, self.permission)


def may(permission: str = "") -> list[BearerToken | SignedIn]:
    """For `auth=` of an operation: whoever holds `permission`, by token or session."""
    return [BearerToken(permission), SignedIn(permission)]


def allowed(request: HttpRequest, permission: str) -> Viewer | None:
    """The viewer that ViewerMiddleware set; HttpError 403 when she lacks the permission."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is not None and permission and not viewer.can(permission):
        raise HttpError(403, NO_ROLE.text)
    return viewer


def ruled(urls: ApiUrls) -> ApiUrls:
    """Mark every view of an API as taking tokens; each operation says its own permission."""
    patterns, _app, _namespace = urls
    for pattern in patterns:
        takes_tokens(pattern.callback)
    return urls
