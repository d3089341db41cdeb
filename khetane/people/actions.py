"""Changes of households that are no edit of a field: whose they are."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.birth import age_known
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.history.bulk import ask
from khetane.organisations.models import Unit
from khetane.people import problems
from khetane.people.models import Consent, Household, Membership, Responsibility, Restriction
from khetane.people.rules import Given, allows, speaks_for_household

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
    if Restriction.objects.in_force().filter(household=household_id).exists():
        raise Invalid(problems.RESTRICTED.about(where=household.code))
    for day in (on, timezone.localdate()):  # what was withdrawn since lets nothing go, whichever day is named
        if not agreed(household_id, to_unit.code, day):
            raise Invalid(problems.NO_CONSENT_TO_HAND_OVER.about(unit=to_unit.code, day=day.isoformat()))
    if Responsibility.objects.filter(household=household_id, ends=None, begins__gt=on).exists():
        raise Invalid(problems.BEFORE_RESPONSIBILITY.about(day=on.isoformat()))
    for unit_id in (household.unit_id, to_unit.pk):  # both units see in their audit that it went over
        audit.record("handed_over", "household", [household_id], fields=["unit"], unit_id=unit_id)
    if not ask(_HAND_OVER, [household_id, to_unit.pk, on])[0][0]:
        raise Invalid(problems.NOT_TO_HAND_OVER.about())


def agreed(household_id: UUID, unit_code: str, day: date) -> bool:
    """Whether a consent to sharing the household's record with this unit is in force: its own, or of who speaks for it."""
    members = {
        one.person_id: one
        for one in Membership.objects.on(day).filter(household=household_id).select_related("person")
    }
    said = Consent.objects.filter(household=household_id)
    return any(
        (one.person_id is None or speaks(members.get(one.person_id), one))
        and allows(Given(one.purpose, one.recipients, one.given_on, one.withdrawn_on), [unit_code], day)
        for one in said
    )


def speaks(member: Membership | None, said: Consent) -> bool:
    """Whether somebody's consent stands for the household of which she is a member."""
    if member is None:
        return False
    person = member.person
    age = age_known(person.birth_date, person.birth_precision, said.given_on)
    return speaks_for_household(member.role, age, said.given_by)
