"""A table as its file holds it: rows of cells. Runs in the confined process (`worker`), never in the server.

Days come out as year-month-day, numbers as numbers, everything else as text.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from khetane.core.problems import Problem
from khetane.importing import problems
from khetane.importing.limits import TableLimits
from khetane.importing.spelling import Cell

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
NO_TEXT = (b"%PDF", b"<", b"{\\rtf")
MARKS = (";", "\t", ",", "|")
SAMPLE = 64 * 1024
CYRILLIC = range(0x400, 0x500)


class Unreadable(Exception):
    """The file is no table that can be taken in; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and rows."""

    name: str
    rows: list[list[Cell]]


def read_sheets(data: bytes, name: str, limits: TableLimits) -> list[Sheet]:
    """The visible sheets of a workbook, or the one of a CSV file. Raises Unreadable."""
    sheets = _workbook(data, name, limits) if data.startswith(WORKBOOKS) else [_text(data, name)]
    for sheet in sheets:
        if len(sheet.rows) > limits.rows:
            raise Unreadable(problems.TOO_MANY_ROWS.about(name=name, limit=limits.rows))
        if max(map(len, sheet.rows), default=0) > limits.columns:
            raise Unreadable(problems.TOO_MANY_COLUMNS.about(name=name, limit=limits.columns))
    return sheets


def _workbook(data: bytes, name: str, limits: TableLimits) -> list[Sheet]:
    if data.startswith(b"PK"):
        _check_archive(data, name, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [
            one.name
            for one in book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]
        return [Sheet(one, _rows(book.get_sheet_by_name(one).iter_rows(), limits)) for one in shown]
    except PasswordError as error:
        raise Unreadable(problems.PASSWORD.about(name=name)) from error
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable(problems.NOT_A_TABLE.about(name=name)) from error


def _check_archive(data: bytes, name: str, limits: TableLimits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(problems.NOT_A_TABLE.about(name=name)) from error
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        raise Unreadable(problems.UNPACKS_TOO_LARGE.about(name=name))


def _rows(rows: Iterable[list[Any]], limits: TableLimits) -> list[list[Cell]]:
    """The rows, up to one more than is taken: a sheet of a million blank rows is not built."""
    kept: list[list[Cell]] = []
    blanks = 0
    for row in rows:
        cells = _trimmed([_cell(one) for one in row])
        if not cells:
            blanks += 1
            continue
        kept += [[] for _ in range(min(blanks, limits.rows + 1 - len(kept)))]
        blanks = 0
        kept.append(cells)
        if len(kept) > limits.rows:
            break
    return kept


def _trimmed(cells: list[Cell]) -> list[Cell]:
    while cells and cells[-1] in ("", None):
        cells.pop()
    return cells


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if isinstance(value, int | float) else str(value)


def _text(data: bytes, name: str) -> Sheet:
    """CSV: the mark that divides most evenly; UTF-8, or else the older code page in which it makes letters."""
    if data.lstrip().startswith(NO_TEXT):
        raise Unreadable(problems.NOT_A_TABLE.about(name=name))
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(problems.NOT_A_TABLE.about(name=name))
    text = decoded(data)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=_mark(text), strict=True))
    except csv.Error as error:
        raise Unreadable(problems.NOT_A_TABLE.about(name=name)) from error
    return Sheet("", [_trimmed(list(row)) for row in rows])


def decoded(data: bytes) -> str:
    """Text of CSV as Excel saves it here: UTF-8, UTF-16, or the code page of Latin or Cyrillic."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        letters = [byte for byte in data if byte >= 0x80]
    # In cp1251 nearly every letter of a Cyrillic text lies above 0xC0 and next to others; in cp1250 few letters do.
    cyrillic = data.decode("cp1251", errors="replace")
    share = sum(ord(letter) in CYRILLIC for letter in cyrillic) / max(1, len(cyrillic))
    return cyrillic if share > 0.25 and letters else data.decode("cp1250", errors="replace")


def _mark(text: str) -> str:
    lines = [line for line in text[:SAMPLE].splitlines() if line.strip()][:20]
    return max(MARKS, key=lambda mark: min((line.count(mark) for line in lines), default=0))
