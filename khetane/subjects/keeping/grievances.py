"""Removing grievances whose time is over: in the transaction of an erasure, by their ids, under the eraser's role.

Made again after a restore it counts nothing twice: what is counted are the rows that are removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from psycopg import Connection

from khetane.subjects.catalogue.reading import OF_GRIEVANCES

COUNTED = "grievance"
TABLES = (
    "grievances_grievance", "grievances_grievancecode", "grievances_grievancemessage", "grievances_grievanceconcern",
    "grievances_grievanceexpiry",
)  # fmt: skip
_LEAVE = """
    insert into grievances_grievanceremnant (id, unit_id, month, kind, in_time, escalated, reopened, content)
    select gen_random_uuid(), unit_id, date_trunc('month', received_on)::date, kind,
           coalesce((answered_at at time zone 'Europe/Belgrade')::date <= answer_by, false), body <> '', reopened > 0,
           satisfied = 'yes'
    from grievances_grievance where id = any(%s) order by random()
"""
_GONE = (
    "delete from grievances_grievancemessage where grievance_id = any(%s)",
    "delete from grievances_grievanceconcern where grievance_id = any(%s)",
    "delete from grievances_grievancecode where grievance_id = any(%s)",
    "delete from grievances_grievance where id = any(%s)",
    "update grievances_grievanceexpiry set why = '', state = case state when 'kept' then 'lapsed' else state end "
    "where grievance = any(%s) and why <> ''",
)
_DONE = """
    update grievances_grievanceexpiry
    set state = 'done', done_at = clock_timestamp(), decided_by = coalesce(decided_by, khetane_viewer()),
        decided_at = coalesce(decided_at, now())
    where grievance = any(%s) and state in ('noticed', 'confirmed')
"""
# Without the unit: its coordinator reads the unit's part of the audit.
_AUDIT = """
    insert into access_auditevent (action, kind, subjects, fields, unit) values ('removed', 'grievance', %s, %s, null)
"""
LEFT_BYTES = "update grievances_grievanceexpiry set bytes_removed_at = null where state = 'done' and grievance = any(%s)"


def remove(connection: Connection, grievances: Sequence[UUID], *, counted: bool) -> None:
    """Remove what was said, by whom, the key it stood under and the code it was followed by; `counted`: a count stays."""
    if not grievances:
        return
    ids = list(grievances)
    there = [
        id for (id,) in connection.execute("select id from grievances_grievance where id = any(%s)", [ids])
    ]
    if counted:
        connection.execute(_LEAVE, [ids])
    for statement in (*_GONE, _DONE):
        connection.execute(statement, [ids])
    if there:
        connection.execute(_AUDIT, [sorted(there), [OF_GRIEVANCES]])
