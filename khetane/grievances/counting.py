"""Counts of grievances about a unit, for who reads none of them: of half-years that are over, rounded to five."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import connection

_OF_UNIT = "select measure, number from grievances_of_unit(%s, %s)"
_UNREAD = "select count(*) from grievances_unread_units()"


def counts_of(unit_id: UUID, half: dt.date) -> dict[str, int | None]:
    """Number by measure of the half-year that begins on this day; None: under five. Nothing while it lasts."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_UNIT, [unit_id, half])
        return dict(cursor.fetchall())


def unread_units() -> int:
    """How many units of whoever gives or confirms roles have nobody who reads what is said of them."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD)
        return int(cursor.fetchone()[0])
