"""What comes to be applied, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.utils.timezone import localdate

from khetane.core.problems import Problem

Keys = Callable[[Collection[UUID]], Mapping[UUID, bytes]]


@dataclass(frozen=True, slots=True)
class Source:
    """The submission that edits come from, and who said it.

    `key` seals its values; `keys` opens those of earlier submissions (one that is gone is left out).
    `formers` are the submissions of which this one is a new version, that of which they are one, and so on.
    """

    id: UUID
    key: bytes = field(repr=False)
    keys: Keys = field(repr=False)
    unit_id: UUID
    account_id: UUID
    received_at: datetime
    device_id: UUID | None = None
    mandate: str = ""
    said_at: datetime | None = None
    formers: frozenset[UUID] = frozenset()

    @property
    def day(self) -> date:
        """The day on which it was said, where it was said; a clock that runs ahead is not believed."""
        if self.said_at is None or self.said_at > self.received_at:
            return self.today
        # A tablet's time has its own offset; what the database gives back is in UTC, which is no place's clock here.
        return self.said_at.date() if self.said_at.utcoffset() else localdate(self.said_at)

    @property
    def today(self) -> date:
        """The day on which it came."""
        return localdate(self.received_at)


class Edit(Protocol):
    """One record as one submission wants it: see `khetane.forms.xml.entities.EntityEdit`."""

    @property
    def dataset(self) -> str: ...
    @property
    def id(self) -> UUID: ...
    @property
    def action(self) -> str: ...
    @property
    def label(self) -> str | None: ...
    @property
    def values(self) -> Mapping[str, str]: ...
    @property
    def base_version(self) -> int | None: ...
    @property
    def trunk_version(self) -> int | None: ...
    @property
    def branch_id(self) -> UUID | None: ...
    @property
    def path(self) -> str: ...


@dataclass(frozen=True, slots=True)
class OfficeEdit:
    """An edit made on a screen: no branches, no form."""

    dataset: str
    id: UUID
    action: str
    values: Mapping[str, str]
    base_version: int | None = None
    label: str | None = None
    trunk_version: int | None = None
    branch_id: UUID | None = None
    path: str = ""


class State(StrEnum):
    """What became of a submission (DESIGN, "Answers to a device")."""

    APPLIED = "applied"
    HELD = "held"
    CONFLICT = "conflict"
    NEEDS_CORRECTION = "needs_correction"


@dataclass(frozen=True, slots=True)
class Changed:
    """One record that a submission made or changed: a new version of it."""

    dataset: str
    id: UUID
    version: int
    fields: tuple[str, ...]
    unit_id: UUID
    household_id: UUID | None


@dataclass(frozen=True, slots=True)
class Contested:
    """A group of fields that waits for a person."""

    conflict_id: UUID
    dataset: str
    id: UUID
    group: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of the edits of one submission: all of them, or none.

    `waits_for` names what would let it be applied (see `arrivals`); `arrived` what others may
    have waited for.
    """

    state: State
    reasons: tuple[Problem, ...] = ()
    changes: tuple[Changed, ...] = ()
    conflicts: tuple[Contested, ...] = ()
    waits_for: str = ""
    arrived: tuple[str, ...] = ()


def record_arrival(dataset: str, record: UUID | str) -> str:
    """The name under which a record is waited for."""
    return f"{dataset}:{record}"


def branch_arrival(branch: UUID, version: int) -> str:
    """The name under which a version on an offline branch is waited for."""
    return f"branch:{branch}:{version}"


def instance_arrival(instance_id: str) -> str:
    """The name under which a submission is waited for by its new version."""
    return f"instance:{instance_id}"
