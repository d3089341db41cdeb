"""Passkeys and security keys: allauth's forms, with a name in every language, and offered to who has one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms
from django.utils.translation import pgettext_lazy

NAME = pgettext_lazy("of a key", "Name")


class AddKeyForm(forms.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A key that is added."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME


class RenameKeyForm(forms.EditWebAuthnForm):  # type: ignore[misc]  # as above
    """A key that gets another name."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME


class KeyForm(forms.AuthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """The second step with a key."""

    @property
    def is_offered(self) -> bool:
        """Whether the account has a key."""
        held = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN)
        return bool(held.exists())
