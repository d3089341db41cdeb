"""The supervisor of grievances confirms that what is past its time is removed, or says why it must be kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.grievances.handling import SORT
from khetane.grievances.keeping_models import EndState, GrievanceExpiry
from khetane.subjects.keeping.deciding import KEPT_MONTHS, NOT_NOW, WHY_KEPT, Decided
from khetane.subjects.keeping.rules import in_months

KIND = "grievance_expiry"
_DECIDE = "select grievances_decide(%s, %s, %s, %s)"


@transaction.atomic
def confirm(expiries: Sequence[UUID]) -> Decided:
    """Confirm that these are removed; what was confirmed before stays so. Raises Invalid when none waits."""
    return _decide(expiries, EndState.CONFIRMED, "", None)


@transaction.atomic
def keep(expiries: Sequence[UUID], why: str) -> Decided:
    """Say which law or claim obliges to keep these; they are asked about again in a year. Raises Invalid."""
    if not why.strip():
        raise Invalid(WHY_KEPT.about())
    until = in_months(timezone.localdate(), KEPT_MONTHS)
    return _decide(expiries, EndState.KEPT, why.strip(), until)


def _decide(expiries: Sequence[UUID], becomes: EndState, why: str, until: date | None) -> Decided:
    current().check(SORT)
    named = list(dict.fromkeys(expiries))
    with connection.cursor() as cursor:
        cursor.execute(_DECIDE, [named, becomes.value, why, until])
        decided = [id for (id,) in cursor.fetchall()]
    known = GrievanceExpiry.objects.filter(pk__in=named, state=becomes).count()
    if not decided and not known:
        raise Invalid(NOT_NOW.about())
    # Without the unit: its coordinator reads the unit's part of the audit.
    grievances = list(GrievanceExpiry.objects.filter(pk__in=decided).values_list("grievance", flat=True))
    if grievances:
        audit.record("decided", KIND, grievances, fields=[becomes.value])
    return Decided(len(decided), len(named) - len(decided))
