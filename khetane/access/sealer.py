"""Chains committed audit events into blocks, as the role khetane_sealer (DESIGN, "Audit without a queue").

An event is sealed once its transaction is older than the oldest one still running: nothing can appear
in its range any more. The block is committed first, then its head is written outside the database.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
from psycopg import Connection, IsolationLevel, sql
from psycopg.rows import class_row

from khetane.access.chain import COLUMNS, GENESIS, XID_LAST, Block, Event, Sealing
from khetane.access.heads import Head, Heads
from khetane.config.problem import Problem

# Any number will do; it keeps two sealers from working at the same time.
LOCK = 5_170_418_003
BATCH = 2000

_EVENTS = f"""
    select {", ".join(COLUMNS)} from access_auditevent
    where epoch = %s and xid between %s and %s order by xid, id
"""  # noqa: S608  # names of our own columns
_ADD = """
    insert into access_auditblock (number, epoch, xid_from, xid_to, events, previous, hash, sealed_at)
    values (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_LAST = "select * from access_auditblock order by number desc limit 1"


class SealerProblem(Problem):
    """Sealing cannot go on; the message says what does not fit and what to do."""


def connect(url: str) -> Connection:
    """A connection on which each transaction sees one moment of the database."""
    connection = psycopg.connect(url, autocommit=False)
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    return connection


def take_turn(connection: Connection) -> bool:
    """Whether this process is the one sealer; it stays so as long as the connection lives."""
    with connection.transaction():
        row = connection.execute("select pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    return bool(row and row[0])


def catch_up(connection: Connection, heads: Heads) -> Block | None:
    """At the start: write the heads that a crash kept from the file, and refuse a chain that was cut.

    Returns the last block. Raises SealerProblem when the file names a head that the database does not have.
    """
    heads.mend()
    with connection.transaction():
        if not heads.exists() and last_block(connection) is not None:
            heads.append_rebuilt()
        known = heads.last()
        if known is not None:
            _check_head(connection, known, heads)
        for block in blocks_after(connection, known.number if known else 0):
            heads.append(block)
        return last_block(connection)


def seal(connection: Connection, heads: Heads, *, expect: Block | None = None) -> list[Block]:
    """Seal what can be sealed now; the new blocks, none when there is nothing new.

    `expect`: the block this sealer made last; SealerProblem when the database has another one.
    """
    made: list[Block] = []
    with connection.transaction():
        last = last_block(connection)
        if expect is not None and (last is None or last.hash != expect.hash):
            raise _cut(expect.number, heads)
        for epoch, xid_from, xid_to in _open_ranges(connection, last):
            block = _seal_range(connection, last, epoch, xid_from, xid_to)
            if block is not None:
                made.append(block)
                last = block
    for block in made:
        heads.append(block)
    return made


def last_block(connection: Connection) -> Block | None:
    """The head of the chain in the database."""
    with connection.cursor(row_factory=class_row(Block)) as cursor:
        return cursor.execute(_LAST).fetchone()


def blocks_after(connection: Connection, number: int) -> Iterator[Block]:
    """The blocks with a higher number, in order; streamed."""
    with connection.cursor("blocks", row_factory=class_row(Block)) as cursor:
        cursor.itersize = BATCH
        yield from cursor.execute(
            "select * from access_auditblock where number > %s order by number", [number]
        )


def begin_epoch(owner: Connection, heads: Heads) -> int:
    """After a restore, as the owner of the tables: transaction ids begin again, so a new epoch does.

    Says in the file of heads which blocks the restored database has. Returns the new epoch.
    """
    with owner.transaction():
        row = owner.execute(
            "insert into access_audit_epoch (number) select max(number) + 1 from access_audit_epoch returning number"
        ).fetchone()
        if row is None or row[0] is None:
            raise SealerProblem("The database has no epoch of the audit. Run `khetane migrate` first.")
        # A constant of the table, not a question of each event (migrations/0013).
        owner.execute(
            sql.SQL("alter table access_auditevent alter column epoch set default {}").format(int(row[0]))
        )
        last = last_block(owner)
    heads.append_restored(last_block=last.number if last else 0, epoch=row[0])
    return int(row[0])


def _open_ranges(connection: Connection, last: Block | None) -> Iterator[tuple[int, int, int]]:
    """What is not sealed yet: (epoch, first, last transaction id). An epoch that is over is closed whole."""
    row = connection.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint").fetchone()
    horizon = row[0] - 1 if row else 0
    epochs = [
        found for (found,) in connection.execute("select number from access_audit_epoch order by number")
    ]
    for epoch in epochs:
        if last is not None and (epoch < last.epoch or (epoch == last.epoch and last.xid_to == XID_LAST)):
            continue
        first = last.xid_to + 1 if last is not None and last.epoch == epoch else 0
        yield epoch, first, horizon if epoch == epochs[-1] else XID_LAST


def _seal_range(
    connection: Connection, last: Block | None, epoch: int, xid_from: int, xid_to: int
) -> Block | None:
    sealing = Sealing(last.hash if last else GENESIS)
    with connection.cursor("events") as cursor:
        cursor.itersize = BATCH
        for row in cursor.execute(_EVENTS, [epoch, xid_from, xid_to]):
            sealing.add(Event(*row))
    if not sealing.events and xid_to != XID_LAST:
        return None
    (sealed_at,) = connection.execute("select now()").fetchone() or (None,)
    block = sealing.block(
        number=last.number + 1 if last else 1,
        epoch=epoch,
        xid_from=xid_from,
        xid_to=xid_to,
        sealed_at=sealed_at,
    )
    values = [
        block.number,
        epoch,
        xid_from,
        xid_to,
        block.events,
        block.previous,
        block.hash,
        block.sealed_at,
    ]
    connection.execute(_ADD, values)
    return block


def _check_head(connection: Connection, known: Head, heads: Heads) -> None:
    row = connection.execute(
        "select hash from access_auditblock where number = %s", [known.number]
    ).fetchone()
    if row is None or bytes(row[0]) != known.hash:
        raise _cut(known.number, heads)


def _cut(number: int, heads: Heads) -> SealerProblem:
    return SealerProblem(
        f"Block {number} of the audit stands in {heads.path}, and the database does not have it as it was: the "
        "log was tampered with, or an older database was put in its place. Nothing more is sealed. Run `khetane "
        "audit verify`; after a restore by other means than `khetane restore`, run `khetane audit begin-epoch`."
    )
