"""Taking a submission in: its edits are applied and its content is stored, encrypted, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from khetane.core import audit
from khetane.core.exchange import Statement
from khetane.core.problems import Problem
from khetane.core.sealing import WrappedKey, seal
from khetane.core.viewer import current
from khetane.forms import reasons
from khetane.forms.attaching import File, insertions
from khetane.forms.keys import content_keys, key_context, new_content_key
from khetane.forms.reapplying import (
    Waiting,
    apply_waiting,
    arrivals,
    brought_in,
    formers_of,
    nobody_waits,
    superseding,
    who_waits,
)
from khetane.forms.redaction.late import Without, told, without
from khetane.history.bulk import RowRefused, Writes
from khetane.history.source import Applied, Edit, Source, State, instance_arrival

# What the database says no to, where the slow way in finds out why.
REFUSED = (
    psycopg.IntegrityError,
    psycopg.DataError,
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.RaiseException,
    RowRefused,
)
KEPT_OUT = "kept_out"  # in the audit
_INSERT = """
    insert into khetane_forms_submission (
        id, instance_id, form_version_id, source, unit_id, account, device, mandate, sensitivity_level, received_at,
        said_at, replaces, latitude, longitude, content, content_sha256, key, key_id, state, reason, waits_for,
        erased_at)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A submission as it came, before it is sealed."""

    id: UUID
    instance_id: str
    content: bytes = field(repr=False)
    unit_id: UUID
    account_id: UUID
    received_at: datetime
    source: str
    form_version_id: UUID | None = None
    device_id: UUID | None = None
    mandate: str = ""
    sensitivity_level: str = "personal"
    said_at: datetime | None = None
    replaces: str = ""
    replaces_id: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    files: tuple[File, ...] = ()
    came_as: bytes = b""  # the hash of what came, where `content` is not that any more
    erased_at: datetime | None = None

    @property
    def content_sha256(self) -> bytes:
        return self.came_as or hashlib.sha256(self.content).digest()


def take_submission(new: Incoming, edits: Sequence[Edit], wrong: Sequence[Problem] = ()) -> Applied:
    """Apply and store a submission that is not here yet, then apply those that waited for it.

    `wrong` is what could not be read of it: then it is stored and nothing of it is applied. A new
    version of a submission that is not here yet waits for that one.
    """
    if waits_for_former(new):
        return take_by(new, lambda source: Applied(State.HELD, waits_for=instance_arrival(new.replaces)))
    return take_by(new, lambda source: brought_in(source, edits, wrong))


def take_quickly(new: Incoming, edits: Sequence[Edit], wrong: Sequence[Problem] = ()) -> Applied:
    """The same in one statement where nothing stands against it.

    What the database refuses is raised (`REFUSED`) and spoils the transaction: begin anew and `take`.
    """
    if waits_for_former(new):
        return take_submission(new, edits, wrong)
    storing = Storing.of(new, ending=current().own_transaction)
    return storing.finish(brought_in(storing.source, edits, wrong, beside=storing))


def take_without(new: Incoming, erased: frozenset[UUID], edits: Sequence[Edit]) -> Applied:
    """Take in what a submission says of others than the `erased` whom it names.

    The data-protection officer finds in the audit which ids were kept out, and on her first page that some were.
    """
    left = without(new.source, new.content, new.form_version_id, erased, edits)
    bare = _redacted(new, left)
    audit.record(KEPT_OUT, "submission", [new.id, *sorted(erased)], unit_id=new.unit_id)
    if waits_for_former(bare):
        waiting = Applied(State.HELD, waits_for=instance_arrival(bare.replaces))
        return take_by(bare, lambda source: told(waiting))
    return take_by(bare, lambda source: told(brought_in(source, left.edits, left.wrong)))


def _redacted(new: Incoming, left: Without) -> Incoming:
    """The submission as it may be stored: without files, since nobody can tell whom a photograph shows."""
    return replace(
        new,
        content=left.content,
        came_as=new.content_sha256,
        erased_at=new.received_at,
        files=(),
        latitude=None if left.placeless else new.latitude,
        longitude=None if left.placeless else new.longitude,
    )


def take_by(new: Incoming, act: Callable[[Source], Applied]) -> Applied:
    """Store a submission with what `act` made of it, then apply those that waited for it."""
    storing = Storing.of(new)
    return storing.finish(act(storing.source))


def waits_for_former(new: Incoming) -> bool:
    """Whether it is a new version of a submission that is not here yet."""
    return bool(new.replaces) and new.replaces_id is None


def source_of(new: Incoming, key: bytes) -> Source:
    """The submission as history knows it."""
    return Source(
        id=new.id,
        key=key,
        keys=content_keys,
        unit_id=new.unit_id,
        account_id=new.account_id,
        received_at=new.received_at,
        device_id=new.device_id,
        mandate=new.mandate,
        said_at=new.said_at,
        formers=formers_of(new.replaces_id),
    )


@dataclass(slots=True)
class Storing:
    """A submission on its way in: stored with what became of it, in one exchange with the database.

    When the transaction is `ending` with it, a submission that waits for it is refused by the database.
    """

    new: Incoming
    key: bytes = field(repr=False)
    wrapped: WrappedKey
    ending: bool = False
    waiting: list[Waiting] | None = None  # unknown until it is stored

    @classmethod
    def of(cls, new: Incoming, *, ending: bool = False) -> Storing:
        key, wrapped = new_content_key(new.id)
        return cls(new, key, wrapped, ending)

    @property
    def source(self) -> Source:
        return source_of(self.new, self.key)

    def queue(self, writes: Writes, applied: Applied) -> Statement:
        """The submission and its files, sealed, with what became of it; asks what waited for it."""
        new = self.new
        writes.along(_INSERT, self._row(applied))
        for insert in insertions(
            new.id, new.files, key=self.key, unit_id=new.unit_id, mandate=new.mandate, now=new.received_at
        ):
            writes.along(*insert)
        if new.replaces_id is not None:
            writes.last(*superseding(new.replaces_id))
        arrived = arrivals(applied, new.instance_id)
        return nobody_waits(arrived) if self.ending else who_waits(arrived)

    def answered(self, rows: list[tuple[Any, ...]]) -> None:
        """It is stored."""
        self.waiting = [] if self.ending else [Waiting(*found) for found in rows]

    def finish(self, applied: Applied) -> Applied:
        """Store it if that is not done, then apply those that waited for it."""
        if self.waiting is None:
            self.ending = False  # it may yet be found to wait itself
            writes = Writes()
            asking = self.queue(writes, applied)
            self.answered(writes.run_unguarded(asking))
        apply_waiting(self.waiting or ())
        return applied

    def _row(self, applied: Applied) -> list[object]:
        new, wrapped = self.new, self.wrapped
        return [
            new.id, new.instance_id, new.form_version_id, new.source, new.unit_id, new.account_id, new.device_id,
            new.mandate, new.sensitivity_level, new.received_at, new.said_at, new.replaces, new.latitude,
            new.longitude, seal(self.key, new.content, key_context(new.id)), new.content_sha256,
            wrapped.wrapped, wrapped.key_id, str(applied.state), reasons.sealed(applied.reasons, new.id, self.key),
            applied.waits_for, new.erased_at,
        ]  # fmt: skip
