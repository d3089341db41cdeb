"""A submission as rows of tables: one for the form, one for each repeat, linked by keys.

The keys are those ODK tools write: the instance id, and below it "id/member[2]". Columns are paths
below the table's own element ("g/birth_date"). Nothing of a submission is left out: what the form
does not know is in `unknown`, by its path, numbered when a name stands more than once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from khetane.forms.xml.compiled import Compiled
from khetane.forms.xml.instance import Instance
from khetane.forms.xml.reading import local
from khetane.forms.xml.values import READERS, Value


@dataclass(slots=True)
class Row:
    """One row. `table` is the path of the root or the repeat it belongs to."""

    table: str
    key: str
    parent_key: str | None
    values: dict[str, Value]
    unknown: dict[str, str]


@dataclass(slots=True)
class Node:
    """A group, repeat or answer of the form, as met on the way down."""

    path: str
    column: str = ""
    repeats: bool = False
    read: Callable[[str], Value] | None = None
    children: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to flatten one form version. `columns` lists the columns of each table in form order."""

    root: Node
    columns: dict[str, tuple[str, ...]]


def plan(compiled: Compiled, *, typed: bool = True) -> Plan:
    """Work out once how a form version flattens; with `typed` False all values stay text."""
    root = Node(f"/{compiled.root}")
    columns: dict[str, list[str]] = {root.path: [], **{path: [] for path in compiled.repeats}}
    for path, kind in compiled.types.items():
        node, table = root, root.path
        for name in path.split("/")[2:]:
            child_path = f"{node.path}/{name}"
            node = node.children.setdefault(name, Node(child_path, repeats=child_path in columns))
            node.column = child_path[len(table) + 1 :]
            table = child_path if node.repeats else table
        if not node.repeats and node is not root:
            node.read = READERS.get(kind, str) if typed else str
            columns[table].append(node.column)
    return Plan(root, {table: tuple(names) for table, names in columns.items()})


def flatten(instance: Instance, plan: Plan) -> Iterator[Row]:
    """The rows of one submission: the main row first, then those of its repeats, outer before inner."""
    main = _Filling(Row(plan.root.path, instance.instance_id, None, {}, {}), [])
    main.take(instance.root, plan.root, "")
    yield main.row
    # A list used as a queue: repeats inside repeats are appended while it is read.
    for element, node, key, parent_key in main.below:
        inner = _Filling(Row(node.path, key, parent_key, {}, {}), main.below)
        inner.take(element, node, "")
        yield inner.row


@dataclass(slots=True)
class _Filling:
    """One row being filled; the repeats met on the way are put `below`."""

    row: Row
    below: list[tuple[etree._Element, Node, str, str]]
    ordinals: dict[str, int] = field(default_factory=dict)

    def take(self, element: etree._Element, node: Node, prefix: str) -> None:
        """Put everything under `element` into the row, except repeats."""
        row, children = self.row, node.children
        self._take_stray(element.text, prefix)
        for child in element:
            tag = local(child.tag)
            known = children.get(tag)
            if known is not None and known.repeats:
                self._put_below(child, known, prefix + tag)
            elif len(child):
                self.take(child, known or _STRANGER, f"{prefix}{tag}/")
            elif known is None or known.read is None or known.column in row.values:
                if child.text:
                    _keep(row, prefix + tag, child.text)
            else:
                row.values[known.column] = known.read(child.text) if child.text else ""
            if child.tail:
                self._take_stray(child.tail, prefix)

    def _put_below(self, element: etree._Element, node: Node, path: str) -> None:
        number = self.ordinals.get(path, 0) + 1
        self.ordinals[path] = number
        self.below.append((element, node, f"{self.row.key}/{path}[{number}]", self.row.key))

    def _take_stray(self, text: str | None, prefix: str) -> None:
        """Text beside elements, which no form makes and nobody should lose."""
        if text and not text.isspace():
            _keep(self.row, f"{prefix}#text", text)


def _keep(row: Row, path: str, text: str) -> None:
    name, number = path, 1
    while name in row.unknown:
        number += 1
        name = f"{path}[{number}]"
    row.unknown[name] = text


_STRANGER = Node("")
