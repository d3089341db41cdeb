"""My account: my roles, devices, tokens and overrides."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khetane.access import actions_devices
from khetane.access.models import ApiToken, Device, RoleGrant
from khetane.access.querysets import overrides_in_force
from khetane.access.screens.answers import confirm_page, form_page, secret_page
from khetane.access.screens.asked import TokenForm
from khetane.access.screens.devices import code_page
from khetane.core.routes import signed_in
from khetane.core.viewer import current
from khetane.places.naming import unit_named


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """What the viewer holds."""
    own = current().account_id
    page = {
        "grants": RoleGrant.objects.filter(account_id=own)
        .select_related("role", "unit", "place")
        .prefetch_related(unit_named(), "place__names")
        .order_by("-begins"),
        "devices": Device.objects.filter(account_id=own)
        .select_related("unit")
        .prefetch_related(unit_named()),
        "tokens": ApiToken.objects.filter(account_id=own).order_by("-created_at"),
        "overrides": overrides_in_force(own),
    }
    return render(request, "access/mine.html", page)


@signed_in
def take_over(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Take over a device that the coordinator made, and show its code once."""
    device = get_object_or_404(Device, pk=device_id, account_id=current().account_id)

    def act() -> HttpResponse:
        return code_page(request, *actions_devices.take_over(device_id=device.pk), reverse("access:mine"))

    return confirm_page(
        request,
        title=_("Take over the device"),
        question=str(device),
        consequences=(
            _(
                "The next page shows a code to scan with ODK Collect. Have the phone at hand: it is shown only once."
            ),
            _("Whoever has the code sees what you see and sends in your name: show it to nobody."),
        ),
        action=_("Show the code"),
        cancel_url=reverse("access:mine"),
        done=act,
        color="accent",
    )


@signed_in
def create_token(request: HttpRequest) -> HttpResponse:
    """Make an API token and show it once."""

    def made(values: object) -> HttpResponse:
        token = actions_devices.create_token(label=form.cleaned_data["label"])[1]
        return secret_page(
            request,
            title=_("Your API token"),
            lead=_("Programs send it in the header “Authorization: Bearer …” and may do what you may do."),
            secret=token,
            back_url=reverse("access:mine"),
        )

    form = TokenForm(request.POST or None)
    return form_page(
        request,
        form=form,
        title=_("New API token"),
        action=_("Make the token"),
        cancel_url=reverse("access:mine"),
        done=made,
        lead=_("It is shown only once."),
    )


@signed_in
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End one of the viewer's tokens."""
    token = get_object_or_404(ApiToken, pk=token_id)

    def act() -> HttpResponse:
        actions_devices.revoke_token(token_id=token.pk)
        return redirect("access:mine")

    return confirm_page(
        request,
        title=_("Revoke the token"),
        question=str(token),
        consequences=(_("Programs that use it are refused at once."),),
        action=_("Revoke"),
        cancel_url=reverse("access:mine"),
        done=act,
    )
