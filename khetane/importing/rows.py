"""From the rows of a table to households with their members and what is recorded of them. Reads no records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from khetane.core.birth import Precision
from khetane.core.codes import normalise
from khetane.core.problems import Problem
from khetane.importing import problems
from khetane.importing.limits import DEFAULT_LIMITS
from khetane.importing.mapping import Column, ColumnMap
from khetane.importing.spelling import (
    Cell,
    Misspelt,
    day_of,
    folded,
    names_of,
    number_of,
    text_of,
    with_lost_zero,
)
from khetane.importing.targets import Kind, Target, spoken
from khetane.people.enums import DocumentKind, DocumentState

MOST_SAID = 12  # of a list, in a sentence
# What a number is of where no kind is said, and that whoever has its number has it.
PERSONAL_NUMBER, HAS = DocumentKind.PERSONAL_NUMBER.value, DocumentState.HAS.value
Find = Callable[[str], str | None]  # a settlement's code or name → its id


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row, and in which column if in one."""

    row: int
    column: str
    problem: Problem


@dataclass(slots=True)
class Part:
    """One record as rows say it: its dataset, the row it began in, its properties as text."""

    dataset: str
    slot: str
    row: int
    values: dict[str, str] = field(default_factory=dict)
    said_in: dict[str, int] = field(default_factory=dict)
    of: Part | None = None  # the person whose it is
    met: UUID | None = None  # the member of the register who is meant

    def say(self, values: Mapping[str, str], row: int) -> Iterator[tuple[str, Problem]]:
        """Add what another row says of the same record; a second, different value is refused."""
        for name, value in values.items():
            before = self.values.get(name)
            if before is not None and before != value:
                row_before = self.said_in[name]
                yield name, problems.OTHER_ABOVE.about(value=value, before=before, row=row_before)
            else:
                self.values[name] = value
                self.said_in.setdefault(name, row)


@dataclass(slots=True)
class Group:
    """One household with what its rows bring: it is taken in whole or not at all. `code`: it is in the register."""

    number: int
    code: str = ""
    home: Part | None = None
    persons: list[Part] = field(default_factory=list)
    work: list[Part] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """One row: the properties by slot, and what is wrong with its cells."""

    row: int
    slots: dict[str, dict[str, str]] = field(default_factory=dict)
    datasets: dict[str, str] = field(default_factory=dict)
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    mark: str = ""
    code: str = ""
    begins: bool = False  # a cell of it says something of a household
    faults: list[Fault] = field(default_factory=list)


def grouped(
    rows: Sequence[Sequence[Cell]], mapping: ColumnMap, header: Sequence[str], *, find: Find, today: date
) -> list[Group]:
    """The households of a table whose names of columns are `header`, in the order of their first rows.

    Rows with the same code or the same key are one household. Without either, a row that says something of a household
    begins one, and rows that say nothing of it belong to the one above; a table without any column about households has
    one in each row. Raises Invalid when the mapping does not fit the table.
    """
    columns = mapping.columns_of(header)
    alone = not any(column.slot == "household" for column in columns.values())
    gathering = _Gathering(alone)
    for number, cells in enumerate(rows, start=1):
        if number > mapping.header and any(text_of(cell) for cell in cells):
            gathering.add(_line(number, cells, columns, mapping, find, today))
    return gathering.groups


class _Gathering:
    """Brings lines together to households."""

    def __init__(self, alone: bool) -> None:
        self.groups: list[Group] = []
        self._alone = alone
        self._known: dict[tuple[str, str], Group] = {}

    def add(self, line: Line) -> None:
        group = self._group(line)
        group.rows.append(line.row)
        group.faults += line.faults
        self._home(group, line)
        person = self._person(group, line)
        for slot, values in line.slots.items():
            dataset = line.datasets[slot]
            if dataset in ("household", "person") or not values:
                continue
            if dataset == "document":
                self._document(group, line, slot, person)
            else:
                group.work.append(Part(dataset, slot, line.row, values, of=person))

    def _document(self, group: Group, line: Line, slot: str, person: Part | None) -> None:
        """A document of the row's person: one of each kind, whichever of her rows says it."""
        if person is None:
            group.faults.append(Fault(line.row, "", problems.WHOSE_DOCUMENT.about()))
            return
        said = line.slots[slot]
        values = {"kind": PERSONAL_NUMBER, **({"state": HAS} if said.get("number") else {}), **said}
        if values["kind"] == PERSONAL_NUMBER and said.get("number"):
            values["number"] = with_lost_zero(said["number"])
        known = next(
            (
                one
                for one in group.work
                if one.dataset == "document" and one.of is person and one.values["kind"] == values["kind"]
            ),
            None,
        )
        part = known or Part("document", slot, line.row, of=person)
        for name, problem in part.say(values, line.row):
            group.faults.append(Fault(line.row, line.columns.get((slot, name), ""), problem))
        if known is None:
            group.work.append(part)

    def _group(self, line: Line) -> Group:
        named = ("code", line.code) if line.code else ("mark", line.mark) if line.mark else None
        if named is not None:
            if named not in self._known:
                self._known[named] = self._begin(line.code)
            return self._known[named]
        if not self.groups and not self._alone and not line.begins:
            line.faults.append(Fault(line.row, "", problems.NO_HOUSEHOLD.about()))
            return self._begin("")
        return self._begin("") if self._alone or line.begins else self.groups[-1]

    def _begin(self, code: str) -> Group:
        self.groups.append(Group(len(self.groups) + 1, code))
        return self.groups[-1]

    def _home(self, group: Group, line: Line) -> None:
        if group.code:
            return
        group.home = group.home or Part("household", "household", line.row)
        self._said(group, group.home, line)

    def _person(self, group: Group, line: Line) -> Part | None:
        values = line.slots.get("person")
        if not values:
            return None
        for known in group.persons:
            if same_person(known.values, values):
                self._said(group, known, line)
                return known
        made = Part("person", "person", line.row)
        self._said(group, made, line)
        group.persons.append(made)
        return made

    @staticmethod
    def _said(group: Group, part: Part, line: Line) -> None:
        for name, problem in part.say(line.slots.get(part.slot, {}), line.row):
            group.faults.append(Fault(line.row, line.columns.get((part.slot, name), ""), problem))


