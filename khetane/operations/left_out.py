"""What the look for the same person left out, by unit; for the viewer of this transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from khetane.organisations.models import Unit
from khetane.people.models import SameLook


@dataclass(frozen=True, slots=True)
class Looked:
    """The last look for the same person; `left_out` are persons by unit, most first."""

    at: dt.datetime
    persons: int
    proposed: int
    left_out: tuple[tuple[Unit, int], ...]


def looked_for_same() -> Looked | None:
    """When persons recorded twice were looked for, and of how many nothing is proposed; None before the first look."""
    look = SameLook.objects.first()
    if look is None:
        return None
    units = Unit.objects.named().filter(pk__in=look.left_out)
    left_out = sorted(((one, look.left_out[str(one.pk)]) for one in units), key=lambda one: -one[1])
    return Looked(look.looked_at, look.persons, look.within + look.across, tuple(left_out))
