"""Devices of the viewer's units: made with a QR code that is shown once, retired, reported stolen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khetane.access import actions_devices, collect
from khetane.access.models import Device
from khetane.access.querysets import devices_of, senders_of
from khetane.access.screens.answers import confirm_page, form_page, secret_page
from khetane.access.screens.asked import DeviceFilter, DeviceForm
from khetane.access.seen import seen
from khetane.core import keyset
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.organisations.models import Unit
from khetane.web.names import unit_label

NEWEST_FIRST = ("-created_at", "id")


@requires("device.end")
def devices(request: HttpRequest) -> HttpResponse:
    """The devices of the units whose devices the viewer looks after."""
    units = _units("device.end")
    form = DeviceFilter(request.GET or None, units=Unit.objects.listed().filter(pk__in=units))
    wanted = form.cleaned_data if form.is_valid() else {}
    found = devices_of([wanted["unit"].pk] if wanted.get("unit") else units)
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    page = keyset.page(found, NEWEST_FIRST, request.GET.get("after", ""))
    seen("device", page.rows)
    context = {
        "devices": page.rows,
        **page.addresses(request.GET),
        "form": form,
        "lead": senders_for(units),
        "filtered": any(wanted.values()),
        "makes": current().can("device.write"),
    }
    return render(request, "access/devices.html", context)


@requires("device.write")
def create(request: HttpRequest) -> HttpResponse:
    """Make a device and show its QR code once."""
    units = _units("device.write")
    form = DeviceForm(
        request.POST or None,
        units=Unit.objects.listed().filter(pk__in=units),
        accounts=senders_of(units),
        initial={"account": request.GET.get("account", "")},
    )
    return form_page(
        request,
        form=form,
        title=_("New device"),
        action=_("Make the device"),
        cancel_url=reverse("access:devices"),
        done=lambda values: _made(request, values),
        lead=_(
            "For yourself, the next page shows a code to scan with ODK Collect, once. Anybody else is shown hers "
            "under “My account”: whoever has the code sees what its owner sees."
        ),
    )


@requires("device.end")
def retire(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """The device is given back; what it holds may still be sent."""
    device = get_object_or_404(Device, pk=device_id)

    def act() -> HttpResponse:
        actions_devices.retire(device_id=device.pk)
        return redirect("access:devices")

    return confirm_page(
        request,
        title=_("Retire the device"),
        question=named(device),
        consequences=(_("It may still send what it holds, and is given no forms and lists any more."),),
        action=_("Retire"),
        cancel_url=reverse("access:devices"),
        done=act,
    )


@requires("device.end")
def stolen(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """The device is lost: refuse it altogether."""
    device = get_object_or_404(Device, pk=device_id)

    def act() -> HttpResponse:
        actions_devices.stolen(device_id=device.pk)
        return redirect("access:devices")

    return confirm_page(
        request,
        title=_("Report the device stolen or lost"),
        question=named(device),
        consequences=(
            _("It is refused from now on; what was not sent yet is lost."),
            _(
                "ODK Collect keeps forms in clear text: tell the data-protection officer which households it held."
            ),
        ),
        action=_("Refuse the device"),
        cancel_url=reverse("access:devices"),
        done=act,
    )


def senders_for(units: frozenset[UUID]) -> str:
    """For which unit devices send: by name where it is one."""
    only = Unit.objects.named().filter(pk__in=units).first() if len(units) == 1 else None
    if only is not None:
        return _("Phones and tablets that send records for: %(unit)s.") % {"unit": unit_label(only)}
    told = ngettext(
        "Phones and tablets that send records for %(n)s unit.",
        "Phones and tablets that send records for %(n)s units; each line says for which.",
        len(units),
    )
    return told % {"n": len(units)}


def named(device: Device) -> str:
    """The device with whose it is and where: many are called alike, and what is done to one is not undone."""
    return f"{device} · {device.account} · {unit_label(device.unit)}"


def _units(permission: str) -> frozenset[UUID]:
    return current().units.get(permission, frozenset())


def _made(request: HttpRequest, values: Mapping[str, Any]) -> HttpResponse:
    if values["account"].pk == current().account_id:
        return code_page(request, *actions_devices.create_device(**values), reverse("access:devices"))
    device = actions_devices.offer_device(**values)
    waits = _("The device waits for {account}: under “My account” the owner is shown the code to scan.")
    messages.success(request, waits.format(account=device.account))
    return redirect("access:devices")


def code_page(request: HttpRequest, device: Device, token: str, back_url: str) -> HttpResponse:
    """The code that a phone scans, shown this once to its owner."""
    url = collect.server_url(settings.ENVIRONMENT.public_url or request.build_absolute_uri("/"), token)
    return secret_page(
        request,
        title=_("Scan this code with ODK Collect"),
        lead=_(
            "In Collect: the project's icon, “Add project”, “Configure with QR code”. The address below says the same."
        ),
        secret=url,
        image=collect.svg(collect.payload(url, project=unit_label(device.unit))),
        back_url=back_url,
    )
