"""How every procedure stands, counted anew: for an upgrade that changes rules, holidays or what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg

from khetane.cases.procedures.kept import kept_state
from khetane.cases.procedures.standing import Case

AT_ONCE = 5_000
_PROCEDURES = """
    select p.id, p.type, p.initiated_on, p.outcome, p.solved_on,
        coalesce(array_agg(e.event) filter (where e.id is not null), '{}'),
        coalesce(array_agg(e.date) filter (where e.id is not null), '{}'),
        coalesce(array_agg(e.result) filter (where e.id is not null), '{}')
    from cases_procedure p left join cases_procedureevent e on e.procedure_id = p.id
    group by p.id order by p.id
"""
_KEEP = """
    update cases_procedure p set stage = k.stage, rules = k.rules, term = k.term, due = k.due, turn = k.turn
    from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::date[], %s::text[])
        k (id, stage, rules, term, due, turn)
    where p.id = k.id and (p.stage, p.rules, p.term, p.due, p.turn) is distinct from (k.stage, k.rules, k.term, k.due, k.turn)
"""


def stand_all_anew(connection: psycopg.Connection[Any], *, on: date) -> None:
    """Count and keep it in the transaction of the tables' owner."""
    rows = connection.execute(_PROCEDURES).fetchall()
    for some in (rows[begin : begin + AT_ONCE] for begin in range(0, len(rows), AT_ONCE)):
        connection.execute(_KEEP, [list(column) for column in zip(*counted(some, on), strict=True)])


def counted(rows: list[tuple[Any, ...]], on: date) -> Iterator[tuple[Any, ...]]:
    for id, kind, initiated_on, outcome, solved_on, events, days, results in rows:
        case = Case(
            type=kind,
            initiated_on=initiated_on,
            events=dict(zip(events, days, strict=True)),
            results=dict(zip(events, results, strict=True)),
            outcome=outcome,
            solved_on=solved_on,
        )
        yield (id, *kept_state(case, on))
