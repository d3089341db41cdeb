"""The unit says once that a record is still needed; the data-protection officer confirms, or says that it must be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from khetane.core import audit
from khetane.core.problems import Sentence, gettext_noop
from khetane.core.refusals import Invalid
from khetane.core.viewer import current
from khetane.subjects.copying.sealed import EXECUTE, TAKE
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.rules import in_months
from khetane.subjects.models import Expiry, ExpiryState
from khetane.subjects.states import EXPIRY

KIND = "expiry"
# What must be kept is asked about again after so long.
KEPT_MONTHS = 12
_STILL_NEEDED = "select subjects_still_needed(%s, %s, %s)"
_DECIDE = "select subjects_decide(%s, %s, %s, %s)"
BECAUSE = Sentence(
    "still_needed_because", gettext_noop("Say what the record is still needed for, without names.")
)
ONCE = Sentence(
    "prolonged_once",
    gettext_noop(
        "It was said before that this record is still needed, or it was decided meanwhile. Go back to the list."
    ),
)
NOT_NOW = Sentence(
    "not_to_decide",
    gettext_noop(
        "None of these waits for you: decided already, still in its time of notice, or you asked to keep it yourself."
    ),
)
WHY_KEPT = Sentence("kept_why", gettext_noop("Say which law or claim obliges to keep it."))


@dataclass(frozen=True, slots=True)
class Decided:
    """How many were decided now, and how many of those named had been before or could not be."""

    now: int
    left: int


def next_day(expiry: Expiry) -> date:
    """The day from which it may be decided when the unit says today that it is still needed."""
    return in_months(max(expiry.over_on, timezone.localdate()), in_force().prolongs_months)


@transaction.atomic
def still_needed(expiry_id: UUID, because: str) -> Expiry:
    """Prolong once, with a reason. Raises Invalid without one, or a second time."""
    expiry = Expiry.objects.get(pk=expiry_id)
    current().check(TAKE, expiry.unit_id)
    if not because.strip():
        raise Invalid(BECAUSE.about())
    step = EXPIRY.step(expiry.state, ExpiryState.PROLONGED)
    until = next_day(expiry)
    if step is None or _ids(_STILL_NEEDED, [expiry.pk, because.strip(), until]) != [expiry.pk]:
        raise Invalid(ONCE.about())
    audit.record(
        "decided", KIND, [expiry.pk, expiry.household_id], fields=["because"], unit_id=expiry.unit_id
    )
    return Expiry.objects.get(pk=expiry.pk)


@transaction.atomic
def confirm(expiries: Sequence[UUID]) -> Decided:
    """Confirm that these are pseudonymised; what was confirmed before stays so. Raises Invalid when none waits."""
    return _decide(expiries, ExpiryState.CONFIRMED, "", None)


@transaction.atomic
def keep(expiries: Sequence[UUID], why: str) -> Decided:
    """Say that a law or claim obliges to keep these; they are asked about again in a year. Raises Invalid."""
    if not why.strip():
        raise Invalid(WHY_KEPT.about())
    until = in_months(timezone.localdate(), KEPT_MONTHS)
    return _decide(expiries, ExpiryState.KEPT, why.strip(), until)


def _decide(expiries: Sequence[UUID], becomes: ExpiryState, why: str, until: date | None) -> Decided:
    current().check(EXECUTE)
    named = list(dict.fromkeys(expiries))
    decided = _ids(_DECIDE, [named, becomes.value, why, until])
    known = Expiry.objects.filter(pk__in=named, state=becomes).count()
    if not decided and not known:
        raise Invalid(NOT_NOW.about())
    for expiry in Expiry.objects.filter(pk__in=decided):
        fields = [becomes.value, *expiry.rules]
        audit.record("decided", KIND, [expiry.pk, expiry.household_id], fields=fields, unit_id=expiry.unit_id)
    return Decided(len(decided), len(named) - len(decided))


def _ids(statement: str, parameters: list[Any]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [id for (id,) in cursor.fetchall() if id is not None]
