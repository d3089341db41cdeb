"""Erasing a person or a household: one transaction under the role khetane_eraser (docs/explanation/privacy.md).

The ledger outside the database is written before the transaction is committed: an erasure that is in the
database is in the ledger, and a restore makes it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

import psycopg
from django.conf import settings
from psycopg import Connection, sql

from khetane.forms import catalogue
from khetane.subjects import changes, own_forms, submissions, texts
from khetane.subjects.claim import HOUSEHOLDS_OWN, OWNED, Claim, owned, stake
from khetane.subjects.keeping import grievances
from khetane.subjects.keeping.leaving import end_claim
from khetane.subjects.ledger import Entry, Ledger
from khetane.subjects.own_forms import Forms
from khetane.subjects.submissions import Replaced

# The same lock as for taking a record of the unit: none comes in while its person is being erased.
_LOCK = "select pg_advisory_xact_lock(%s)"
# Who an institution was told of on a sealed page cannot be covered there: the pages of their households go.
_CLOSE_PAGES = "delete from cases_referralpage where household = any(%s)"
# So do copies made for them, and for whoever lives with them: they speak of the household.
_CLOSE_COPIES = (
    """
    delete from subjects_sealedcopy where copy_id in (
        select c.id from subjects_subjectcopy c join subjects_subjectrequest r on r.id = c.request_id
        where c.person = any(%(persons)s) or r.household = any(%(homes)s))
    """,
    "delete from subjects_subjectcopy where person = any(%(persons)s)",
    """
    update subjects_subjectcopy set closed_at = now(), lookup = null
    where closed_at is null and request_id in (select id from subjects_subjectrequest where household = any(%(homes)s))
    """,
)
_DETACH = (
    "update cases_referral set need_id = null where need_id = any(%s)",
    "update cases_service set need_id = null where need_id = any(%s)",
    "update cases_procedure set follows_id = null where follows_id = any(%s)",
    "update cases_planstep set need_id = null where need_id = any(%s)",
    "update cases_planstep set task = null where task = any(%s)",
)
# Merges hold values of both records; whoever erases one of them leaves nothing to part.
_UNMATCH = (
    "delete from people_matchcandidate where person_id = any(%(persons)s) or other_id = any(%(persons)s)",
    "delete from people_merge where kept_id = any(%(persons)s) or merged_id = any(%(persons)s) or household_id = any(%(households)s)",
)
# Tables that wait to be taken in, and the rows left out of one: nobody can tell whom they name, none of the unit stays.
_TABLES = """
    update importing_tableimport set content = null, left_out = null
    where unit_id = any(%s) and (content is not null or left_out is not null)
"""
# Ids, and the units that held them: what those send later and names one is taken without the erased
# (khetane.forms.redaction.late).
_REMEMBER = """
    insert into khetane_forms_erased as known (id, at, units) select unnest(%(records)s::uuid[]), now(), %(units)s::uuid[]
    on conflict (id) do update set units = array(select unnest(known.units) union select unnest(excluded.units))
    where not coalesce(known.units @> excluded.units, false)
"""
# At the moment of writing, not of beginning: removal takes what was done before it began for removed.
_DONE = """
    update subjects_subjectrequest set state = 'done', done_by = %s, done_at = clock_timestamp()
    where id = %s and state = 'open'
"""
# That she asked stays on record; in whose words does not.
_UNSAID = """
    update subjects_subjectrequest set about = '', answer = '', refusal = ''
    where person = any(%(persons)s) or household = any(%(households)s)
       or (person is null and household = any(%(homes)s))
"""
# What this erasure changed leaves old bytes on the disk, until khetane.subjects.removal has been there.
_LEFT_BYTES = "update subjects_subjectrequest set bytes_removed_at = null where id = %s"
_LEFT_BYTES_KEPT = (
    "update subjects_expiry set bytes_removed_at = null where state = 'done' and household_id = any(%s)"
)
_TOUCHED = """
    select coalesce(sum(n_tup_upd + n_tup_del), 0) > 0 from pg_stat_xact_user_tables where relname = any(%s)
"""
_AUDIT = """
    insert into access_auditevent (action, kind, subjects, fields, unit) values ('erased', %s, %s, '{}', %s)
