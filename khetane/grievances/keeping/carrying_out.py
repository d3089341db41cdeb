"""What was confirmed is carried out, by the machinery of erasure: text, names, messages, codes and keys go, counts stay."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.utils import timezone

from khetane.core.viewer import acting_as_system
from khetane.grievances.keeping.looking import lapse, past
from khetane.subjects.catalogue.reading import PSEUDONYMISE
from khetane.subjects.erasing import erase
from khetane.subjects.keeping.configured import in_force
from khetane.subjects.keeping.grievances import COUNTED
from khetane.subjects.ledger import Entry, Ledger

AT_ONCE = 200
_CONFIRMED = "select expiry, grievance, decided_by from grievances_confirmed(%s)"


def carry_out() -> int:
    """Remove every grievance that was confirmed; how many. Interrupted, the rest is done by the next call.

    What was opened again since is left alone.
    """
    done = 0
    while chosen := _next():
        by, grievances = chosen
        _remove(by, grievances)
        done += len(grievances)
    return done


def _next() -> tuple[UUID, list[UUID]] | None:
    """The next grievances that one supervisor confirmed and that are past their time today as well."""
    while True:
        with acting_as_system(), connection.cursor() as cursor:
            cursor.execute(_CONFIRMED, [AT_ONCE])
            waiting: list[tuple[UUID, UUID, UUID]] = cursor.fetchall()
            if not waiting:
                return None
            keeping = in_force()
            over = {one.grievance for one in past(timezone.localdate(), keeping) if one.still_over(keeping)}
            lapse([expiry for expiry, grievance, _ in waiting if grievance not in over])
            first = next((by for _, grievance, by in waiting if grievance in over), None)
            if first is not None:
                return first, [grievance for _, grievance, by in waiting if by == first and grievance in over]


def _remove(by: UUID, grievances: Sequence[UUID]) -> None:
    counted = in_force().grievances.then == PSEUDONYMISE
    entry = Entry(
        request=uuid4(),
        persons=(),
        households=(),
        units=(),
        records=(),
        at=timezone.now(),
        leaves=(COUNTED,) if counted else (),
        grievances=tuple(grievances),
    )
    with acting_as_system():
        erase(entry, by=by, ledger=Ledger.of(settings.ENVIRONMENT.home))
