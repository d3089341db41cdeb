"""One table for a form and one for each of its repeats, with the columns of all its versions.

The columns of the newest version come first; what only older ones asked follows. Paths are told
below the root ("member", "g/visit"), since the root may be named otherwise in another version.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from khetane.forms.exports.quick import MAIN, Line, Quick, below_root, columns_in_order, quick
from khetane.forms.models import FormVersion
from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.flatten import Plan, flatten, plan
from khetane.forms.xml.instance import parse
from khetane.forms.xml.reading import Limits

# What was taken in once is read again, whatever the limits of today.
STORED = Limits(bytes=2**40, nodes=2**40, depth=200)
Arrange = Callable[[tuple[str, ...]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the export: `path` is empty for the form itself; `types` are the bind types."""

    path: str
    parent: str | None
    columns: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the submissions of one version into the lines of the whole form's tables.

    `columns` are the version's own, by table; `arrange` those tables whose columns stand otherwise in the form's.
    """

    plan: Plan
    quick: Quick
    columns: Mapping[str, tuple[str, ...]]
    arrange: Mapping[str, Arrange]

    def read(self, content: bytes, key: str) -> tuple[list[Line], bool]:
        """The lines of one submission called `key`, those of each table in their order; and whether it was written
        the usual way, so that each answer stands in `content` as it is, right after its tag."""
        lines = self.quick.read(content.decode(), key)
        usual = lines is not None
        if lines is None:
            lines = list(self._flattened(content, key))
        if not self.arrange:
            return lines, usual
        arranged = [
            line._replace(cells=self.arrange[line.path](line.cells)) if line.path in self.arrange else line
            for line in lines
        ]
        return arranged, usual

    def _flattened(self, content: bytes, key: str) -> Iterator[Line]:
        for row in flatten(replace(parse(content, STORED), instance_id=key), self.plan):
            path = below_root(row.table)
            cells = tuple([str(row.values.get(name, "")) for name in self.columns[path]])
            yield Line(path, row.key, row.parent_key, cells, row.unknown)


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


def without(whole: Layout, paths: Collection[str]) -> Layout:
    """The layout without the columns at these paths below the root, and readers that leave their cells out."""
    kept = {
        table.path: tuple(
            place
            for place, column in enumerate(table.columns)
            if "/".join(filter(None, (table.path, column))) not in paths
        )
        for table in whole.tables
    }
    tables = tuple(
        replace(table, columns=_picked(table.columns, places), types=_picked(table.types, places))
        for table in whole.tables
        for places in (kept[table.path],)
    )
    narrowed = {
        table.path: kept[table.path] for table in whole.tables if len(kept[table.path]) < len(table.columns)
    }
    readers = {pk: _narrowed(reader, narrowed) for pk, reader in whole.readers.items()}
    return Layout(tables, readers)


def _narrowed(reader: Reader, kept: Mapping[str, tuple[int, ...]]) -> Reader:
    arrange = {path: _then(reader.arrange.get(path), places) for path, places in kept.items()}
    return replace(reader, arrange={**reader.arrange, **arrange})


def _then(first: Arrange | None, places: tuple[int, ...]) -> Arrange:
    return lambda cells: _picked(first(cells) if first else cells, places)


def _picked(cells: tuple[str, ...], places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple([cells[place] for place in places])


def _merged(versions: Iterable[tuple[Compiled, Plan]]) -> dict[str, dict[str, str]]:
    """Table path → column → bind type; where versions differ in a type, text."""
    merged: dict[str, dict[str, str]] = {MAIN: {}}
    for compiled, one in versions:
        for path, columns in columns_in_order(one):
            known = merged.setdefault(path, {})
            for column in columns:
                kind = compiled.types["/".join(filter(None, (one.root.path, path, column)))]
                known[column] = kind if known.get(column, kind) == kind else "string"
    return merged


def _reader(one: Plan, merged: Mapping[str, Mapping[str, str]]) -> Reader:
    columns = dict(columns_in_order(one))
    arrange = {
        path: _arrange(own, tuple(merged[path]))
        for path, own in columns.items()
        if own != tuple(merged[path])
    }
    return Reader(one, quick(one), columns, arrange)


def _arrange(own: tuple[str, ...], wanted: tuple[str, ...]) -> Arrange:
    """Puts a version's cells where the form's columns are."""
    places = {name: place for place, name in enumerate(own)}
    picks = [places.get(name, -1) for name in wanted]

    def arranged(cells: tuple[str, ...]) -> tuple[str, ...]:
        with_blank = (*cells, "")
        return tuple([with_blank[pick] for pick in picks])

    return arranged


def _parent(path: str, tables: Iterable[str]) -> str | None:
    if path == MAIN:
        return None
    return max((one for one in tables if path.startswith(f"{one}/")), key=len, default=MAIN)
