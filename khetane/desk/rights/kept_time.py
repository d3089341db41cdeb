"""What is past its time, where the unit works: in figures, on the household's page, behind old links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.defaults import page_not_found

from khetane.core import audit
from khetane.core.viewer import Viewer, acting_as
from khetane.desk.figures import Figure
from khetane.subjects.copying.sealed import EXECUTE, TAKE
from khetane.subjects.keeping.words import rule_said
from khetane.subjects.keeping_models import WAITING
from khetane.subjects.models import Expiry, ExpiryState

_PSEUDONYMISED = "select on_day, under from subjects_pseudonymised(%s)"


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """When a record was pseudonymised, and by which rules."""

    on: date
    rules: tuple[str, ...]


def told_soon(viewer: Viewer) -> Iterator[Figure]:
    """For who speaks for the unit: records of which she has notice and has not said anything."""
    if viewer.can(TAKE):
        noticed = Expiry.objects.filter(state=ExpiryState.NOTICED, unit__in=viewer.units.get(TAKE, ()))
        number = noticed.count()
        label = ngettext("record soon past its time", "records soon past their time", number)
        yield Figure(number, label, reverse("subjects:keeping"))


def noticed(viewer: Viewer, number: int) -> list[Expiry]:
    """The same records, what may be decided first at the top."""
    if not viewer.can(TAKE):
        return []
    found = Expiry.objects.filter(state=ExpiryState.NOTICED, unit__in=viewer.units.get(TAKE, ()))
    rows = list(found[:number])
    audit.read("expiry", [row.pk for row in rows])
    return rows


def to_decide(viewer: Viewer) -> Iterator[Figure]:
    """For the data-protection officer: what waits for her."""
    if viewer.can(EXECUTE):
        due = Expiry.objects.filter(state__in=WAITING, decided_from__lte=timezone.localdate())
        number = due.count()
        label = ngettext("record past its time", "records past their time", number)
        yield Figure(number, label, reverse("subjects:past"))


def notice_of(household: UUID) -> Expiry | None:
    """The notice about a household that is open, for who may see it."""
    return Expiry.objects.filter(household_id=household, state__in=WAITING).first()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler404`, the page of an address that shows nothing: of a record that was pseudonymised it says so (410)."""
    account = getattr(request.user, "pk", None) if hasattr(request, "user") else None
    named = list(_ids(request))
    if account is not None and named:
        with acting_as(account):
            found = pseudonymised(named)
        if found is not None:
            return render(request, "desk/rights/pseudonymised.html", {"found": found}, status=410)
    return page_not_found(request, exception)


def pseudonymised(ids: Iterable[UUID]) -> Pseudonymised | None:
    """Whether one of these ids was of a record that the viewer's unit had; None for everybody else."""
    with connection.cursor() as cursor:
        cursor.execute(_PSEUDONYMISED, [list(ids)])
        row = cursor.fetchone()
    return Pseudonymised(row[0], tuple(map(rule_said, row[1]))) if row else None


def _ids(request: HttpRequest) -> Iterator[UUID]:
    match = request.resolver_match
    for value in match.kwargs.values() if match else ():
        if isinstance(value, UUID):
            yield value
