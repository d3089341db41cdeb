"""Forms out of which an erased or pseudonymised person's name was taken, for the data-protection officer; never by which name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from khetane.access.models import AuditEvent
from khetane.forms.models import FormVersion
from khetane.organisations.models import Unit

DAYS = 30
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Changed:
    """When a name was taken out of which versions of a unit's forms."""

    at: dt.datetime
    unit: Unit
    forms: tuple[str, ...]


def changed(units: Iterable[UUID]) -> list[Changed]:
    """Of these units in the last days, the last first, as the audit has it."""
    since = timezone.now() - dt.timedelta(days=DAYS)
    told = AuditEvent.objects.filter(
        action="redacted", kind="form_version", unit__in=[*units], at__gte=since
    ).order_by("-at", "-id")[:SHOWN]
    events = list(told.values_list("at", "unit", "subjects"))
    versions = FormVersion.objects.filter(pk__in={one for _, _, subjects in events for one in subjects})
    titles = {
        pk: f"{title} {version}" for pk, title, version in versions.values_list("pk", "title", "version")
    }
    named = Unit.objects.named().in_bulk({unit for _, unit, _ in events})
    return [
        Changed(at, named[unit], tuple(titles[one] for one in subjects if one in titles))
        for at, unit, subjects in events
        if unit in named
    ]
