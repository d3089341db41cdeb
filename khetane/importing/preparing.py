"""A table made ready: its households with the edits that would bring them, what is wrong, and who is known already."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

import orjson
from django.utils.timezone import localdate

from khetane.core.refusals import Invalid
from khetane.history.source import OfficeEdit
from khetane.importing import problems
from khetane.importing.mapping import ColumnMap
from khetane.importing.personal_number import BUILT_ALIKE, doubts
from khetane.importing.process import read_in_turn
from khetane.importing.register import alike, meet_households, settlement_finder
from khetane.importing.rows import Fault, Group, Part, grouped
from khetane.importing.spelling import Cell, text_of
from khetane.importing.tables import Sheet, Unreadable
from khetane.organisations.economies import economy_of

LOOKED_AT = 20  # rows among which the names of the columns are looked for


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table under a mapping, for one unit. `alike`: who is known already, by the group's number.

    `doubts` are told and keep nobody out.
    """

    unit_id: UUID
    key: UUID
    mapping: ColumnMap
    header: tuple[str, ...]
    groups: Sequence[Group]
    homes: dict[str, UUID] = field(default_factory=dict)
    alike: dict[int, list[Fault]] = field(default_factory=dict)
    doubts: Sequence[Fault] = ()

    @property
    def rows(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    def instance_id(self, group: Group) -> str:
        """The id of the submission that brings a group: the same again and again."""
        return f"import:{self.key}:{group.number}"

    def edits(self, group: Group) -> list[OfficeEdit]:
        """What brings the group; nothing where all of it is here already."""
        made = [group.home] if group.home else []
        made += [part for part in group.persons if part.met is None]
        return [self._edit(group, part) for part in (*made, *group.work)]

    def _edit(self, group: Group, part: Part) -> OfficeEdit:
        values = dict(part.values)
        if part.dataset not in ("household", "document"):  # a document is its person's
            values["household"] = str(self.home_of(group))
        if part.of is not None:
            values["person"] = str(part.of.met or self.id_of(part.of))
        return OfficeEdit(dataset=part.dataset, id=self.id_of(part), action="create", values=values)

    def home_of(self, group: Group) -> UUID:
        return self.homes[group.code] if group.code else self.id_of(_home(group))

    def id_of(self, part: Part) -> UUID:
        return uuid5(self.key, f"{part.slot}:{part.row}")


def _home(group: Group) -> Part:
    if group.home is None:
        raise ValueError("A group without a code has a household of its own.")
    return group.home


def sheets_of(data: bytes, name: str) -> list[Sheet]:
    """The sheets of a file. Raises Invalid."""
    try:
        return read_in_turn(data, name)
    except Unreadable as wrong:
        raise Invalid(wrong.problem) from wrong


def sheet_named(sheets: Sequence[Sheet], name: str, file: str) -> Sheet:
    """The sheet that is meant, the first with anything in it without a name. Raises Invalid."""
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise Invalid(problems.EMPTY.about(name=file))
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    if name:
        raise Invalid(problems.NO_SHEET.about(sheet=name, sheets=", ".join(one.name for one in sheets)))
    return filled[0]


def header_of(rows: Sequence[Sequence[Cell]], number: int, file: str) -> tuple[str, ...]:
    """The names of the columns. Raises Invalid."""
    names = tuple(" ".join(text_of(cell).split()) for cell in rows[number - 1]) if number <= len(rows) else ()
    if not any(names):
        raise Invalid(problems.NO_HEADER.about(row=number, name=file))
    return names


def likely_header(rows: Sequence[Sequence[Cell]]) -> int:
    """The row that most likely names the columns: the first that fills half of what the widest fills, two cells or more.

    Above it offices write a title, the municipality, a day. A person sees the choice and makes another.
    """
    filled = [sum(1 for cell in row if text_of(cell).strip()) for row in rows[:LOOKED_AT]]
    enough = max(2, (max(filled, default=0) + 1) // 2)
    return next((number for number, cells in enumerate(filled, start=1) if cells >= enough), 1)


def prepare_import(data: bytes, name: str, mapping: ColumnMap, unit_id: UUID) -> Prepared:
    """Read a table under a mapping and hold it against the unit's register. Raises Invalid."""
    rows = sheet_named(sheets_of(data, name), mapping.sheet, name).rows
    header = header_of(rows, mapping.header, name)
    groups = grouped(rows, mapping, header, find=settlement_finder(unit_id), today=localdate())
    # Of what the rows say: a workbook saved again is the same table, though its bytes differ.
    key = mapping.key(unit_id, hashlib.sha256(orjson.dumps(rows)).digest())
    bare = Prepared(unit_id, key, mapping, header, groups)
    own = {bare.id_of(part) for group in groups for part in group.persons}
    homes = meet_households(groups, unit_id, own)
    known = economy_of(unit_id) in BUILT_ALIKE
    odd = doubts(groups, {code: name for name, code in mapping.columns.items()}) if known else ()
    return Prepared(unit_id, key, mapping, header, groups, homes, alike(groups, unit_id, own), odd)
