"""Hashes the whole audit again and says what does not fit: `khetane audit verify`.

Streamed: one pass over blocks, events and the heads outside the database, in bounded memory. What was
never sealed cannot be proved; it is counted and said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from psycopg import Connection

from khetane.access.chain import COLUMNS, GENESIS, HASH_BYTES, XID_LAST, Block, Event, Sealing
from khetane.access.heads import Head, Heads, HeadsProblem
from khetane.access.sealer import BATCH, blocks_after

MOST_FINDINGS = 1000  # more of them tell nothing further

_EVENTS = f"select {', '.join(COLUMNS)} from access_auditevent order by epoch, xid, id"  # noqa: S608  # our columns


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: a stable kind, the block it concerns, a sentence."""

    kind: str
    block: int | None
    sentence: str


@dataclass(slots=True)
class Report:
    """What was examined, and what was found."""

    blocks: int = 0
    sealed_events: int = 0
    unsealed_events: int = 0
    findings: list[Finding] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything fits."""
        return not self.findings

    def add(self, kind: str, block: int | None, sentence: str) -> None:
        """Note a finding, up to a number beyond which they say no more."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(kind, block, sentence))


class _Events:
    """The events in order, with a look at the next one."""

    def __init__(self, rows: Iterator[Event]) -> None:
        self._rows = rows
        self.next: Event | None = next(rows, None)

    def until(self, epoch: int, xid: int) -> Iterator[Event]:
        """Those up to and with this transaction."""
        while self.next is not None and (self.next.epoch, self.next.xid) <= (epoch, xid):
            yield self.next
            self.next = next(self._rows, None)


def verify(connection: Connection, heads: Heads) -> Report:
    """Recompute every block from its events; compare with the chain and with the heads outside."""
    report = Report()
    written = heads.size()  # before the database is looked at: a head is written after its block
    with connection.transaction():
        events = _Events(_stream(connection))
        outside = _outside(heads, written, report)
        expected = next(outside, None)
        before: Block | None = None
        for block in blocks_after(connection, -(2**62)):
            _check_link(report, before, block)
            _check_events(report, events, block)
            while expected is not None and expected.number <= block.number:
                _check_head(report, expected, block)
                expected = next(outside, None)
            report.blocks += 1
            before = block
        _check_tail(report, expected)
        report.unsealed_events = sum(1 for _ in events.until(XID_LAST, XID_LAST))
    _say_about_heads(report, heads)
    return report


def _stream(connection: Connection) -> Iterator[Event]:
    with connection.cursor("all_events") as cursor:
        cursor.itersize = BATCH
        for row in cursor.execute(_EVENTS):
            yield Event(*row)


def _outside(heads: Heads, written: int, report: Report) -> Iterator[Head]:
    try:
        yield from heads.read(written)
    except HeadsProblem as problem:
        report.add("heads_unreadable", None, str(problem))


def _check_link(report: Report, before: Block | None, block: Block) -> None:
    number = before.number + 1 if before else 1
    if block.number != number:
        gone = f"{number}" if block.number == number + 1 else f"{number} to {block.number - 1}"
        report.add(
            "gap", block.number, f"Block {block.number} follows where block {gone} should be: removed."
        )
    elif bytes(block.previous) != (before.hash if before else GENESIS):
        report.add(
            "broken_link", block.number, f"Block {block.number} does not follow from the one before it."
        )
    if not _follows(before, block):
        report.add(
            "range",
            block.number,
            f"The range of block {block.number} does not begin where the one before ends.",
        )


def _follows(before: Block | None, block: Block) -> bool:
    """Whether the ranges leave nothing out: side by side in an epoch, or the next one from its beginning."""
    if before is None:
        return block.xid_from == 0
    if block.epoch == before.epoch:
        return block.xid_from == before.xid_to + 1
    return block.epoch > before.epoch and before.xid_to == XID_LAST and block.xid_from == 0


def _check_events(report: Report, events: _Events, block: Block) -> None:
    """Hash the events of the block's range. Strays before the range count: nothing may stand there."""
    sealing = Sealing(bytes(block.previous).ljust(HASH_BYTES, b"\0"))
    for event in events.until(block.epoch, block.xid_to):
        sealing.add(event)
    again = sealing.block(
        number=block.number,
        epoch=block.epoch,
        xid_from=block.xid_from,
        xid_to=block.xid_to,
        sealed_at=block.sealed_at,
    )
    report.sealed_events += sealing.events
    if sealing.events < block.events:
        report.add("removed", block.number, _counted(block, sealing.events, "events were removed"))
    elif sealing.events > block.events:
        report.add("inserted", block.number, _counted(block, sealing.events, "events were put in afterwards"))
    elif again.hash != bytes(block.hash):
        report.add(
            "changed",
            block.number,
            f"Block {block.number} ({_when(block)}): an event or the block was changed.",
        )


def _counted(block: Block, found: int, what: str) -> str:
    return (
        f"Block {block.number} ({_when(block)}) sealed {block.events} events and {found} are there: {what}."
    )


def _check_head(report: Report, head: Head, block: Block) -> None:
    if head.number < block.number:
        report.add("cut", head.number, f"Block {head.number} was sealed and is not in the database any more.")
    elif head.hash != bytes(block.hash):
        report.add(
            "rewritten",
            block.number,
            f"Block {block.number} ({_when(block)}) is not the one whose head was written outside the database.",
        )


def _check_tail(report: Report, head: Head | None) -> None:
    if head is not None:
        report.add(
            "cut",
            head.number,
            f"Block {head.number} and what follows it were sealed and are gone: the end was cut off.",
        )


def _say_about_heads(report: Report, heads: Heads) -> None:
    for _, stayed in heads.restored:
        report.notices.append(f"The database was restored from a backup that ended with block {stayed}.")
    for at in heads.rebuilt:
        report.notices.append(
            f"The heads outside the database were begun anew on {at}: a cut before that day cannot be seen here."
        )
    if report.blocks and not heads.exists():
        report.add(
            "heads_missing", None, f"{heads.path} is missing: whether the end was cut off cannot be seen."
        )
    if report.unsealed_events:
        report.notices.append(
            f"{report.unsealed_events} events are not sealed yet; only permissions protect them until then."
        )


def _when(block: Block) -> str:
    return f"sealed {block.sealed_at:%Y-%m-%d %H:%M:%S %Z}"
