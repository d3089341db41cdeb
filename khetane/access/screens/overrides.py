"""Opening a household in an emergency, and reviewing who did."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khetane.access import actions
from khetane.access.models import Override
from khetane.access.screens.answers import form_page
from khetane.access.screens.asked import EmergencyForm
from khetane.core import audit
from khetane.core.routes import requires

MOST_SHOWN = 200


@requires("override.use")
def emergency(request: HttpRequest) -> HttpResponse:
    """Ask for the code and the reason."""

    def opened(values: object) -> HttpResponse:
        override = actions.open_override(**form.cleaned_data)
        return redirect("access:opened", override.pk)

    form = EmergencyForm(request.POST or None)
    return form_page(
        request,
        form=form,
        title=_("Open a household in an emergency"),
        action=_("Open for three hours"),
        cancel_url=reverse("home"),
        done=opened,
        lead=_(
            "For a household outside your unit, when waiting would harm somebody. Every use is seen and reviewed."
        ),
    )


@requires("override.use")
def opened(request: HttpRequest, override_id: UUID) -> HttpResponse:
    """The same answer whether the code belongs to a household or not."""
    override = get_object_or_404(Override, pk=override_id, account_id=request.user.pk)
    return render(
        request,
        "access/opened.html",
        {"override": override, "household_url": _household_url(override.household)},
    )


@requires("override.review")
def overrides(request: HttpRequest) -> HttpResponse:
    """Every override, those not reviewed yet first."""
    found = Override.objects.select_related("account", "reviewed_by").order_by("reviewed_at", "-begins_at")
    shown = list(found.order_by("-begins_at")[:MOST_SHOWN])
    shown.sort(key=lambda override: override.reviewed_at is not None)
    audit.read("override", [override.pk for override in shown])
    return render(request, "access/overrides.html", {"overrides": shown})


@requires("override.review")
@require_POST
def review(request: HttpRequest, override_id: UUID) -> HttpResponse:
    """Note that an override was looked at."""
    get_object_or_404(Override, pk=override_id)
    actions.review_override(override_id=override_id)
    return redirect("access:overrides")


def _household_url(household: UUID) -> str:
    """The household's page, which belongs to a part above this one."""
    try:
        return reverse("people:household", args=[household])
    except NoReverseMatch:
        return ""
