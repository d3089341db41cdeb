"""The counts behind a report, made by the database over all mandates of a unit: numbers, never a row of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.utils import timezone

from khetane.core.viewer import current
from khetane.grievances import counting as grievances
from khetane.reports.periods import Kinds, Period

# Where each age band begins; the last has no end. School begins at six, primary school ends at fourteen.
BOUNDS = (0, 6, 15, 19, 30, 65)
ASKED = "select measure, key, number from reports_of_unit(%s, %s, %s, %s)"
# Of the unit's settlements: they name nobody, and whoever makes the report reads them.
SETTLEMENTS = """
    select 'processes_begun', p.kind, count(*) from upgrading_process p
    where p.unit_id = %(unit)s and p.begun_on between %(since)s and %(until)s group by 2
    union all
    select 'processes_closed', p.kind || ' ' || p.stage, count(*) from upgrading_process p
    where p.unit_id = %(unit)s and not p.is_open and p.stage_on between %(since)s and %(until)s group by 2
    union all
    select 'process_events', e.kind || ' ' || e.result, count(*) from upgrading_processevent e
    where e.unit_id = %(unit)s and e.kind <> 'document' and e.date between %(since)s and %(until)s group by 2
"""
TELLS_KINDS = "select reports_tells_kinds(%s, %s, %s)"
ALL_UNITS = "select unit_id, measure, number from reports_of_units(%s)"
KEPT_AT = "select reports_kept_at(%s)"


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers by measure and key; what was not counted is zero.

    `grievances` by measure, rounded; None: under five. None at all unless the period is a half-year that is over.
    Needs by area, services and procedures by kind are told where `kinds` says so; else under `all`, services under
    the empty key.
    """

    by_measure: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    grievances: Mapping[str, int | None] | None = None
    kinds: Kinds = Kinds.TOLD

    def of(self, measure: str, key: str = "") -> int:
        return self.by_measure.get(measure, {}).get(key, 0)

    def keys(self, measure: str) -> list[str]:
        return sorted(self.by_measure.get(measure, {}))

    def first_words(self, measure: str) -> list[str]:
        """Of keys made of two codes, the first ones."""
        return sorted({key.split(" ")[0] for key in self.keys(measure)})

    def total(self, measure: str) -> int:
        return sum(self.by_measure.get(measure, {}).values())


def counts_of(unit_id: UUID, period: Period) -> Counts:
    """The counts of a unit; nothing at all for who does not hold `report.read` there."""
    found: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [unit_id, period.since, period.until, list(BOUNDS)])
        rows = cursor.fetchall()
        cursor.execute(TELLS_KINDS, [unit_id, period.since, period.until])
        ((told,),) = cursor.fetchall()
        if current().can("report.read", unit_id):
            days = {"since": period.since, "until": period.until}
            cursor.execute(SETTLEMENTS, {"unit": unit_id, **days})
            rows += cursor.fetchall()
    for measure, key, number in rows:
        found.setdefault(measure, {})[key] = number
    said = grievances.counts_of(unit_id, period.since) if is_told(period) else None
    return Counts(found, said, Kinds.of(period, told=told))


def is_told(period: Period) -> bool:
    """Whether counts that are protected are told of it: two periods that differ by a day would give one case away."""
    return period.half != 0 and period.is_over(timezone.localdate())


def totals_of_units(half: Period) -> Iterator[tuple[UUID, str, int | None]]:
    """Unit, measure and number of a half-year that is over, of the units that the viewer monitors; None: under five."""
    with connection.cursor() as cursor:
        cursor.execute(ALL_UNITS, [half.since])
        yield from cursor.fetchall()


def totals_kept_at(half: Period) -> dt.datetime | None:
    """When the totals of a half-year were counted last; None while they are counted for each reader."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT_AT, [half.since])
        row = cursor.fetchone()
    return row[0] if row else None
