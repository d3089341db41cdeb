"""Naming a passkey or security key: allauth's forms, whose field has no name in another language than English."""

from __future__ import annotations

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
