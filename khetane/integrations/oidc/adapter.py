"""Whom the provider may sign in: accounts that were invited here, found by an address it has verified."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Nobody gets an account by signing in elsewhere; roles are given here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """The operator chose the provider, so its verified addresses count; unverified ones never do."""
        return any(
            address.verified and address.email.lower() == email.lower() for address in login.email_addresses
        )
