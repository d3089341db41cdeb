"""The audit of opening one record: under an override, the override is named."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from khetane.access.models import Override
from khetane.core import audit
from khetane.core.viewer import current
from khetane.people.models import Household


def opened(kind: str, household: Household, also: Iterable[UUID] = ()) -> Override | None:
    """Record that the viewer opened a household's page, or that of a person in it, and whom it names.

    Answers with the override by which she sees it: the page must say so (`desk/emergency.html`).
    """
    shown = [household.pk, *also]
    override = override_for(household)
    named = override.pk if override else None
    audit.record("read", kind, shown, unit_id=household.unit_id, override_id=named)
    return override


def override_for(household: Household) -> Override | None:
    """The override by which the viewer sees a household of another unit; of several, the one that ends last."""
    viewer = current()
    if viewer.can("identity.read", household.unit_id):
        return None
    now = timezone.now()
    mine = Override.objects.filter(account=viewer.account_id, household=household.pk)
    return mine.filter(begins_at__lte=now, ends_at__gte=now).order_by("-ends_at").first()
