"""The e-mail address of an account: another one is confirmed by mail, so only where mail is sent."""

from __future__ import annotations

from allauth.account.views import email
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from khetane.core.routes import signed_in


@signed_in
def own_address(request: HttpRequest) -> HttpResponse:
    """Nobody adds an address that cannot be confirmed as hers."""
    if settings.ENVIRONMENT.mail_url:
        answer: HttpResponse = email(request)
        return answer
    status = 200 if request.method in ("GET", "HEAD") else 403
    return render(request, "access/address.html", status=status)
