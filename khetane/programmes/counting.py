"""Persons, families and deliveries of schemes, each apart: nobody twice, in however many schemes she is.

Over the rows that the viewer reads; not for publication (design rule 6).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection

from khetane.programmes.definition import Phase, Scheme

_ENROLLED = """
    select scheme, stage, count(*) from programmes_enrolment
    where unit_id = any(%(units)s) and applied_on between %(since)s and %(until)s
    group by grouping sets ((scheme, stage), (scheme))
"""
# Whoever took part on a day of the period, whenever she applied; a person whose two records were merged is one.
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
    taking_part as (
        select coalesce(k.id, e.person_id) as person_id, e.household_id, e.scheme
        from programmes_enrolment e left join kept k on k.person_id = e.person_id
        where e.unit_id = any(%(units)s) and e.served_from <= %(until)s
          and (e.served_until is null or e.served_until >= %(since)s)
    )
    select scheme, count(distinct person_id), count(distinct household_id)
    from taking_part group by grouping sets ((scheme), ())
"""
_SESSIONS = """
    select s.scheme, count(distinct s.id), count(p.session_id) filter (where p.present),
           count(p.session_id) filter (where p.with_parent)
    from programmes_session s left join programmes_presence p on p.session_id = s.id
    where s.unit_id = any(%(units)s) and s.date between %(since)s and %(until)s
    group by grouping sets ((s.scheme), ())
"""
_MILESTONES = """
    select scheme, kind, count(*) from programmes_milestone
    where unit_id = any(%(units)s) and state = 'reached' and reached_on between %(since)s and %(until)s
    group by scheme, kind
"""
_STANDING = """
    select scheme, stage, count(*) from programmes_enrolment where unit_id = any(%s) group by scheme, stage
"""


@dataclass(slots=True)
class Counted:
    """One scheme, or all of them where `scheme` is empty. Persons and families are those who took part on some day."""

    scheme: str
    applied: int = 0
    persons: int = 0
    families: int = 0
    sessions: int = 0
    presences: int = 0
    with_parent: int = 0
    stages: dict[str, int] = field(default_factory=dict)
    milestones: dict[str, int] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        return bool(self.applied or self.families or self.sessions or self.milestones)


def count_schemes(
    schemes: Mapping[str, Scheme], units: Collection[UUID], since: date, until: date
) -> tuple[dict[str, Counted], Counted]:
    """By scheme, and in all: who applied, who took part, the sessions and the milestones of the period."""
    asked: dict[str, list[UUID] | date] = {"units": list(units), "since": since, "until": until}
    found: dict[str, Counted] = {code: Counted(code) for code in ("", *schemes)}

    def of(scheme: str | None) -> Counted:
        return found.setdefault(scheme or "", Counted(scheme or ""))

    with connection.cursor() as cursor:
        cursor.execute(_ENROLLED, asked)
        for scheme, stage, enrolments in cursor.fetchall():
            if stage is None:
                of(scheme).applied = enrolments
                of("").applied += enrolments
            else:
                of(scheme).stages[stage] = enrolments
        cursor.execute(_REACHED, asked)
        for scheme, persons, families in cursor.fetchall():
            of(scheme).persons, of(scheme).families = persons, families
        cursor.execute(_SESSIONS, asked)
        for scheme, sessions, presences, with_parent in cursor.fetchall():
            one = of(scheme)
            one.sessions, one.presences, one.with_parent = sessions, presences, with_parent
        cursor.execute(_MILESTONES, asked)
        for scheme, kind, number in cursor.fetchall():
            of(scheme).milestones[kind] = number
    total = found.pop("")
    return found, total


def count_standing(schemes: Mapping[str, Scheme], units: Collection[UUID]) -> dict[str, dict[Phase, int]]:
    """How many enrolments wait, are served, are over, as they stand now."""
    found: dict[str, dict[Phase, int]] = {code: dict.fromkeys(Phase, 0) for code in schemes}
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [list(units)])
        for code, stage, number in cursor.fetchall():
            versions = schemes[code].versions if code in schemes else ()
            known = [rules.stages[stage].phase for rules in versions if stage in rules.stages]
            if known:
                found[code][known[-1]] += number
    return found
