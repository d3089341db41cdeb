"""What was delivered in a period, counted: over the viewer's own rows, not for publication."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.cases.services.counting import Counted, count_deliveries
from khetane.cases.services.reading import shipped
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.edit_forms import day_field
from khetane.desk.services.wording import service_label, unit_label


class PeriodForm(forms.Form):
    """From one day to another; this year unless asked."""

    since = day_field(_("From"))
    until = day_field(_("Until"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins."))
        return cleaned


def period(request: HttpRequest) -> PeriodForm:
    today = timezone.localdate()
    given = request.GET.copy()
    given.setdefault("since", today.replace(month=1, day=1).isoformat())
    given.setdefault("until", today.isoformat())
    return PeriodForm(given)


@requires("content.read")
def figures(request: HttpRequest) -> HttpResponse:
    """Deliveries, persons, families and money by type of service."""
    form = period(request)
    rows: list[dict[str, Any]] = []
    total: Counted | None = None
    if form.is_valid():
        units = current().units.get("content.read", frozenset())
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        counted, total = count_deliveries(units, since, until)
        rows = [
            {"label": service_label(one.type), "unit": unit_of(one.type, until), "counted": one}
            for one in counted
        ]
    context = {"form": form, "rows": rows, "total": total}
    return render(request, "desk/services/figures.html", context)


def unit_of(code: str, day: Any) -> str:
    """What the quantity counts; nothing for a type that is in no catalogue any more."""
    kind = shipped().types.get(code)
    return unit_label(kind, day) if kind else ""
