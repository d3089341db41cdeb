"""What a dataset is: how edits become rows of one kind of record.

The parts of the field (people, outreach, cases, places, forms) register theirs; history knows none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model

from khetane.core.problems import Problem, Sentence
from khetane.core.states import BEGINNING, Machine
from khetane.history import problems
from khetane.history.bulk import Row, Table, rows_of, table
from khetane.history.drafts import Batch, Draft, Wanted
from khetane.history.properties import Property
from khetane.history.rules import Group


class Dataset:
    """One kind of record. A subclass says its properties, whose it is, and what else is written with it."""

    name: ClassVar[str]
    model: ClassVar[type[Model]]
    declared: ClassVar[Sequence[Property]] = ()
    together: ClassVar[Sequence[Group]] = ()
    mandated: ClassVar[bool] = False  # only its mandate reads it, its history too
    clashes: ClassVar[Mapping[str, Sentence]] = {}  # what a unique constraint refuses, by its name
    machines: ClassVar[Mapping[str, Machine]] = {}  # what may follow on what, by property
    takes_all: ClassVar[bool] = False  # holds every property itself, nothing is kept beside it

    def __init__(self, name: str = "") -> None:
        if name:
            self.name = name  # type: ignore[misc]  # the fallback serves many names
        self.properties = {one.name: one for one in self.declared}
        self.empty = {one.name: one.empty for one in self.declared}
        grouped = {name for group in self.together for name in group}
        self.groups: tuple[Group, ...] = (
            *self.together,
            *((name,) for name in self.properties if name not in grouped),
        )

    @property
    def table(self) -> Table:
        return table(self.model)

    # Reading

    def find_same(self, wanted: Sequence[Wanted], batch: Batch) -> None:
        """Give an edit the id of the record it means, where there can be only one (`id` is replaced)."""

    def complete(self, wanted: Wanted, batch: Batch) -> None:
        """Add to `given` what follows from it."""

    def entailed(self, wanted: Sequence[Wanted], batch: Batch) -> Iterator[Wanted]:
        """Edits of other records that follow from these; what the submission itself says of those stands before them."""
        yield from ()

    def base_of(self, wanted: Wanted) -> int | None:
        """The version the edit was made on; None: on no version, so that any other value is contested."""
        return None if wanted.action == "create" else wanted.base_version

    def load(self, ids: Sequence[UUID], *, lock: bool) -> list[Draft]:
        """The records the viewer may change, locked in order or only kept where they are."""
        statement = self.table.lock if lock else self.table.share
        return [self.draft(row) for row in rows_of(statement, ids)]

    def instead(self, ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
        """Of records that are not here, those that stand for them now: a merged person's is the one she was merged into."""
        return {}

    def draft(self, row: Row) -> Draft:
        """A record from its row."""
        values = {
            one.name: one.empty if row[one.column] is None else row[one.column]
            for one in self.declared
            if one.column
        }
        values = self.empty | values
        return Draft(
            dataset=self,
            id=UUID(row["id"]),
            where=self.name,
            row=row,
            standing=values,
            values=dict(values),
            unit_id=_uuid(row.get("unit_id")),
            household_id=_uuid(row.get("household_id")),
            mandate=row.get("mandate", "") if self.mandated else "",
        )

    def read_more(self, drafts: Sequence[Draft], batch: Batch) -> None:
        """Read values of locked records that other tables hold into `standing` and `values`."""

    # Checking

    def settle(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        """Say whose a new record is: unit, household, mandate."""
        draft.unit_id = batch.source.unit_id
        yield from ()

    def check(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        """What speaks against the record as it becomes."""
        yield from ()

    def steps(self, draft: Draft) -> Iterator[Problem]:
        """Steps that lead nowhere: each from the state that the author of the edit saw, so that a correction of what
        was sent wrongly is none, and two officers who take different steps meet in a conflict."""
        for name, machine in self.machines.items():
            if draft.said:
                before = draft.seen.get(name, BEGINNING)
                yield from machine.check(before, draft.said[name], draft.said, draft.where)

    def faults(self, draft: Draft, batch: Batch) -> Iterator[Problem]:
        """Required properties that would be empty, past days that lie in the future."""
        for one in self.declared:
            value = draft.values.get(one.name)
            if one.required and value in (None, "", []) and not batch.was_given(draft, one.name):
                yield problems.MISSING.about(where=draft.where, property=one.name)
            elif one.past and value and draft.changed(one.name) and value > batch.source.today.isoformat():
                yield problems.IN_THE_FUTURE.about(where=draft.where, property=one.name, value=value)

    # Writing

    def columns(self, draft: Draft) -> dict[str, Any]:
        """The values of its own table's columns."""
        return {one.column: _stored(draft.values[one.name], one) for one in self.declared if one.column}

    def write(self, draft: Draft, batch: Batch) -> None:
        """Write the record: its row, and whatever hangs on it."""
        row = self.columns(draft)
        now = batch.source.received_at
        if draft.is_new:
            made = {"id": draft.id, "version": 1, "created_at": now, "updated_at": now}
            owned = {"unit_id": draft.unit_id, "household_id": draft.household_id, "mandate": draft.mandate}
            kept = {name: value for name, value in owned.items() if name in self.table.columns}
            batch.writes.insert(self.model, made | kept | row)
        else:
            owned = {"household_id": draft.household_id} if "household_id" in self.table.columns else {}
            batch.writes.update(
                self.model, draft.row | owned | row | {"version": draft.version + 1, "updated_at": now}
            )


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _stored(value: Any, one: Property) -> Any:
    """A missing value is null where the property is empty as null."""
    return None if value == "" and one.empty is None else value


_registered: dict[str, Dataset] = {}
_fallback: list[Callable[[str], Dataset]] = []


def register(*datasets: Dataset) -> None:
    """Add datasets; ValueError when a name is taken. Their order is the order in which records are locked."""
    for dataset in datasets:
        if dataset.name in _registered:
            raise ValueError(f"There are two datasets {dataset.name!r}: rename one.")
        _registered[dataset.name] = dataset


def register_fallback(make: Callable[[str], Dataset]) -> None:
    """How a dataset is made of which we know nothing but its name."""
    _fallback[:] = [make]


def dataset_named(name: str) -> Dataset:
    """The dataset of this name; any other name is kept as generic entities."""
    if name not in _registered:
        return _fallback[0](name)
    return _registered[name]


def place_in_order(name: str) -> tuple[int, str]:
    """Sorts names of datasets as they were registered, unknown ones last: what others name comes first."""
    names = list(_registered)
    return (names.index(name) if name in _registered else len(names)), name


def registered() -> Iterable[Dataset]:
    """Every dataset with records of our own."""
    return _registered.values()
