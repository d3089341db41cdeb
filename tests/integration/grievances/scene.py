"""Grievances as they come in; all invented."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from khetane.access.models import Account
from khetane.core.viewer import acting_as, acting_as_system
from khetane.grievances.models import Grievance
from khetane.grievances.taking import Said, Taken, take
from tests import world

TEXT = "The adviser shouted at Planted Name in the street."


def told(
    town: world.Town | None = None, *, author: Account | None = None, seed: str = "", **words: Any
) -> Taken:
    """A grievance about the town's unit, by the public page or written down by `author`."""
    said = Said(**{
        "kind": "complaint", "about": "conduct", "text": TEXT, "language": "sr", "received_on": timezone.localdate(),
        "unit_id": town.unit.pk if town else None, **words,
    })  # fmt: skip
    with acting_as(author.pk) if author else acting_as_system():
        return take(said, seed or uuid.uuid4().hex)


def days_ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def seen(account: Account) -> set[uuid.UUID]:
    """The grievances that are there for an account."""
    with acting_as(account.pk):
        return set(Grievance.objects.values_list("pk", flat=True))
