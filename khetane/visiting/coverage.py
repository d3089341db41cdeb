"""How many of the households known in each settlement were visited lately, and which mandates came along."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from khetane.core.mandates import Mandate
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.organisations.models import Unit
from khetane.outreach.models import Visit
from khetane.visiting.attendance import Row, attendance, last_months
from khetane.visiting.covered import covered, together
from khetane.visiting.tabs import tabs
from khetane.web.formats import month
from khetane.web.names import unit_label

PERIODS = (3, 6, 12)
STANDARD = 6


class CoverageForm(forms.Form):
    """Which unit, how far back."""

    unit = forms.ChoiceField(label=_("Unit"), required=False)
    months = forms.TypedChoiceField(label=_("Period"), required=False, coerce=int)

    def __init__(self, data: object, *, units: list[Unit]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict
        self.fields["unit"].choices = [(str(one.pk), unit_label(one)) for one in units]  # type: ignore[attr-defined]  # a choice field
        self.fields["months"].choices = [(number, in_months(number)) for number in PERIODS]  # type: ignore[attr-defined]  # as above
        if len(units) < 2:
            del self.fields["unit"]


def in_months(number: int) -> str:
    return ngettext("%(number)s month", "%(number)s months", number) % {"number": number}


@requires("identity.read")
def coverage(request: HttpRequest) -> HttpResponse:
    """Attendance and coverage of one unit: counts over the viewer's own rows, not for publication."""
    units = list(Unit.objects.listed().filter(pk__in=current().units.get("identity.read", ())))
    given = request.GET.copy()
    given.setdefault("months", str(STANDARD))
    form = CoverageForm(given, units=units)
    wanted = form.cleaned_data if form.is_valid() else {}
    number = wanted.get("months") or STANDARD
    unit = next((one for one in units if str(one.pk) == wanted.get("unit")), units[0] if units else None)
    today = timezone.localdate()
    months = last_months(today, number)
    since, before = months[0].first, months[0].moved(-number).first
    rows = covered(unit.pk, since, before) if unit else []
    context = {
        "form": form,
        "unit": unit,
        "months": [month(one.first) for one in months],
        "attendance": attended(unit.pk, since, today, number) if unit else [],
        "settlements": rows,
        "all": together(rows),
        "tabs": tabs("coverage"),
        "since": since,
        "before": before,
    }
    return render(request, "visiting/coverage.html", context)


def attended(unit_id: UUID, since: dt.date, today: dt.date, number: int) -> list[tuple[str, Row]]:
    """Each mandate by its name, with the share of visits at which it was."""
    made = Visit.objects.filter(unit=unit_id, state="done", date__gte=since, date__lte=today)
    rows = attendance(made.values_list("date", "participants"), last_months(today, number), Mandate.values)
    return [(str(Mandate(row.mandate).label), row) for row in rows]
