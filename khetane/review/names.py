"""Names in clear text on a unit's devices: what the data-protection officer signs, and ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khetane.access.seen import seen
from khetane.core.refusals import Invalid
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.authors import names_of
from khetane.forms.names import PERMISSION, signatures
from khetane.forms.names import end as end_names
from khetane.forms.names import sign as sign_names
from khetane.organisations.models import Unit
from khetane.organisations.querysets import UnitQuerySet
from khetane.web.names import unit_label


class ReasonForm(forms.Form):
    """Why names must stand on devices."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A sentence or more. It stays on record with your name and the day."),
    )


@requires(PERMISSION)
def listed(request: HttpRequest) -> HttpResponse:
    """The units within the officer's reach, and what was signed for each."""
    units = list(_units().listed())
    signed = signatures(unit.pk for unit in units)
    seen("names_on_devices", signed.values())
    names = names_of(one.signed_by for one in signed.values())
    rows = [
        {"unit": unit, "signed": one, "who": names.get(one.signed_by, "") if one else ""}
        for unit in units
        for one in [signed.get(unit.pk)]
    ]
    return render(request, "review/names.html", {"rows": rows})


@requires(PERMISSION)
def sign(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Allow names on the devices of a unit, with the reason."""
    unit = _unit(unit_id)
    form = ReasonForm(request.POST or None)
    return _confirmed(
        request,
        {
            "title": _("Sign for names on devices"),
            "question": unit_label(unit),
            "consequences": [
                _("The lists that ODK Collect holds then carry names, family names and birth dates."),
                _("ODK Collect keeps them in clear text: whoever holds the phone unlocked can read them."),
                _("Each device gets them when it next refreshes its forms."),
            ],
            "form": form,
            "action": _("Sign"),
        },
        lambda: sign_names(unit.pk, form.cleaned_data["reason"]),
        valid=form.is_valid(),
    )


@requires(PERMISSION)
def end(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """From now on the unit's devices hold codes only."""
    unit = _unit(unit_id)
    return _confirmed(
        request,
        {
            "title": _("End names on devices"),
            "question": unit_label(unit),
            "consequences": [
                _(
                    "Lists carry household codes only; a device replaces its lists when it next refreshes its forms."
                ),
                _(
                    "A device that is never used again keeps what it has: have it handed in, or report it lost."
                ),
            ],
            "action": _("End"),
        },
        lambda: end_names(unit.pk),
        valid=request.method == "POST",
    )


def _units() -> UnitQuerySet:
    return Unit.objects.filter(pk__in=current().units.get(PERMISSION, ()))


def _unit(unit_id: UUID) -> Unit:
    """The unit, or 404 where the officer does not sign."""
    return get_object_or_404(_units().named(), pk=unit_id)


def _confirmed(
    request: HttpRequest, shown: dict[str, Any], act: Callable[[], object], *, valid: bool
) -> HttpResponse:
    """Ask, or do it; a refusal is said in the list."""
    back = reverse("forms:names")
    if request.method == "POST" and valid:
        try:
            act()
        except Invalid as refusal:
            messages.error(request, refusal.problem.translated(_))
        else:
            messages.success(request, _("Saved."))
        return redirect(back)
    status = 422 if request.method == "POST" else 200
    return render(request, "khetane/confirm.html", {**shown, "cancel_url": back}, status=status)
