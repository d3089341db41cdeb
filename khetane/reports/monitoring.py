"""Units beside each other, for who oversees their work and sees no persons: half-years that are over, rounded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.core import audit
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.organisations.models import Unit
from khetane.organisations.posts import UNIT, filled
from khetane.reports.counting import totals_kept_at, totals_of_units
from khetane.reports.periods import Period, code_of, last_halves
from khetane.reports.report import period_label

PERMISSION = "work.monitor"
HALVES = 4
OWN = {
    "visits_done": _("Visits made"),
    "visits_cancelled": _("Cancelled"),
    "settlements": _("Settlements visited"),
}
ROUNDED = {
    "households": _("Households met"),
    "people": _("People reached"),
    "needs": _("Needs found"),
    "referrals": _("Referrals"),
    "services": _("Services"),
    "initiated": _("Procedures initiated"),
    "solved": _("Procedures solved"),
    "grievances": _("Grievances"),
    "grievances_late": _("Grievances answered late, or not yet"),
}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: mandates held of five, what it did, and rounded totals; None: under five."""

    unit: Unit
    held: int
    own: list[tuple[str, int]]
    rounded: list[tuple[str, int | None]]


@requires(PERMISSION)
def units(request: HttpRequest) -> HttpResponse:
    """The totals of each unit in one half-year; never by area, sex or age, which would single people out."""
    halves = last_halves(timezone.localdate(), HALVES)
    form = HalfForm(request.GET, halves)
    half = form.chosen
    listed = list(Unit.objects.listed().filter(pk__in=current().units.get(PERMISSION, ())))
    audit.add([audit.Event("read", "unit_report", [unit.pk], unit=unit.pk) for unit in listed])
    rows = lines(listed, totals_of_units(half), filled())
    context = {
        "form": form,
        "rows": rows,
        "all": together(rows),
        "own": OWN.values(),
        "rounded": ROUNDED.values(),
        "label": period_label(half),
        "of": len(UNIT),
        "kept_at": totals_kept_at(half),
    }
    return render(request, "reports/units.html", context)


class HalfForm(forms.Form):
    """Which half-year of those that are over."""

    half = forms.ChoiceField(label=_("Half-year"), required=False)

    def __init__(self, data: object, halves: list[Period]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict
        self.halves = {code_of(half): half for half in halves}
        choices = [(code, period_label(half)) for code, half in self.halves.items()]
        self.fields["half"].choices = choices  # type: ignore[attr-defined]  # a choice field

    @property
    def chosen(self) -> Period:
        """The one asked for, else the last one."""
        self.is_valid()
        return self.halves.get(self.cleaned_data.get("half", ""), next(iter(self.halves.values())))


def lines(
    listed: list[Unit], totals: Iterable[tuple[UUID, str, int | None]], held: dict[UUID, int]
) -> list[UnitLine]:
    found: dict[UUID, dict[str, int | None]] = {}
    for unit_id, measure, number in totals:
        found.setdefault(unit_id, {})[measure] = number
    return [line(unit, held.get(unit.pk, 0), found.get(unit.pk, {})) for unit in listed]


def line(unit: Unit, held: int, told: dict[str, int | None]) -> UnitLine:
    own = [(str(label), told.get(name) or 0) for name, label in OWN.items()]
    return UnitLine(unit, held, own, [(str(label), told.get(name)) for name, label in ROUNDED.items()])


def together(rows: list[UnitLine]) -> UnitLine | None:
    """Sums of what is told of the units, so that nothing more can be worked out from them; nothing for one unit."""
    if len(rows) < 2:
        return None
    own = [(label, sum(row.own[at][1] for row in rows)) for at, (label, _n) in enumerate(rows[0].own)]
    rounded: list[tuple[str, int | None]] = [
        (label, sum(row.rounded[at][1] or 0 for row in rows))
        for at, (label, _n) in enumerate(rows[0].rounded)
    ]
    return UnitLine(rows[0].unit, sum(row.held for row in rows), own, rounded)
