"""The records of one submission while its edits are brought into them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from khetane.core.problems import Problem
from khetane.core.viewer import Viewer
from khetane.history.bulk import Row, Writes
from khetane.history.rules import Group
from khetane.history.source import Source

if TYPE_CHECKING:
    from khetane.history.datasets import Dataset

Key = tuple[str, UUID]


@dataclass(slots=True)
class Wanted:
    """An edit whose answers are values. `where` names the record in sentences."""

    dataset: Dataset
    id: UUID
    action: str
    given: dict[str, Any]
    where: str
    base_version: int | None = None
    trunk_version: int | None = None
    branch_id: UUID | None = None
    label: str | None = None

    @property
    def key(self) -> Key:
        return self.dataset.name, self.id

    @property
    def extras(self) -> list[str]:
        """Given properties without a field of ours."""
        return [name for name in self.given if name not in self.dataset.properties]


@dataclass(slots=True)
class Draft:
    """A record as it stands (`standing`) and as it becomes (`values`), by property.

    `row` is its table's row as read, empty for a new record. `seen` is the record as the author of the edit saw it
    and `said` what the edit makes of that; both empty when a person decides a conflict. `more` is the dataset's own.
    """

    dataset: Dataset
    id: UUID
    where: str
    row: Row = field(default_factory=dict)
    standing: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    unit_id: UUID | None = None
    household_id: UUID | None = None
    mandate: str = ""
    label: str | None = None
    contested: tuple[Group, ...] = ()
    seen: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    more: Any = None

    @property
    def is_new(self) -> bool:
        return not self.row

    @property
    def version(self) -> int:
        return int(self.row.get("version", 0))

    @property
    def key(self) -> Key:
        return self.dataset.name, self.id

    def changed(self, *names: str) -> bool:
        """Whether one of these properties becomes another value, or is said of a new record."""
        return any(self.standing.get(name) != self.values.get(name) for name in names)


@dataclass(slots=True)
class Batch:
    """All records that one submission touches or names, what is wrong, and what will be written."""

    source: Source
    viewer: Viewer
    drafts: dict[Key, Draft] = field(default_factory=dict)
    named: dict[Key, Draft] = field(default_factory=dict)
    wanted: dict[Key, Wanted] = field(default_factory=dict)
    creating: frozenset[Key] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    unreadable: set[tuple[Key, str]] = field(default_factory=set)  # answers that were given and refused
    waits_for: str = ""
    held: bool = False
    writes: Writes = field(default_factory=Writes)

    def of(self, dataset: Dataset) -> list[Draft]:
        """The drafts of one dataset."""
        return [draft for draft in self.drafts.values() if draft.dataset.name == dataset.name]

    def record(self, dataset: str, record: str | None) -> Draft | None:
        """The record of this submission, or one it names; None when there is none that may be changed."""
        if not record:
            return None
        key = dataset, UUID(record)
        return self.drafts.get(key) or self.named.get(key)

    def refuse(self, problems: Iterable[Problem], *, waits_for: str = "") -> None:
        """Note what is wrong: nothing of the submission will be applied."""
        self.problems.extend(problems)
        self.waits_for = self.waits_for or waits_for

    def was_given(self, draft: Draft, *names: str) -> bool:
        """Whether one of these properties was given but could not be read: then it is not missing too."""
        return any((draft.key, name) in self.unreadable for name in names)

    def hold(self, waits_for: str) -> None:
        """The submission waits for another one, with nothing wrong in it."""
        self.held = True
        self.waits_for = self.waits_for or waits_for
