"""Opening a household in an emergency, and reviewing who did."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khetane.access import actions
from khetane.access.models import Override
from khetane.access.screens.answers import form_page
from khetane.access.screens.asked import EmergencyForm, OverrideFilter
from khetane.core import audit, keyset
from khetane.core.routes import requires

NEWEST_FIRST = ("-begins_at", "id")


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
        {"override": override, "household_url": reverse("people:household", args=[override.household])},
    )


@requires("override.review")
def overrides(request: HttpRequest) -> HttpResponse:
    """Overrides that nobody has looked at yet; with `state`, those that somebody has, or all."""
    given = request.GET.copy()
    given.setdefault("state", OverrideFilter.WAITING)
    form = OverrideFilter(given)
    state = form.cleaned_data["state"] if form.is_valid() else OverrideFilter.WAITING
    found = Override.objects.select_related("account", "reviewed_by")
    if state != OverrideFilter.ALL:
        found = found.filter(reviewed_at__isnull=state == OverrideFilter.WAITING)
    page = keyset.page(found, NEWEST_FIRST, request.GET.get("after", ""))
    audit.read("override", [override.pk for override in page.rows])
    context = {"overrides": page.rows, "form": form, "state": state, **page.addresses(request.GET)}
    return render(request, "access/overrides.html", context)


@requires("override.review")
@require_POST
def review(request: HttpRequest, override_id: UUID) -> HttpResponse:
    """Note that an override was looked at."""
    get_object_or_404(Override, pk=override_id)
    actions.review_override(override_id=override_id)
    return redirect("access:overrides")
