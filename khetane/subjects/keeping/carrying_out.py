"""What was confirmed is carried out: some households of one unit at a time, by the machinery of erasure."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.utils import timezone

from khetane.core.viewer import acting_as_system
from khetane.subjects.catalogue.reading import PSEUDONYMISE, Keeping
from khetane.subjects.erasing import erase
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.leaving import COUNTED
from khetane.subjects.keeping.looking import past_of, still_over
from khetane.subjects.ledger import Entry, Ledger
from khetane.subjects.models import Expiry, ExpiryState

# Each time all submissions of the unit are looked through: for several households at once it is one look.
AT_ONCE = 50
_LAPSE = "select subjects_lapse(%s)"


def carry_out() -> int:
    """Pseudonymise every household that was confirmed; how many. Interrupted, the rest is done by the next call.

    A household where somebody was met since is left alone.
    """
    keeping, done = in_force(), 0
    while chosen := _next(keeping):
        unit, by, homes = chosen
        _pseudonymise(unit, by, homes, leaves(keeping))
        done += len(homes)
    return done


def leaves(keeping: Keeping) -> tuple[str, ...]:
    """The kinds of records of which a count remains, by the rules."""
    kept = {kind for rule in keeping.rules.values() if rule.then == PSEUDONYMISE for kind in rule.kinds}
    return tuple(kind for kind in COUNTED if kind in kept)


def _next(keeping: Keeping) -> tuple[UUID, UUID, list[UUID]] | None:
    """The next households of one unit that one officer confirmed and that are past their time today as well."""
    while True:
        with acting_as_system():
            waiting = Expiry.objects.filter(state=ExpiryState.CONFIRMED).order_by("confirmed_at", "id")
            first = waiting.first()
            if first is None or first.confirmed_by is None:
                return None
            some = list(waiting.filter(unit=first.unit_id, confirmed_by=first.confirmed_by)[:AT_ONCE])
            homes = [one.household_id for one in some]
            over = {
                one.household
                for one in past_of(homes, timezone.localdate(), keeping)
                if still_over(one, keeping)
            }
            lapsed = [one.pk for one in some if one.household_id not in over]
            if lapsed:
                with connection.cursor() as cursor:
                    cursor.execute(_LAPSE, [lapsed])
            if over:
                return first.unit_id, first.confirmed_by, [home for home in homes if home in over]


def _pseudonymise(unit: UUID, by: UUID, homes: list[UUID], kinds: tuple[str, ...]) -> None:
    entry = Entry(
        request=uuid4(),
        persons=(),
        households=tuple(homes),
        units=(unit,),
        records=(),
        at=timezone.now(),
        leaves=kinds,
    )
    with acting_as_system():
        erase(entry, by=by, ledger=Ledger.of(settings.ENVIRONMENT.home))
