"""How often the public page is used from one place and in all, so that nobody guesses codes or floods it.

Where from is kept as a keyed hash that changes each day, for two days at most: it leads to no grievance.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.utils import timezone

from khetane.core.sealing import lookup_hash

# In one hour: from one place, and in the whole installation. The second only bounds what a flood costs: it is out of reach of
# who has a few networks and would shut the page to everybody. 60,000 tries an hour at 49 bits need more than a year for a
# chance of one in ten to meet any of 100,000 codes.
MOST = {"tell": (10, 3_000), "wrong": (20, 60_000)}
_ATTEMPT = "select grievances_attempt(%s, %s, %s)"


def too_many(what: str, address: str) -> bool:
    """Whether no more is taken in this hour."""
    return any(number >= most for number, most in zip(_attempt(what, address, 0), MOST[what], strict=True))


def note(what: str, address: str) -> None:
    """One more."""
    _attempt(what, address, 1)


def _attempt(what: str, address: str, more: int) -> tuple[int, ...]:
    numbers = []
    with connection.cursor() as cursor:
        for origin in (address, "all"):
            cursor.execute(_ATTEMPT, [what, _hashed(origin), more])
            numbers.append(int(cursor.fetchone()[0]))
    return tuple(numbers)


def _hashed(origin: str) -> bytes:
    return lookup_hash(settings.ENVIRONMENT.lookup_key, f"attempt:{timezone.localdate()}:{origin}")
