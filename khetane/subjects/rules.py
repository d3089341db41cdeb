"""Rules of requests. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

# One month (GDPR article 12(3)), or 30 days (Serbia, Law on Personal Data Protection): both recalled, to be verified
# by a lawyer in each country. Whichever is over first keeps both.
DAYS = 30


def due_on(asked: date) -> date:
    """The last day on which a person who asked on this day has her answer."""
    year, month = (asked.year + 1, 1) if asked.month == 12 else (asked.year, asked.month + 1)
    in_a_month = date(year, month, min(asked.day, monthrange(year, month)[1]))
    return min(in_a_month, asked + timedelta(days=DAYS))
