"""Which unit, which period."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khetane.core.refusals import Invalid
from khetane.desk.edit_forms import day_field
from khetane.organisations.models import Unit
from khetane.reports.periods import Period, code_of, half_of, last_halves, of_half, of_month, read_period
from khetane.reports.report import period_label
from khetane.visiting.months import month_of
from khetane.web.names import unit_label

FREE = "free"
MONTHS, HALVES = 12, 4


def offered(today: dt.date) -> list[Period]:
    """This half-year and those before it, then this month and those before it."""
    now = month_of(today)
    return [
        of_half(*half_of(today)),
        *last_halves(today, HALVES),
        *(of_month(now.moved(-back)) for back in range(MONTHS)),
    ]


class PeriodForm(forms.Form):
    """A period of those at hand, or any other by its days, which are asked for once *other days* was chosen."""

    unit = forms.ChoiceField(label=_("Unit"))
    period = forms.ChoiceField(label=_("Period"))
    since = day_field(_("From"))
    until = day_field(_("Until"))

    def __init__(self, data: Any, *, units: list[Unit], today: dt.date) -> None:
        super().__init__(data)
        self.units, self.today = units, today
        periods = [(code_of(period), period_label(period)) for period in offered(today)]
        self.fields["period"].choices = [*periods, (FREE, _("other days"))]  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = [(str(one.pk), unit_label(one)) for one in units]  # type: ignore[attr-defined]  # as above
        if len(units) < 2:
            del self.fields["unit"]
        if data.get("period") != FREE:
            del self.fields["since"], self.fields["until"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("period") != FREE:
            cleaned["asked"] = read_period(cleaned.get("period", ""), self.today)
        elif "since" in cleaned and "until" in cleaned:
            try:
                cleaned["asked"] = Period(cleaned["since"], cleaned["until"])
            except Invalid as refusal:
                self.add_error("until", refusal.problem.translated(gettext))
        return cleaned

    @property
    def asked(self) -> tuple[Unit, Period] | None:
        """The unit and the period, once both are said."""
        if not self.is_valid() or not self.units:
            return None
        wanted = self.cleaned_data.get("unit", str(self.units[0].pk))
        return next(one for one in self.units if str(one.pk) == wanted), self.cleaned_data["asked"]
