"""Taking a submission in: its edits are applied and its content is stored, encrypted, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from khetane.core.problems import Problem
from khetane.core.sealing import WrappedKey, seal
from khetane.forms import reasons
from khetane.forms.attaching import File, insertions
from khetane.forms.keys import content_keys, key_context, new_content_key
from khetane.forms.reapplying import (
    Waiting,
    apply_waiting,
    arrivals,
    brought_in,
    superseding,
    who_waits,
)
from khetane.history.bulk import pipeline
from khetane.history.source import Applied, Edit, Source, State, instance_arrival

_INSERT = """
    insert into khetane_forms_submission (
        id, instance_id, form_version_id, source, unit_id, account, device, mandate, sensitivity_level, received_at,
        said_at, replaces, latitude, longitude, content, content_sha256, key, key_id, state, reason, waits_for)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
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


def take(new: Incoming, edits: Sequence[Edit], wrong: Sequence[Problem] = ()) -> Applied:
    """Apply and store a submission that is not here yet, then apply those that waited for it.

    `wrong` is what could not be read of it: then it is stored and nothing of it is applied. A new
    version of a submission that is not here yet waits for that one.
    """
    if new.replaces and new.replaces_id is None:
        return take_by(new, lambda source: Applied(State.HELD, waits_for=instance_arrival(new.replaces)))
    return take_by(new, lambda source: brought_in(source, edits, wrong))


def take_by(new: Incoming, act: Callable[[Source], Applied]) -> Applied:
    """Store a submission with what `act` made of it, then apply those that waited for it."""
    key, wrapped = new_content_key(new.id)
    applied = act(source_of(new, key))
    waiting = store(new, key, wrapped, applied)
    apply_waiting(waiting)
    return applied


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
        replaces=new.replaces_id,
    )


def store(new: Incoming, key: bytes, wrapped: WrappedKey, applied: Applied) -> list[Waiting]:
    """Insert the submission and its files, sealed, with what became of it; what waited for it.

    One exchange with the database.
    """
    row = [
        new.id, new.instance_id, new.form_version_id, new.source, new.unit_id, new.account_id, new.device_id,
        new.mandate, new.sensitivity_level, new.received_at, new.said_at, new.replaces, new.latitude, new.longitude,
        seal(key, new.content, key_context(new.id)), hashlib.sha256(new.content).digest(),
        wrapped.wrapped, wrapped.key_id, str(applied.state), reasons.dump(applied.reasons), applied.waits_for,
    ]  # fmt: skip
    with pipeline() as send:
        send(_INSERT, row)
        for insert in insertions(
            new.id, new.files, key=key, unit_id=new.unit_id, mandate=new.mandate, now=new.received_at
        ):
            send(*insert)
        if new.replaces_id is not None:
            send(*superseding(new.replaces_id))
        waiting = send(*who_waits(arrivals(applied, new.instance_id)))
    return [Waiting(*found) for found in waiting.fetchall()]
