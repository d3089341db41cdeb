"""How old somebody is, as exactly as the birth is known."""

from __future__ import annotations

import datetime

from khetane.core.birth import AgeRange, Precision, age_known
from khetane.people.models import Person


def age_of(person: Person, day: datetime.date) -> AgeRange | None:
    """The age in years on `day`; None when the birth is not known, or lies after it."""
    if person.birth_date is None or person.birth_precision not in ("", *Precision):
        return None  # not known, or not to be seen: where only the precision is hidden, the date is not to be trusted
    return age_known(person.birth_date, person.birth_precision, day)
