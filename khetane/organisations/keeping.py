"""The writers of what a unit keeps: equipment and trainings. By its coordinator, or by whoever keeps units there."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.refusals import Invalid, NotAllowed
from khetane.core.viewer import NO_ROLE, current
from khetane.organisations import rules
from khetane.organisations.models import Equipment, Training, Unit

KEEPERS = ("unit.keep", "unit.write")  # one of these


def may_keep(unit_id: UUID) -> bool:
    """Whether the viewer keeps the lists of this unit (the tables' policies say the same)."""
    return any(current().can(one, unit_id) for one in KEEPERS)


def check_keeps(unit_id: UUID) -> None:
    """Raise NotAllowed unless `may_keep`."""
    if not may_keep(unit_id):
        raise NotAllowed(NO_ROLE.about())


@transaction.atomic
def record_equipment(
    *,
    unit: Unit,
    equipment: Equipment | None,
    what: str,
    inventory_number: str,
    since: datetime.date | None,
    until: datetime.date | None,
) -> Equipment:
    """Add a thing to the unit's list, or change an entry. Raises Invalid when it ends before it begins."""
    check_keeps(unit.pk)
    rules.check_period(since, until)
    entry = equipment or Equipment(unit=unit)
    entry.what, entry.inventory_number, entry.since, entry.until = what, inventory_number, since, until
    entry.save()
    fields = ["what", "inventory_number", "since", "until"]
    audit.record("wrote", "equipment", [entry.pk], fields=fields, unit_id=unit.pk)
    return entry


@transaction.atomic
def record_training(
    *,
    unit: Unit,
    training: Training | None,
    subject: str,
    date: datetime.date,
    provider: str,
    mandates: Sequence[str],
) -> Training:
    """Add a training that took place, or change one. Raises Invalid for a day to come."""
    check_keeps(unit.pk)
    if date > timezone.localdate():
        raise Invalid(rules.STILL_TO_COME.about(what="training", day=date.isoformat()))
    entry = training or Training(unit=unit)
    entry.subject, entry.date, entry.provider, entry.mandates = subject, date, provider, sorted(mandates)
    entry.save()
    fields = ["subject", "date", "provider", "mandates"]
    audit.record("wrote", "training", [entry.pk], fields=fields, unit_id=unit.pk)
    return entry
