"""Changes of households that are no edit of a field: whose they are."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.history.bulk import ask
from khetane.organisations.models import Unit
from khetane.people import problems
from khetane.people.models import Consent, Household, Responsibility
from khetane.people.rules import Given, allows

_HAND_OVER = "select people_hand_over(%s, %s, %s)"


@transaction.atomic
def hand_over(*, household_id: UUID, to_unit: Unit, on: date) -> None:
    """Make another unit responsible for a household from a day, with all that is recorded of it.

    For its coordinator. The household must have
    agreed to sharing with the other unit, named by its code. Raises NotAllowed, Invalid.
    """
    viewer = current()
    household = Household.objects.filter(pk=household_id).exclude(unit=to_unit).first()
    if household is None:
        raise Invalid(problems.NOT_TO_HAND_OVER.about())
    viewer.check("household.hand_over", household.unit_id)
    if not agreed(household_id, to_unit.code, on):
        raise Invalid(problems.NO_CONSENT_TO_HAND_OVER.about(unit=to_unit.code, day=on.isoformat()))
    if Responsibility.objects.filter(household=household_id, ends=None, begins__gt=on).exists():
        raise Invalid(problems.BEFORE_RESPONSIBILITY.about(day=on.isoformat()))
    for unit_id in (household.unit_id, to_unit.pk):  # both units see in their audit that it went over
        audit.record("handed_over", "household", [household_id], fields=["unit"], unit_id=unit_id)
    if not ask(_HAND_OVER, [household_id, to_unit.pk, on])[0][0]:
        raise Invalid(problems.NOT_TO_HAND_OVER.about())


def agreed(household_id: UUID, unit_code: str, on: date) -> bool:
    """Whether the household has a consent in force to sharing its record with this unit."""
    said = Consent.objects.filter(household=household_id).values_list(
        "purpose", "recipients", "given_on", "withdrawn_on"
    )
    return any(allows(Given(*row), [unit_code], on) for row in said)
