"""How allauth treats our accounts: nobody signs up by herself."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are made by invitation or by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