def same_person(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two rows of one household speak of one person: names that sound alike, and births that agree if both are said."""
    if who(one) != who(other) or not any(who(one)):
        return False
    births = (one.get("birth_date"), other.get("birth_date"))
    return None in births or births[0] == births[1]


def who(values: Mapping[str, str]) -> tuple[str, str]:
    return folded(values.get("given_name", "")), folded(values.get("family_name", ""))


def _line(
    number: int,
    cells: Sequence[Cell],
    columns: Mapping[int, Column],
    mapping: ColumnMap,
    find: Find,
    today: date,
) -> Line:
    line = Line(number)
    reading = _Reading(line, mapping, find, today)
    for place, column in columns.items():
        cell = cells[place] if place < len(cells) else None
        if text_of(cell):
            reading.take(column.slot, column.target, cell, column.header)
    line.begins = bool(line.slots.get("household"))
    for slot, target, value in mapping.filled():
        # What is said of every row is said of the records that the row has, and of its household.
        if (slot == "household" or line.slots.get(slot)) and target.name not in line.slots.get(slot, {}):
            reading.take(slot, target, value, "")
    return line


class _Reading:
    """Reads the cells of one line."""

    def __init__(self, line: Line, mapping: ColumnMap, find: Find, today: date) -> None:
        self.line, self.mapping, self.find, self.today = line, mapping, find, today
        self.header = ""  # of the cell that is read

    def take(self, slot: str, target: Target, cell: Cell, header: str) -> None:
        text, self.header = text_of(cell), header
        if len(text) > DEFAULT_LIMITS.cell:
            self._fault(problems.TOO_LONG_CELL.about(length=len(text), limit=DEFAULT_LIMITS.cell))
            return
        if target.kind is Kind.KEY:
            self.line.mark = text
        elif target.kind is Kind.CODE:
            self.line.code = normalise(text)
        else:
            said = self._values(target, cell)
            self.line.datasets[slot] = target.dataset
            self.line.slots.setdefault(slot, {}).update(said)
            self.line.columns |= {(slot, name): header for name in said}

    def _values(self, target: Target, cell: Cell) -> dict[str, str]:
        """The properties a cell gives; none when it cannot be read, which is a fault."""
        try:
            return self._read(target, self._meant(target, cell))
        except Misspelt:
            self._fault(_why(target, text_of(cell)))
            return {}

    def _meant(self, target: Target, cell: Cell) -> Cell:
        words = self.mapping.values.get(target.code)
        meant = {folded(word): code for word, code in words.items()} if words else {}
        return meant.get(folded(text_of(cell)), cell)

    def _read(self, target: Target, cell: Cell) -> dict[str, str]:
        text = text_of(cell)
        match target.kind:
            case Kind.NAME:
                return names_of(cell, order=self.mapping.names)
            case Kind.DAY:
                return self._day(target, cell)
            case Kind.NUMBER:
                return self._checked(target, number_of(cell, decimal=self.mapping.decimal))
            case Kind.CHOICE:
                code = text if text in target.allowed else target.words.get(folded(text))
                if code is None:
                    raise Misspelt
                return self._checked(target, code)
            case Kind.SETTLEMENT:
                place = self.find(text)
                if place is None:
                    raise Misspelt
                return {target.name: place}
            case _:
                return self._checked(target, text)

    def _day(self, target: Target, cell: Cell) -> dict[str, str]:
        found = day_of(cell, order=self.mapping.days, today=self.today)
        if target.code == "person.birth_date":
            if found.day > self.today:
                self._fault(problems.NOT_BORN_YET.about(value=text_of(cell)))
                return {}
            return {"birth_date": found.iso, "birth_precision": found.precision.value}
        if found.precision is not Precision.DAY:
            raise Misspelt
        return self._checked(target, found.iso)

    def _checked(self, target: Target, text: str) -> dict[str, str]:
        """The text if the property takes it; else its own sentence is the fault."""
        refused = target.source.parse(text, str(target.label)) if target.source else None
        if isinstance(refused, Problem):
            self._fault(refused)
            return {}
        return {target.name: text}

    def _fault(self, problem: Problem) -> None:
        self.line.faults.append(Fault(self.line.row, self.header, problem))


def _why(target: Target, value: str) -> Problem:
    match target.kind:
        case Kind.DAY:
            return problems.NOT_A_DAY.about(value=value)
        case Kind.NUMBER:
            return problems.NOT_A_COUNT.about(value=value)
        case Kind.SETTLEMENT:
            return problems.UNKNOWN_SETTLEMENT.about(value=value)
        case _:
            return not_in_list(target, value)


def not_in_list(target: Target, value: str) -> Problem:
    """That a word is none of a list, with the list in the reader's language; `of` says which, for readers of another."""
    allowed = list(spoken(target).values())
    said = ", ".join(allowed[:MOST_SAID]) + (", …" if len(allowed) > MOST_SAID else "")
    return problems.NOT_IN_LIST.about(value=value, allowed=said, of=target.code)
