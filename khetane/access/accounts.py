"""How allauth treats our accounts: nobody signs up by herself, nobody made up signs in to a real installation."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khetane.access.models import Account
from khetane.core import demonstration


def is_welcome(account: Account | AnonymousUser) -> bool:
    """A demonstration account works only where the demonstration country is (ADR 0401)."""
    return demonstration.stands() or not getattr(account, "is_demo", False)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are made by invitation or by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Account, **said: Any) -> HttpResponse | None:
        """Every way of signing in comes through here: password, passkey, another provider."""
        if not is_welcome(user):
            messages.error(
                request,
                _(
                    "This is a demonstration account, and this installation holds no demonstration. "
                    "Sign in with an account of your own."
                ),
            )
            return redirect("account_login")
        response: HttpResponse | None = super().pre_login(request, user, **said)
        return response
