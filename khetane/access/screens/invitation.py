"""What an invited person sees: she sets her password, once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from khetane.access import actions
from khetane.access.screens.asked import PasswordForm
from khetane.core.refusals import Invalid
from khetane.core.routes import open_to_all


@open_to_all("who is invited has no account yet; the secret in the address stands for it, once")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set the password of the invited account, then sign in with it."""
    account = actions.invited_account(token)
    if account is None:
        return render(request, "access/invitation_over.html", status=404)
    form = PasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept(token=token, password=form.cleaned_data["password"])
        except Invalid:  # used in another window at the same moment
            return render(request, "access/invitation_over.html", status=404)
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("account_login")
    return render(
        request,
        "access/invitation.html",
        {"account": account, "form": form},
        status=422 if form.is_bound else 200,
    )
