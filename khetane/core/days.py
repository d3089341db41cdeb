"""When a day begins and ends, here: the borders of a list that asks from one day until another."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def beginning(day: dt.date) -> dt.datetime | None:
    """The first moment of a day; None beside the ends of the calendar, where there is no border."""
    if not dt.MINYEAR < day.year < dt.MAXYEAR:
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def end(day: dt.date) -> dt.datetime | None:
    """The first moment after a day; None as `beginning`."""
    return beginning(day + dt.timedelta(days=1)) if day < dt.date.max else None
