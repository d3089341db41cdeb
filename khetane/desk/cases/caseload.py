"""The caseload: how much each mandate has open, and what waits in the plans. Numbers, nothing of what others wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from khetane.cases.caseload import Load, loads
from khetane.cases.models import CasePlan
from khetane.cases.plans import PlanState
from khetane.core.mandates import Mandate
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.organisations.models import Unit


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """One unit: its mandates in their order, the sum, and its plans where the viewer reads them."""

    unit: Unit
    rows: list[Load]
    total: Load
    plans: dict[str, int] | None


@requires("identity.read")
def caseload(request: HttpRequest) -> HttpResponse:
    """Of every unit that the viewer works in."""
    context = {"units": list(unit_loads()), "today": timezone.localdate()}
    return render(request, "desk/cases/caseload.html", context)


def unit_loads() -> Iterator[UnitLoad]:
    viewer, today = current(), timezone.localdate()
    units = viewer.units.get("identity.read", frozenset())
    found: dict[UUID, dict[str, Load]] = {}
    for one in loads(today):
        found.setdefault(one.unit_id, {})[one.mandate] = one
    leads = viewer.units.get("submission.review", frozenset())
    plans = plans_by_unit()
    for unit in Unit.objects.named().filter(pk__in=units).order_by("code"):
        own = viewer.mandates.get(unit.pk, frozenset())
        shown = [mandate for mandate in Mandate.values if unit.pk in leads or mandate in own]
        rows = [found.get(unit.pk, {}).get(mandate, Load(unit.pk, mandate)) for mandate in shown]
        coordinates = Mandate.COORDINATION in own and viewer.can("content.read", unit.pk)
        yield UnitLoad(
            unit, rows, total(unit.pk, rows), plans.get(unit.pk, NO_PLANS) if coordinates else None
        )


NO_PLANS = {"draft": 0, "running": 0, "due": 0}


def total(unit_id: UUID, rows: list[Load]) -> Load:
    names = "needs", "urgent", "tasks", "overdue", "procedures", "missed"
    sums = {name: sum(getattr(row, name) for row in rows) for name in names}
    return Load(unit_id, "", **sums)


def plans_by_unit() -> dict[UUID, dict[str, int]]:
    """Plans being drawn up, running, and to be reviewed by now."""
    running = Q(state__in=(PlanState.AGREED, PlanState.REVIEWED))
    counted: Any = CasePlan.objects.order_by().values("unit").annotate(
        draft=Count("pk", filter=Q(state=PlanState.DRAFT)),
        running=Count("pk", filter=running),
        due=Count("pk", filter=running & Q(review_on__lte=timezone.localdate())),
    )  # fmt: skip
    return {row.pop("unit"): row for row in counted}
