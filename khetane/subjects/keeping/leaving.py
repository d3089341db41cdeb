"""What remains of a household whose time is over: that there were services and procedures, under pseudonyms that lead nowhere.

Made in the transaction that removes the rest, from the rows that are removed: made again after a restore, it counts
nothing twice. The pseudonyms are random and told to nobody; rows come in an order that says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from psycopg import Connection, sql

from khetane.subjects.claim import HOUSEHOLDS_OWN, OWNED, WITHOUT_ID, Claim

_COLUMNS = "unit_id, person_id, household_id, kind, type, month, outcome, solved_month"
# Kinds of records that remain as counts, each with what is counted of its rows.
COUNTED = {
    "service": """
        select unit_id, person_id, household_id, 'service', type, date_trunc('month', date)::date, '', null::date
        from cases_service where person_id = any(%(persons)s) or household_id = any(%(homes)s)
    """,
    # The group itself stays and counts as a service: here, whom it reached.
    "group_participant": """
        select g.unit_id, p.person_id, p.household_id, 'group', g.type, date_trunc('month', g.date)::date, '', null::date
        from cases_groupparticipant p join cases_groupdelivery g on g.id = p.group_id
        where p.person_id = any(%(persons)s) or p.household_id = any(%(homes)s)
    """,
    "procedure": """
        select unit_id, person_id, household_id, 'procedure', type, date_trunc('month', initiated_on)::date, outcome,
               date_trunc('month', solved_on)::date
        from cases_procedure where person_id = any(%(persons)s) or household_id = any(%(homes)s)
    """,
}
_LEAVE = """
    with alias as materialized (
        select id, gen_random_uuid() as pseudonym, sex, extract(year from birth_date)::smallint as birth_year,
               birth_precision = 'estimated' as estimated
        from people_person where id = any(%(persons)s)),
    place as materialized (
        select id, gen_random_uuid() as pseudonym from unnest(%(homes)s::uuid[]) id),
    counted ({columns}) as ({counted})
    insert into subjects_remnant (id, unit_id, pseudonym, home, kind, type, month, outcome, solved_month, sex, birth_year,
                                  estimated)
    select gen_random_uuid(), c.unit_id, a.pseudonym, p.pseudonym, c.kind, c.type, c.month, c.outcome, c.solved_month,
           coalesce(a.sex, ''), a.birth_year, coalesce(a.estimated, false)
    from counted c left join alias a on a.id = c.person_id left join place p on p.id = c.household_id
    order by random()
"""
# By ids of old links it is told that a record was pseudonymised.
_OF_HOME = "select id, {home} as home from {table} where {home} = any(%(homes)s)"
_DONE = """
    with theirs as (select home, array_agg(id order by id) as ids from ({rows}) found group by home)
    update subjects_expiry e
    set state = 'done', done_at = clock_timestamp(), because = '', why = '', records = t.ids,
        confirmed_by = coalesce(e.confirmed_by, khetane_viewer()), confirmed_at = coalesce(e.confirmed_at, now())
    from theirs t where t.home = e.household_id and e.state in ('noticed', 'prolonged', 'confirmed')
    returning e.household_id, e.rules, e.unit_id
"""
# Erased at a request: nothing is left whose time could be over, and nobody's words about it.
_GONE = """
    update subjects_expiry set state = 'lapsed'
    where household_id = any(%(homes)s) and state in ('noticed', 'prolonged', 'confirmed')
"""
_UNSAID = """
    update subjects_expiry set because = '', why = '' where household_id = any(%(homes)s) and (because <> '' or why <> '')
"""
_AUDIT = """
    insert into access_auditevent (action, kind, subjects, fields, unit) values ('pseudonymised', 'household', %s, %s, %s)
"""


def end_claim(connection: Connection, claim: Claim, leaves: tuple[str, ...] | None) -> None:
    """Before a claim is removed: count what remains, and say of its households by which rules they went.

    `leaves` names the kinds of records that are counted; None: erased at a request, nothing remains.
    """
    homes = {"persons": list(claim.persons), "homes": list(claim.households)}
    if leaves is not None:
        _leave(connection, homes, leaves)
        done = sql.SQL(_DONE).format(rows=sql.SQL(" union all ").join(_rows()))
        for household, rules, unit in connection.execute(done, homes).fetchall():
            connection.execute(_AUDIT, [[household], rules, unit])
    connection.execute(_UNSAID, homes)
    connection.execute(_GONE, homes)


def _leave(connection: Connection, homes: dict[str, list[UUID]], leaves: tuple[str, ...]) -> None:
    counted = [sql.SQL(COUNTED[kind]) for kind in leaves if kind in COUNTED]
    if counted:
        rows = sql.SQL(" union all ").join(counted)
        statement = sql.SQL(_LEAVE).format(columns=sql.SQL(_COLUMNS), counted=rows)
        connection.execute(statement, homes)


def _rows() -> Iterator[sql.Composed]:
    """The ids of everything that belongs to the households, each with the household."""
    owned = [table for table in (*OWNED, *HOUSEHOLDS_OWN) if table not in WITHOUT_ID]
    for table, home in (
        ("people_household", "id"),
        *((table, "household_id") for table in ("people_person", *owned)),
    ):
        yield sql.SQL(_OF_HOME).format(home=sql.Identifier(home), table=sql.Identifier(table))
