"""The second step of signing in with a code: allauth's form, its word kept apart from the codes of places and households."""

from __future__ import annotations

from allauth.mfa.base import forms
from django.utils.translation import pgettext_lazy

CODE = pgettext_lazy("of signing in", "Code")


class CodeForm(forms.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code of an app, or a recovery code."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        named(self)


class CodeAgainForm(forms.ReauthenticateForm):  # type: ignore[misc]  # as above
    """The same, asked again before something that matters."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        named(self)


def named(form: forms.BaseAuthenticateForm) -> None:
    form.fields["code"].label = CODE
    form.fields["code"].widget.attrs["placeholder"] = CODE
