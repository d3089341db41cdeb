"""One table for a form and one for each of its repeats, with the columns of all its versions.

The columns of the newest version come first; what only older ones asked follows. Paths are told
below the root ("member", "g/visit"), since the root may be named otherwise in another version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from khetane.forms.exports.quick import Quick, columns_in_order, quick
from khetane.forms.models import FormVersion
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.flatten import Plan, flatten, plan
from khetane.forms.xml.instance import parse
from khetane.forms.xml.reading import Limits

# What was taken in once is read again, whatever the limits of today.
STORED = Limits(bytes=2**40, nodes=2**40, depth=200)
MAIN = ""
Arrange = Callable[[tuple[str, ...]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the export: `path` is empty for the form itself; `types` are the bind types."""

    path: str
    parent: str | None
    columns: tuple[str, ...]
    types: tuple[str, ...]


class Line(NamedTuple):
    """One row for the table at `path`; `other` is what the form does not know, by its path."""

    path: str
    key: str
    parent_key: str | None
    cells: tuple[str, ...]
    other: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the submissions of one version into the lines of the whole form's tables."""

    plan: Plan
    quick: Quick
    paths: Mapping[str, str]
    arrange: Mapping[str, Arrange]
    columns: Mapping[str, tuple[str, ...]]

    def read(self, content: bytes, instance_id: str) -> Iterator[Line]:
        """The lines of one submission, those of each table in their order."""
        rows = self.quick.read(content.decode(), instance_id)
        if rows is None:
            yield from self._flattened(content)
            return
        for table, key, parent_key, cells in rows:
            yield Line(self.paths[table], key, parent_key, self.arrange[table](cells), {})

    def _flattened(self, content: bytes) -> Iterator[Line]:
        for row in flatten(parse(content, STORED), self.plan):
            cells = tuple(str(row.values.get(name, "")) for name in self.columns[row.table])
            arranged = self.arrange[row.table](cells)
            yield Line(self.paths[row.table], row.key, row.parent_key, arranged, row.unknown)


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of a form, the main one first, and how each version's submissions fill them."""

    tables: tuple[Table, ...]
    readers: Mapping[UUID, Reader]

    def table(self, path: str) -> Table | None:
        """The table at a path, if the form has it."""
        return next((table for table in self.tables if table.path == path), None)


def layout(versions: Sequence[FormVersion]) -> Layout:
    """The tables of these versions of one form, the newest version first."""
    compiled = {version.pk: Compiled.from_json(version.compiled) for version in versions}
    plans = {pk: plan(one, typed=False) for pk, one in compiled.items()}
    merged = _merged(zip(compiled.values(), plans.values(), strict=True))
    tables = tuple(
        Table(path, _parent(path, merged), tuple(columns), tuple(columns.values()))
        for path, columns in merged.items()
    )
    return Layout(tables, {pk: _reader(one, merged) for pk, one in plans.items()})


def _merged(versions: Iterable[tuple[Compiled, Plan]]) -> dict[str, dict[str, str]]:
    """Table path → column → bind type; where versions differ in a type, text."""
    merged: dict[str, dict[str, str]] = {MAIN: {}}
    for compiled, one in versions:
        for table, columns in columns_in_order(one):
            known = merged.setdefault(_below_root(table), {})
            for column in columns:
                kind = compiled.types[f"{table}/{column}"]
                known[column] = kind if known.get(column, kind) == kind else "string"
    return merged


def _reader(one: Plan, merged: Mapping[str, Mapping[str, str]]) -> Reader:
    columns = dict(columns_in_order(one))
    paths = {table: _below_root(table) for table in columns}
    arrange = {table: _arrange(own, tuple(merged[paths[table]])) for table, own in columns.items()}
    return Reader(one, quick(one), paths, arrange, columns)


def _arrange(own: tuple[str, ...], wanted: tuple[str, ...]) -> Arrange:
    """Puts a version's cells where the form's columns are."""
    if own == wanted:
        return _as_they_are
    places = {name: place for place, name in enumerate(own)}
    picks = [places.get(name, -1) for name in wanted]

    def arranged(cells: tuple[str, ...]) -> tuple[str, ...]:
        with_blank = (*cells, "")
        return tuple([with_blank[pick] for pick in picks])

    return arranged


def _as_they_are(cells: tuple[str, ...]) -> tuple[str, ...]:
    return cells


def _below_root(path: str) -> str:
    return path.split("/", 2)[2] if path.count("/") > 1 else MAIN


def _parent(path: str, tables: Iterable[str]) -> str | None:
    if path == MAIN:
        return None
    return max((one for one in tables if path.startswith(f"{one}/")), key=len, default=MAIN)
