"""Project staff of the demonstration: who works in which scheme of the first unit."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from khetane.access.models import Account
from khetane.core.viewer import acting_as
from khetane.programmes import actions
from khetane.programmes.models import SchemeStaff

SCHEMES = ("housing_upgrade", "vocational_training")


def ensure_staff(account: Account, *, unit_id: UUID, coordinator: UUID, since: dt.date) -> None:
    """The account works in some schemes of a unit, as its coordinator said. Safe to repeat."""
    with acting_as(coordinator):
        known = set(SchemeStaff.objects.filter(account=account.pk).values_list("scheme", flat=True))
        for scheme in SCHEMES:
            if scheme not in known:
                actions.assign(account=account.pk, unit_id=unit_id, scheme=scheme, begins=since)
