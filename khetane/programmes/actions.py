"""Who of the project's staff works in which scheme of a unit."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from khetane.core import audit
from khetane.core.viewer import current
from khetane.programmes.models import SchemeStaff


@transaction.atomic
def assign(*, account: UUID, unit_id: UUID, scheme: str, begins: dt.date) -> SchemeStaff:
    """From a day on she sees whom the scheme enrolled in the unit. Raises NotAllowed."""
    current().check("scheme.staff", unit_id)
    made = SchemeStaff(account=account, unit_id=unit_id, scheme=scheme, begins=begins)
    SchemeStaff.objects.bulk_create([made])
    told = ["account", "scheme", "begins"]
    audit.record("wrote", "scheme_staff", [made.pk], fields=told, unit_id=unit_id)
    return made


@transaction.atomic
def end(working: SchemeStaff, *, on: dt.date) -> None:
    """From that day on she sees nobody of the scheme any more. Raises NotAllowed."""
    current().check("scheme.staff", working.unit_id)
    SchemeStaff.objects.filter(pk=working.pk).update(ends=on)
    audit.record("wrote", "scheme_staff", [working.pk], fields=["ends"], unit_id=working.unit_id)
