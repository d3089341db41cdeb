"""The schemes there are, and who is enrolled in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khetane.access.seen import seen
from khetane.core import keyset
from khetane.core.routes import requires
from khetane.core.viewer import current
from khetane.desk.listing import Listing, chosen, filter_form
from khetane.desk.schemes.wording import StageSaid, stage_said
from khetane.desk.services.figures import period
from khetane.programmes.configured import in_force
from khetane.programmes.counting import Counted, count_schemes, count_standing
from khetane.programmes.definition import Phase, Scheme
from khetane.programmes.enrolled import Enrolled, enrolled
from khetane.programmes.models import Enrolment, Session
from khetane.web.names import worded

SESSIONS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One enrolment of a list."""

    enrolment: Enrolment
    who: Enrolled | None
    stage: StageSaid


@dataclass(frozen=True, slots=True)
class Tile:
    """A scheme, and how many wait, take part, have completed it, now."""

    code: str
    label: str
    phases: dict[Phase, int]

    @property
    def waiting(self) -> int:
        return self.phases[Phase.WAITING]

    @property
    def served(self) -> int:
        return self.phases[Phase.SERVED]

    @property
    def completed(self) -> int:
        return self.phases[Phase.COMPLETED]


@requires("scheme.read")
def schemes(request: HttpRequest) -> HttpResponse:
    """Every scheme with the figures of a period; over one's own rows, not for publication."""
    form = period(request)
    units = current().units.get("scheme.read", frozenset())
    standing = count_standing(in_force(), units)
    tiles = [Tile(code, worded(one.names), standing[code]) for code, one in in_force().items()]
    rows: list[tuple[str, Counted]] = []
    total: Counted | None = None
    if form.is_valid():
        found, total = count_schemes(
            in_force(), units, form.cleaned_data["since"], form.cleaned_data["until"]
        )
        rows = [(worded(in_force()[code].names), one) for code, one in found.items() if one.anything]
    context = {"form": form, "tiles": tiles, "rows": rows, "total": total, "may_enrol": may_enrol()}
    return render(request, "desk/schemes/schemes.html", context)


@requires("scheme.read")
def scheme_page(request: HttpRequest, code: str) -> HttpResponse:
    """Who is enrolled, the last who applied first; by stage where asked."""
    scheme = scheme_named(code)
    form = filter_form(listing_of(scheme), request)
    wanted = chosen(form)
    units = current().units.get("scheme.read", ())
    found = Enrolment.objects.filter(scheme=code, **wanted)
    page = keyset.page(found, ("-applied_on", "-id"), request.GET.get("after", ""), units=units)
    seen("enrolment", page.rows)
    context = {
        "scheme": scheme,
        "label": worded(scheme.names),
        "about": worded(scheme.about),
        "criteria": [worded(one.because) for one in scheme.latest.criteria],
        "form": form,
        "rows": rows_of(scheme, page.rows),
        "filtered": bool(wanted),
        "sessions": sessions_of(scheme),
        "may_write": current().can("registry.write"),
        "may_enrol": may_enrol(),
        "may_staff": current().can("scheme.staff"),
        **page.addresses(request.GET),
    }
    return render(request, "desk/schemes/scheme.html", context)


def may_enrol() -> bool:
    """Whether the viewer opens households and records for them: there people are enrolled."""
    return current().can("identity.read") and current().can("registry.write")


def scheme_named(code: str) -> Scheme:
    scheme = in_force().get(code)
    if scheme is None:
        raise Http404
    return scheme


def listing_of(scheme: Scheme) -> Listing:
    """The filter of its list: by stage."""
    stages = [(one.code, worded(one.names)) for one in scheme.latest.stages.values()]
    return Listing(
        kind="enrolment",
        permission="scheme.read",
        title=worded(scheme.names),
        rows=Enrolment.objects.all,
        order=("-applied_on", "-id"),
        columns=(),
        filters={"stage": (_("Stage"), stages)},
        empty="",
        standing={},
    )


def rows_of(scheme: Scheme, enrolments: Iterable[Enrolment]) -> list[Row]:
    several = list(enrolments)
    who = enrolled(one.pk for one in several)
    return [Row(one, who.get(one.pk), stage_said(scheme, one.stage, one.applied_on)) for one in several]


def sessions_of(scheme: Scheme) -> list[Any]:
    """The last sessions, where the scheme has any."""
    if not scheme.sessions:
        return []
    day = timezone.localdate()
    found = list(
        Session.objects.filter(scheme=scheme.code, date__lte=day).order_by("-date", "-id")[:SESSIONS]
    )
    seen("session", found)
    return found
