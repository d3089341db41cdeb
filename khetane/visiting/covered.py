"""Households met, by settlement, counted by the database over what the viewer sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from khetane.places.models import Place
from khetane.visiting.attendance import Share

# Under the viewer's own policies: her units' households and visits.
COVERED = """
    with met as (
        select m.household_id, max(v.date) as last,
            bool_or(v.date >= %(since)s) as lately, bool_or(v.date >= %(before)s and v.date < %(since)s) as earlier
        from outreach_visit v join outreach_visithousehold m on m.visit_id = v.id
        where v.unit_id = %(unit)s and v.state = 'done' group by m.household_id)
    select h.place_id, count(*), count(*) filter (where met.lately), count(*) filter (where met.earlier),
        count(*) filter (where met.household_id is null), max(met.last)
    from people_household h left join met on met.household_id = h.id
    where h.unit_id = %(unit)s group by h.place_id
"""


@dataclass(frozen=True, slots=True)
class Covered:
    """One settlement: its households, those met lately and in as many months before, those never met."""

    place: Place
    households: int
    lately: Share
    earlier: Share
    never: int
    last: dt.date | None


def covered(unit_id: UUID, since: dt.date, before: dt.date) -> list[Covered]:
    """The settlements where households of the unit live, by name."""
    with connection.cursor() as cursor:
        cursor.execute(COVERED, {"unit": unit_id, "since": since, "before": before})
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    places = Place.objects.filter(pk__in=found).without_boundary().prefetch_related("names")
    return [counted(place, *found[place.pk]) for place in places.order_by("sort_key", "pk")]


def counted(
    place: Place, households: int, lately: int, earlier: int, never: int, last: dt.date | None
) -> Covered:
    return Covered(place, households, Share(lately, households), Share(earlier, households), never, last)


def together(rows: list[Covered]) -> Share:
    """Of all settlements."""
    return Share(sum(row.lately.part for row in rows), sum(row.households for row in rows))