"""
TOUCHED = (
    *OWNED, *HOUSEHOLDS_OWN, "people_merge", "people_matchcandidate", "people_person", "people_household", "outreach_visit", "cases_groupdelivery", "programmes_session", "history_entitychange",
    "history_conflict", "history_conflictside", "history_attributes", "khetane_forms_submission",
    "khetane_forms_attachment", "khetane_forms_keptupload", "khetane_forms_entity", "cases_referralpage",
    "cases_pageevent", "importing_tableimport", "upgrading_process", "upgrading_processevent", "upgrading_safeguard",
    "upgrading_housingproposal", "subjects_subjectcopy", "subjects_sealedcopy", "subjects_expiry",
    "khetane_forms_form", "khetane_forms_formversion", "khetane_forms_formcontent", "khetane_forms_formmedia",
    *grievances.TABLES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Erased:
    """How much an erasure touched; `left_bytes`: it changed rows, and their old bytes are on the disk still.

    `forms` are the versions of units' own forms that named them, `naming` the forms for every unit that do so still.
    `one_name`: by which alone they were known, and forms were not searched for it.
    """

    records: int
    submissions: int
    files: int
    uploads: int
    texts: int
    left_bytes: bool
    forms: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()
    one_name: bool = False


def erase(asked: Entry, *, by: UUID, ledger: Ledger | None = None) -> Erased:
    """Erase whom `asked` names, as account `by`; safe to repeat, and does the same on a restored database.

    With a `ledger` the erasure is written down there. The caller has checked who may ask for it, and runs as
    somebody who reads the form catalogue.
    """
    with _eraser() as connection:
        with connection.transaction():
            connection.execute("select set_config('khetane.viewer', %s, true)", [str(by)])
            claim = _staked(connection, asked)
            if ledger is not None:
                ledger.append(_entry(asked, claim))
            end_claim(connection, claim, asked.leaves)
            grievances.remove(
                connection, asked.grievances, counted=grievances.COUNTED in (asked.leaves or ())
            )
            forms = own_forms.take_out(connection, claim)  # what was answered with them follows
            done, covered = _erase(connection, claim)
            _tell(connection, asked, claim, by)
            touched = _touched(connection, asked, claim)
        if touched:
            _vacuum(connection)
    catalogue.editions.forget(claim.answers)
    return _told(claim, done, covered, touched, forms)


def _told(claim: Claim, done: Replaced, covered: int, touched: bool, forms: Forms) -> Erased:
    named = tuple(forms.changed.values()), tuple(forms.naming), forms.one_name
    return Erased(len(claim.records), len(done.keys), done.files, done.kept, covered, touched, *named)


def _staked(connection: Connection, asked: Entry) -> Claim:
    """The claim, with the locks of all its units had: nothing comes in for one of them until this is over."""
    claim, locked = stake(connection, asked), set[UUID]()
    while waiting := sorted(claim.units - locked):
        for unit in waiting:
            connection.execute(_LOCK, [int.from_bytes(unit.bytes[:8], "big", signed=True)])
        locked.update(waiting)
        claim = stake(connection, asked)  # with what came in before the lock was had
    submissions.learn(connection, claim)
    return claim


def _entry(asked: Entry, claim: Claim) -> Entry:
    persons, households, units, records = (
        tuple(sorted(ids)) for ids in (claim.persons, claim.households, claim.units, claim.records)
    )
    return replace(
        asked,
        persons=persons,
        households=households,
        units=units,
        records=records,
        at=dt.datetime.now(dt.UTC),
    )


def _erase(connection: Connection, claim: Claim) -> tuple[Replaced, int]:
    connection.execute(_REMEMBER, {"records": sorted(claim.records), "units": sorted(claim.units)})
    done = submissions.replace(connection, claim)
    changes.forget(connection, claim)
    changes.reseal(connection, claim, done)
    covered = texts.cover(connection, claim)
    connection.execute(_CLOSE_PAGES, [list(claim.all_homes)])
    hers = {
        "persons": list(claim.persons),
        "households": list(claim.households),
        "homes": list(claim.all_homes),
    }
    for statement in (*_CLOSE_COPIES, _UNSAID):
        connection.execute(statement, hers)
    connection.execute(_TABLES, [list(claim.units)])
    for statement in _DETACH:
        connection.execute(statement, [list(claim.records)])
    for statement in _UNMATCH:
        connection.execute(statement, {"persons": list(claim.persons), "households": list(claim.households)})
    for table in OWNED + HOUSEHOLDS_OWN:
        connection.execute(*owned("delete", table, claim))
    connection.execute("delete from people_person where id = any(%s)", [list(claim.persons)])
    households = list(claim.households)
    connection.execute(
        "update people_household set split_from_id = null where split_from_id = any(%s)", [households]
    )
    connection.execute("delete from people_household where id = any(%s)", [households])
    return done, covered


def _tell(connection: Connection, asked: Entry, claim: Claim, by: UUID) -> None:
    connection.execute(_DONE, [by, asked.request])
    unit = next(iter(sorted(claim.units)), None)
    if asked.leaves is not None:  # said already, of each household with the rules
        return
    for kind, ids in (("person", claim.persons), ("household", claim.households)):
        if ids:
            connection.execute(_AUDIT, [kind, sorted(ids), unit])


def _touched(connection: Connection, asked: Entry, claim: Claim) -> bool:
    """Whether this transaction changed a row that held a person; then its old bytes are to be removed."""
    [touched] = connection.execute(_TOUCHED, [list(TOUCHED)]).fetchone() or (False,)
    if touched:
        connection.execute(_LEFT_BYTES, [asked.request])
        connection.execute(_LEFT_BYTES_KEPT, [list(claim.households)])
        connection.execute(grievances.LEFT_BYTES, [list(asked.grievances)])
    return bool(touched)


@contextmanager
def _eraser() -> Iterator[Connection]:
    """A connection of the eraser's own role, outside the transaction of whoever asks."""
    with psycopg.connect(settings.ENVIRONMENT.eraser_database_url, autocommit=True) as connection:
        yield connection


def _vacuum(connection: Connection) -> None:
    """Clear the dead rows away, in which the old values would stay readable to who has the disk."""
    for table in TOUCHED:
        connection.execute(sql.SQL("vacuum {}").format(sql.Identifier(table)))
