"""A lost password: a link by mail where mail is sent, else whom to ask."""

from __future__ import annotations

from allauth.account.views import password_reset
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from khetane.core.routes import open_to_all
from khetane.core.viewer import current


@open_to_all("Whoever cannot sign in comes here.")
def lost_password(request: HttpRequest) -> HttpResponse:
    """Nothing is said to be sent by an installation that sends nothing. Who is signed in stays among her pages."""
    if settings.ENVIRONMENT.mail_url:
        answer: HttpResponse = password_reset(request)
        return answer
    signed_in = request.user.is_authenticated
    context = {
        "signed_in": signed_in,
        "layout": "base.html" if signed_in else "khetane/plain.html",
        "gives_links": signed_in and current().can("account.write"),
    }
    return render(request, "access/lost_password.html", context)
