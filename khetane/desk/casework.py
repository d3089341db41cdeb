"""The plain lists of work: visits, tasks, needs, services."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from khetane.cases.models import (
    CasePlan,
    Need,
    NeedState,
    Service,
    Urgency,
)
from khetane.cases.plans import PlanOutcome, PlanState
from khetane.core.mandates import Area, Mandate
from khetane.core.routes import requires
from khetane.desk.listing import Listing, list_page
from khetane.desk.services.wording import DELIVERED, service_choices
from khetane.desk.settlements import settlements_visited
from khetane.outreach.models import Task, TaskState, Visit, VisitHousehold, VisitState


def of_households(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.select_related("household", "person")


def visit_rows() -> QuerySet[Visit]:
    """With `met`, how many households each visit met: counted for the rows of a page, not for all of them."""
    counted = VisitHousehold.objects.filter(visit=OuterRef("pk")).order_by().values("visit")
    met = Coalesce(Subquery(counted.annotate(n=Count("household")).values("n")), 0)
    return Visit.objects.select_related("place", "unit").prefetch_related("place__names").annotate(met=met)


VISITS = Listing(
    kind="visit",
    permission="identity.read",
    title=_("Visits"),
    rows=visit_rows,
    order=("-date", "-id"),
    columns=(_("Date"), _("Settlement"), _("State"), _("Took part"), _("Households met")),
    filters={"place": (_("Settlement"), settlements_visited), "state": (_("State"), VisitState.choices)},
    empty=_("Plan a visit here, or with the joint visit form on a device: it says who goes where and when."),
    standing={},
    days={"date": _("Date")},
    beside=(
        (_("List"), "outreach:visits"),
        (_("Calendar"), "visiting:calendar"),
        (_("Coverage"), "visiting:coverage"),
    ),
    actions=((_("Plan a visit"), "visiting:plan"), (_("Record a visit made"), "visiting:record_unplanned")),
)
TASKS = Listing(
    kind="task",
    permission="identity.read",
    title=_("Tasks"),
    rows=lambda: of_households(Task),
    order=("due", "id"),
    columns=(_("What is to be done"), _("Due"), _("Mandate"), _("Household"), _("State")),
    filters={"state": (_("State"), TaskState.choices), "mandate": (_("Mandate"), Mandate.choices)},
    empty=_("Tasks come from visits and needs: what someone is to do, and by when."),
    standing={"state": "open"},
    days={"due": _("Due"), "closed_on": _("Closed on")},
)
NEEDS = Listing(
    kind="need",
    permission="content.read",
    title=_("Needs"),
    rows=lambda: of_households(Need),
    order=("-found_on", "-id"),
    columns=(_("Need"), _("Urgency"), _("Found on"), _("Household"), _("State")),
    filters={
        "state": (_("State"), NeedState.choices),
        "area": (_("Area"), Area.choices),
        "urgency": (_("Urgency"), Urgency.choices),
    },
    empty=_("Needs are found with the needs forms of your mandate."),
    standing={"state": "open"},
    days={"found_on": _("Found on"), "closed_on": _("Closed on")},
)
PLANS = Listing(
    kind="case_plan",
    permission="content.read",
    title=_("Plans"),
    rows=lambda: CasePlan.objects.select_related("household"),
    order=("review_on", "id"),
    columns=(_("Household"), _("To be reviewed on"), _("Agreed on"), _("State")),
    filters={"state": (_("State"), PlanState.choices), "outcome": (_("Outcome"), PlanOutcome.choices)},
    empty=_("A plan is drawn up on a household's page, by the coordinator with the family."),
    standing={},
    days={"agreed_on": _("Agreed on"), "closed_on": _("Closed on"), "review_on": _("To be reviewed on")},
)
SERVICES = Listing(
    kind="service",
    permission="content.read",
    title=_("Services"),
    rows=lambda: of_households(Service),
    order=("-date", "-id"),
    columns=(_("Service"), _("Date"), _("Quantity"), _("Provider"), _("Household")),
    filters={
        "type": (_("Service"), service_choices()),
        "mandate": (_("Mandate"), Mandate.choices),
    },
    empty=_("Services delivered are recorded with the service form."),
    standing={},
    days={"date": _("Date")},
    beside=DELIVERED,
    alike=True,
    actions=((_("What was delivered"), "cases:service_figures"),),
)


@requires("identity.read")
def visits(request: HttpRequest) -> HttpResponse:
    """Joint visits, the last first."""
    return list_page(VISITS, request)


@requires("identity.read")
def tasks(request: HttpRequest) -> HttpResponse:
    """Tasks by the day they are due; open ones unless asked."""
    return list_page(TASKS, request)


@requires("content.read")
def needs(request: HttpRequest) -> HttpResponse:
    """Needs of the viewer's mandates; open ones unless asked."""
    return list_page(NEEDS, request)


@requires("content.read")
def plans(request: HttpRequest) -> HttpResponse:
    """Plans by the day of their next review, closed ones last."""
    return list_page(PLANS, request)


@requires("content.read")
def services(request: HttpRequest) -> HttpResponse:
    """Services of the viewer's mandates."""
    return list_page(SERVICES, request)
