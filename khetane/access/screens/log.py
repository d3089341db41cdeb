"""The audit: who read and who wrote, newest first."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from khetane.access.models import Account, AuditEvent
from khetane.access.screens.asked import AuditFilter
from khetane.access.screens.words import ACTIONS, alike, kind_word
from khetane.core import audit
from khetane.core.days import beginning, end
from khetane.core.keyset import moment_before
from khetane.core.numerals import LARGEST_ID, whole_number
from khetane.core.routes import requires
from khetane.organisations.models import Unit

PAGE = 50


@requires("audit.read")
def events(request: HttpRequest) -> HttpResponse:
    """One page of events within the viewer's reach."""
    asked = AuditFilter(request.GET)
    found = _before(_asked_for(asked), request.GET.get("before", ""))
    shown = list(found[: PAGE + 1])
    more, shown = shown[PAGE:], shown[:PAGE]
    audit.record("read", "audit")
    page = {
        "rows": _rows(shown),
        "form": asked,
        "next_url": _url(request, f"{shown[-1].at.isoformat()},{shown[-1].pk}") if more else "",
        "first_url": _url(request, "") if request.GET.get("before") else "",
    }
    return render(request, "access/audit.html", page)


def _asked_for(asked: AuditFilter) -> QuerySet[AuditEvent]:
    values = asked.values
    found = AuditEvent.objects.order_by("-at", "-id")
    if "account" in values:
        ids = Account.objects.filter(email__icontains=values["account"]).values_list("pk", flat=True)
        found = found.filter(account__in=list(ids))
    if "action" in values:
        found = found.filter(action__in=alike(values["action"]))
    if "record" in values:
        found = found.filter(subjects__contains=[values["record"]])
    if "since" in values and (since := beginning(values["since"])):
        found = found.filter(at__gte=since)
    if "until" in values and (until := end(values["until"])):
        found = found.filter(at__lt=until)
    return found


def _before(found: QuerySet[AuditEvent], mark: str) -> QuerySet[AuditEvent]:
    """What comes after the last event of the page before; a mark that cannot be read is none."""
    moment, _, last = mark.rpartition(",")
    at, number = moment_before(moment), whole_number(last, LARGEST_ID)
    if at is None or number is None:
        return found
    return found.filter(Q(at__lt=at) | Q(at=at, pk__lt=number))


def _rows(shown: list[AuditEvent]) -> list[dict[str, object]]:
    accounts = Account.objects.in_bulk({event.account for event in shown})
    units = Unit.objects.named().in_bulk({event.unit for event in shown if event.unit})
    return [
        {
            "event": event,
            "who": accounts.get(event.account),
            "unit": units.get(event.unit) if event.unit else None,
            "what": ACTIONS.get(event.action, event.action),
            "kind": kind_word(event.kind),
            "fields": [_field(name) for name in event.fields],
            "records": [_short(subject) for subject in event.subjects[:3]],
            "further": max(len(event.subjects) - 3, 0),
        }
        for event in shown
    ]


def _field(name: str) -> dict[str, object]:
    return {"name": name.removeprefix(audit.SPECIAL), "special": name.startswith(audit.SPECIAL)}


def _short(subject: UUID) -> dict[str, str]:
    return {"id": str(subject), "short": str(subject)[:8]}


def _url(request: HttpRequest, before: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    return "?" + urlencode({**kept, "before": before} if before else kept)
