"""How audit events become blocks of a chain: canonical bytes and hashes. Pure.

A block seals every event of an epoch whose transaction id lies in a closed range. Its hash covers the
hash of the block before, each event and the block's own facts; so an event changed, removed or put
in, and a block changed or left out, shows when everything is hashed again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

HASH_BYTES = 32
GENESIS = bytes(HASH_BYTES)  # what stands before the first block
XID_LAST = 2**63 - 1  # the end of the range that closes an epoch
SEPARATOR = b"\n"  # stands in no canonical event: JSON escapes it


class Event(NamedTuple):
    """An audit event in the order of its columns (`COLUMNS`)."""

    id: int
    epoch: int
    xid: int
    at: dt.datetime
    account: UUID
    device: UUID | None
    unit: UUID | None
    action: str
    kind: str
    subjects: list[UUID]
    fields: list[str]
    override: UUID | None


COLUMNS = Event._fields


@dataclass(frozen=True, slots=True)
class Block:
    """A sealed range, as the database keeps it. `sealed_at` is aware."""

    number: int
    epoch: int
    xid_from: int
    xid_to: int
    events: int
    previous: bytes
    hash: bytes
    sealed_at: dt.datetime

    def facts(self) -> bytes:
        """What of the block itself its hash covers."""
        return _json(
            [self.number, self.epoch, self.xid_from, self.xid_to, self.events, _moment(self.sealed_at)]
        )


class Sealing:
    """Hashes the events of one block, one after the other, in the order (xid, id)."""

    def __init__(self, previous: bytes) -> None:
        self._previous = previous
        self._hash = hashlib.sha256(previous)
        self.events = 0

    def add(self, event: Event) -> None:
        """Take the next event."""
        self._hash.update(canonical(event))
        self._hash.update(SEPARATOR)
        self.events += 1

    def block(self, *, number: int, epoch: int, xid_from: int, xid_to: int, sealed_at: dt.datetime) -> Block:
        """The sealed block of what was added."""
        open_block = Block(number, epoch, xid_from, xid_to, self.events, self._previous, b"", sealed_at)
        self._hash.update(open_block.facts())
        return Block(
            number, epoch, xid_from, xid_to, self.events, self._previous, self._hash.digest(), sealed_at
        )


def seal(
    events: Iterable[Event],
    *,
    previous: bytes,
    number: int,
    epoch: int,
    xid_from: int,
    xid_to: int,
    sealed_at: dt.datetime,
) -> Block:
    """The block of `events`, which come in the order (xid, id)."""
    sealing = Sealing(previous)
    for event in events:
        sealing.add(event)
    return sealing.block(number=number, epoch=epoch, xid_from=xid_from, xid_to=xid_to, sealed_at=sealed_at)


def canonical(event: Event) -> bytes:
    """The one way of writing an event as bytes; different events never write alike."""
    return _json(
        [
            event.id,
            event.epoch,
            event.xid,
            _moment(event.at),
            str(event.account),
            _optional(event.device),
            _optional(event.unit),
            event.action,
            event.kind,
            [str(subject) for subject in event.subjects],
            list(event.fields),
            _optional(event.override),
        ]
    )


def _json(values: list[object]) -> bytes:
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode()


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _optional(value: UUID | None) -> str | None:
    return None if value is None else str(value)
