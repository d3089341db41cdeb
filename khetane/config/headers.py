"""Headers that every answer carries: a strict content security policy, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action {forms}; frame-ancestors 'none'"


def policy(issuer: str) -> str:
    """The policy; a form of ours may lead to the provider one signs in with, if there is one."""
    parts = urlsplit(issuer)
    return POLICY.format(forms=f"'self' {parts.scheme}://{parts.netloc}" if issuer else "'self'")


class SecurityHeaders:
    """Adds the policy; pages with personal data are never kept by a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = policy(settings.ENVIRONMENT.oidc_issuer)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
