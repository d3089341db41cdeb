"""Deliveries, persons, families and those only counted, each apart: nobody twice, however much she was given.

A count is over the rows that the viewer's mandates read; it is not for publication (design rule 6).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

# A delivery to a household reaches the family and no person in particular. Somebody who stood twice in one group and was
# merged since is one person: her second participation cannot follow (people_move_row).
_REACHED = """
    with recursive merged (person_id, id) as (
        select merged_id, kept_id from people_merge where undone_at is null
        union
        select m.person_id, k.kept_id from merged m join people_merge k on k.merged_id = m.id and k.undone_at is null
    ),
    kept as (
        select m.person_id, m.id from merged m
        where not exists (select 1 from people_merge k where k.merged_id = m.id and k.undone_at is null)
    ),
    reached as (
        select type, id, person_id, household_id from cases_service
        where unit_id = any(%(units)s) and date between %(since)s and %(until)s
        union all
        select g.type, g.id, p.person_id, p.household_id
        from cases_groupdelivery g left join cases_groupparticipant p on p.group_id = g.id
        where g.unit_id = any(%(units)s) and g.date between %(since)s and %(until)s
    )
    select r.type, count(distinct r.id), count(distinct coalesce(k.id, r.person_id)), count(distinct r.household_id)
    from reached r left join kept k on k.person_id = r.person_id group by grouping sets ((r.type), ())
"""
_UNLISTED = """
    select g.type, sum(g.attended) - sum((select count(*) from cases_groupparticipant p where p.group_id = g.id))
    from cases_groupdelivery g
    where g.unit_id = any(%(units)s) and g.date between %(since)s and %(until)s
    group by grouping sets ((g.type), ())
"""
_GIVEN = """
    with given as (
        select type, quantity, amount, currency from cases_service
        where unit_id = any(%(units)s) and date between %(since)s and %(until)s
        union all
        select type, quantity, amount, currency from cases_groupdelivery
        where unit_id = any(%(units)s) and date between %(since)s and %(until)s
    )
    select type, currency, sum(quantity), sum(amount) from given group by grouping sets ((type, currency), (currency))
"""


@dataclass(slots=True)
class Counted:
    """What was delivered of one type; of all types where `type` is empty.

    `unlisted` came to groups and are known by number only: they may be the same ones each time, and are no persons.
    """

    type: str
    deliveries: int = 0
    persons: int = 0
    families: int = 0
    unlisted: int = 0
    quantity: Decimal = Decimal(0)
    amounts: tuple[tuple[str, Decimal], ...] = ()


def count_deliveries(units: Collection[UUID], since: date, until: date) -> tuple[list[Counted], Counted]:
    """By type in the order of their codes, and in all; the period's last day is one of it."""
    asked: dict[str, list[UUID] | date] = {"units": list(units), "since": since, "until": until}
    found: dict[str, Counted] = {"": Counted("")}
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, asked)
        for kind, deliveries, persons, families in cursor.fetchall():
            found[kind or ""] = Counted(kind or "", deliveries, persons, families)
        cursor.execute(_UNLISTED, asked)
        for kind, unlisted in cursor.fetchall():
            found[kind or ""].unlisted = int(unlisted or 0)
        cursor.execute(_GIVEN, asked)
        for kind, currency, quantity, amount in cursor.fetchall():
            counted = found[kind or ""]
            counted.quantity += quantity or 0
            if amount:
                counted.amounts = (*counted.amounts, (currency, amount))
    total = found.pop("")
    return [found[kind] for kind in sorted(found)], total
